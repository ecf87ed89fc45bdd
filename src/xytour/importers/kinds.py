"""Free words for what a place is, in English and Chinese, to the kinds of a region file."""

from __future__ import annotations

import re
from dataclasses import dataclass

from xytour.model.place import PLACE_KINDS


@dataclass(frozen=True, slots=True)
class Sort:
    """A kind of place, and what such places are about, weights 0 to 1."""

    kind: str
    themes: dict[str, float]


_SORTS: tuple[tuple[str, Sort], ...] = (
    (
        r"红色|革命|烈士|纪念馆|纪念堂|故居|red tourism|memorial|revolution|"
        r"former residence",
        Sort("red_education", {"red": 0.8, "history": 0.7}),
    ),
    (
        r"博物|展览|美术馆|艺术馆|科技馆|文化馆|画廊|陈列|"
        r"museum|galler|exhibition|art centre|science cent",
        Sort("museum", {"culture": 0.8, "history": 0.6}),
    ),
    (
        r"茶园|茶山|茶乡|tea (?:garden|hill|plantation)",
        Sort("tea_area", {"tea": 0.9, "rural": 0.5}),
    ),
    (
        r"古镇|古村|村落|村寨|水乡|乡村|village|ancient town|water town",
        Sort("village", {"culture": 0.6, "history": 0.5, "rural": 0.5}),
    ),
    (r"温泉|hot spring|thermal", Sort("hot_spring", {"wellness": 0.9})),
    (
        r"书院|大学|校园|高校|universit|campus|academy",
        Sort("academy", {"culture": 0.6, "history": 0.4}),
    ),
    (
        r"寺|庙|道观|宫观|教堂|清真|宗教|temple|church|mosque|monaster|cathedral|religio|worship",
        Sort("heritage", {"culture": 0.7, "history": 0.7}),
    ),
    (
        r"古迹|遗址|历史|古建|文物|陵墓|城墙|宫殿|园林|塔|heritage|histor|ruin|monument|castle|palace|"
        r"archaeolog|tomb|fort",
        Sort("heritage", {"history": 0.8, "culture": 0.6}),
    ),
    (
        r"游乐|主题公园|乐园|动物园|水族|海洋馆|水上|滑雪|体验|剧院|演出|"
        r"amusement|theme park|zoo|aquarium|water park|"
        r"theatre|theater|ski|experience|workshop|show\b",
        Sort("experience", {"family": 0.8}),
    ),
    (
        r"自然|风光|山|湖|森林|湿地|峡谷|海滩|沙滩|瀑布|植物园|nature|natural|mountain|lake|forest|wetland|beach|"
        r"waterfall|botanic|viewpoint|peak|canyon|island",
        Sort("nature", {"nature": 0.9, "photography": 0.5}),
    ),
    (r"公园|广场|park\b|garden|square|plaza", Sort("nature", {"nature": 0.6, "family": 0.4})),
    (
        r"商业街|步行街|购物|商场|集市|市场|特产|shopping|mall|market|souvenir|shop|store|commercial|boutique",
        Sort("shop", {"craft": 0.3, "food": 0.3, "culture": 0.2}),
    ),
    (
        r"餐|饭店|菜|小吃|美食|酒吧|咖啡|restaurant|caf[eé]|food|bar\b|pub\b|bistro",
        Sort("food", {"food": 0.8}),
    ),
    (
        r"酒店|宾馆|民宿|客栈|旅馆|青旅|hotel|hostel|guest ?house|inn\b|homestay|motel|apartment",
        Sort("stay", {"culture": 0.1}),
    ),
    (
        r"文化|人文|地标|城市观光|景点|景区|观景|culture|cultural|landmark|attraction|sight|"
        r"artwork|architecture|landscape",
        Sort("attraction", {"culture": 0.7}),
    ),
)
_FINDERS = tuple((re.compile(words, re.IGNORECASE), sort) for words, sort in _SORTS)

VISITED = frozenset({*PLACE_KINDS} - {"gateway", "town"})

GENERAL = Sort("attraction", {"culture": 0.5})
"""What a place is of which nobody tells."""


def sort_of(*texts: str) -> Sort | None:
    """Return what the first text that says something says a place is, None if none does.

    Examples
    --------
    >>> sort_of("历史古迹").kind, sort_of("Art museum").kind, sort_of("其它", "苏州博物馆").kind
    ('heritage', 'museum', 'museum')
    >>> sort_of("hot_spring").kind, sort_of("whatnot")
    ('hot_spring', None)
    """
    for text in texts:
        if (kind := text.strip().lower().replace(" ", "_")) in VISITED:
            return Sort(kind, {})
        for finder, sort in _FINDERS:
            if finder.search(text):
                return sort
    return None
