"""Which OpenStreetMap tags make a place, of which kind, and what is usual for such a place.

One row for each tag, read from the top: the first that a feature has decides. Whoever wants
another choice edits this table or passes one of their own. Nothing in it is a fact about any one
place, so what is taken from it is marked as typical or estimated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xytour.model.place import Theme

DAYTIME = "Mo-Su 08:00-20:00"
MUSEUM = "Tu-Su 10:00-17:00"
KITCHEN = "Mo-Su 11:00-22:00"
COUNTER = "Mo-Su 10:00-20:00"
SHOP = "Mo-Sa 10:00-18:00"
EVENING = "Tu-Sa 18:00-22:00"


class TagRow(NamedTuple):
    """What is made of features with one tag.

    Parameters
    ----------
    key, values
        The tag: any of some values (``*`` for any).
    kind
        Of the place, as in a region file.
    label
        What it is, in English and Chinese.
    themes
        What it is about, weights 0 to 1.
    minutes
        Least, usual and longest stay.
    hours
        Usual opening hours, where none are tagged.
    quality
        How good such a place is when nothing else is known of it, 0 to 1.
    indoor
        Whether one is under a roof.
    free
        Whether such places usually cost nothing.
    only_known
        Whether only those with a Wikidata or Wikipedia entry are taken.
    """

    key: str
    values: tuple[str, ...]
    kind: str
    label: tuple[str, str]
    themes: dict[Theme, float]
    minutes: tuple[int, int, int]
    hours: str
    quality: float
    indoor: bool = False
    free: bool = False
    only_known: bool = False


_S, _F, _B = "shop", "food", "stay"
_CULTURE: dict[Theme, float] = {"culture": 1.0, "history": 0.6}
_PAST: dict[Theme, float] = {"history": 1.0, "culture": 0.5}
_GREEN: dict[Theme, float] = {"nature": 0.7, "family": 0.5}
_EAT: dict[Theme, float] = {"food": 0.8}
_BED: dict[Theme, float] = {"wellness": 0.1}
_ART: dict[Theme, float] = {"culture": 0.6, "photography": 0.5}
_BUY: dict[Theme, float] = {"craft": 0.6, "culture": 0.3}
_TASTE: dict[Theme, float] = {"food": 0.7, "craft": 0.3}

# fmt: off
TAG_TABLE: tuple[TagRow, ...] = (
    # Sights that one goes in to.
    TagRow("tourism", ("museum",), "museum", ("museum", "博物馆"),
           _CULTURE, (45, 75, 120), MUSEUM, 0.5, indoor=True),
    TagRow("tourism", ("gallery",), "museum", ("art gallery", "美术馆"),
           {"culture": 0.9, "photography": 0.3}, (20, 40, 75), "Tu-Sa 11:00-17:00", 0.35,
           indoor=True),
    TagRow("tourism", ("zoo",), "attraction", ("zoo", "动物园"),
           {"family": 1.0, "nature": 0.6}, (90, 150, 240), "Mo-Su 10:00-17:00", 0.6),
    TagRow("tourism", ("aquarium",), "attraction", ("aquarium", "水族馆"),
           {"family": 1.0, "nature": 0.6}, (60, 90, 150), "Mo-Su 10:00-17:00", 0.6, indoor=True),
    TagRow("tourism", ("theme_park",), "attraction", ("theme park", "主题公园"),
           {"family": 1.0}, (120, 240, 360), "Mo-Su 11:00-19:00", 0.6),
    TagRow("historic", ("castle", "palace", "fort", "fortress", "citywalls", "city_gate"),
           "heritage", ("castle or fortification", "古堡与城防"),
           _PAST, (30, 60, 120), "Mo-Su 10:00-18:00", 0.55),
    TagRow("historic", ("archaeological_site", "ruins", "monastery", "manor", "aqueduct"),
           "heritage", ("historic site", "古迹"),
           _PAST, (20, 45, 90), "Mo-Su 10:00-18:00", 0.45),
    TagRow("amenity", ("place_of_worship",), "heritage", ("place of worship", "宗教建筑"),
           {"history": 0.7, "culture": 0.7}, (10, 25, 45), "Mo-Su 10:00-17:00", 0.35,
           indoor=True, free=True),
    TagRow("amenity", ("arts_centre", "exhibition_centre"), "museum", ("arts centre", "艺术中心"),
           {"culture": 0.9}, (30, 60, 90), MUSEUM, 0.35, indoor=True),
    TagRow("amenity", ("planetarium",), "museum", ("planetarium", "天文馆"),
           {"family": 0.9, "culture": 0.5}, (45, 75, 120), MUSEUM, 0.5, indoor=True),
    TagRow("amenity", ("theatre",), "experience", ("theatre", "剧院"),
           {"culture": 1.0}, (90, 120, 180), EVENING, 0.35, indoor=True),
    TagRow("amenity", ("public_bath",), "experience", ("public bath", "公共浴场"),
           {"wellness": 1.0}, (60, 90, 150), "Mo-Su 12:00-21:00", 0.4, indoor=True),
    TagRow("leisure", ("sauna",), "experience", ("sauna", "桑拿浴"),
           {"wellness": 1.0}, (60, 90, 150), "Mo-Su 14:00-21:00", 0.4, indoor=True),
    TagRow("leisure", ("water_park",), "attraction", ("water park", "水上乐园"),
           {"family": 1.0, "wellness": 0.4}, (90, 180, 300), "Mo-Su 10:00-19:00", 0.45),
    # Buildings and works that one looks at from outside.
    TagRow("tourism", ("attraction",), "attraction", ("sight", "景点"),
           {"culture": 0.6, "history": 0.5}, (15, 30, 60), DAYTIME, 0.45),
    TagRow("tourism", ("viewpoint",), "nature", ("viewpoint", "观景点"),
           {"photography": 1.0, "nature": 0.6}, (10, 20, 40), DAYTIME, 0.35, free=True),
    TagRow("tourism", ("artwork",), "attraction", ("work of art", "公共艺术品"),
           _ART, (5, 10, 15), DAYTIME, 0.15, free=True),
    TagRow("historic", ("monument", "memorial", "statue"), "heritage", ("monument", "纪念碑"),
           _PAST, (5, 10, 20), DAYTIME, 0.2, free=True),
    TagRow("historic", ("ship", "locomotive", "aircraft", "tank", "railway_car"), "heritage",
           ("historic vehicle", "历史交通工具"), _PAST, (10, 20, 45), DAYTIME, 0.3),
    TagRow("historic", ("building", "church", "house", "yes", "tower", "bridge", "battlefield",
                        "tomb", "farm", "mine", "railway_station", "lighthouse"),
           "heritage", ("historic building", "历史建筑"), _PAST, (10, 20, 40), DAYTIME, 0.3),
    TagRow("man_made", ("lighthouse", "windmill", "tower"), "heritage", ("landmark", "地标"),
           {"photography": 0.7, "history": 0.5}, (10, 25, 45), DAYTIME, 0.3, only_known=True),
    TagRow("amenity", ("library", "townhall", "university", "fountain"), "attraction",
           ("public building", "公共建筑"),
           {"culture": 0.7, "history": 0.5}, (10, 20, 45), "Mo-Fr 09:00-17:00", 0.3,
           only_known=True),
    # Nature.
    TagRow("leisure", ("nature_reserve",), "nature", ("nature reserve", "自然保护区"),
           {"nature": 1.0, "hiking": 0.7, "birding": 0.5}, (45, 90, 180), DAYTIME, 0.45, free=True),
    TagRow("leisure", ("park", "garden"), "nature", ("park", "公园"),
           _GREEN, (15, 30, 60), DAYTIME, 0.25, free=True),
    TagRow("natural", ("beach",), "nature", ("beach", "海滩"),
           {"nature": 0.8, "family": 0.7}, (30, 60, 150), DAYTIME, 0.3, free=True),
    TagRow("natural", ("peak", "cave_entrance", "waterfall", "volcano", "hot_spring", "cliff"),
           "nature", ("natural sight", "自然景观"),
           {"nature": 1.0, "hiking": 0.6, "photography": 0.5}, (20, 45, 120), DAYTIME, 0.4,
           free=True, only_known=True),
    # Tables.
    TagRow("amenity", ("restaurant",), _F, ("restaurant", "餐馆"),
           _EAT, (45, 60, 90), KITCHEN, 0.45, indoor=True),
    TagRow("amenity", ("cafe",), _F, ("café", "咖啡馆"),
           _EAT, (20, 40, 60), "Mo-Su 09:00-18:00", 0.4, indoor=True),
    TagRow("amenity", ("food_court", "biergarten"), _F, ("food court", "美食广场"),
           _EAT, (30, 45, 75), KITCHEN, 0.4),
    TagRow("amenity", ("fast_food",), _F, ("fast food", "快餐"),
           {"food": 0.5}, (20, 30, 45), COUNTER, 0.25, indoor=True),
    # Beds.
    TagRow("tourism", ("hotel", "motel"), _B, ("hotel", "酒店"),
           _BED, (30, 60, 120), "24/7", 0.5, indoor=True),
    TagRow("tourism", ("hostel",), _B, ("hostel", "青年旅舍"),
           _BED, (30, 60, 120), "24/7", 0.35, indoor=True),
    TagRow("tourism", ("guest_house", "apartment", "chalet"), _B, ("guest house", "民宿"),
           _BED, (30, 60, 120), "24/7", 0.4, indoor=True),
    TagRow("tourism", ("camp_site", "caravan_site"), _B, ("campsite", "露营地"),
           {"nature": 0.4}, (30, 60, 120), "24/7", 0.35),
    # Things to take home.
    TagRow("amenity", ("marketplace",), _S, ("market", "集市"),
           {"food": 0.8, "culture": 0.5}, (20, 40, 75), "Mo-Sa 08:00-18:00", 0.4),
    TagRow("shop", ("department_store", "mall"), _S, ("department store", "百货商场"),
           {"family": 0.3}, (30, 45, 120), "Mo-Sa 10:00-20:00", 0.3, indoor=True),
    TagRow("shop", ("gift", "souvenir", "craft", "handicrafts", "pottery", "art", "antiques"), _S,
           ("crafts and gifts", "工艺礼品"), _BUY, (10, 20, 45), SHOP, 0.3, indoor=True),
    TagRow("shop", ("books", "music", "musical_instrument"), _S, ("books and music", "书店与音像"),
           {"culture": 0.6}, (10, 25, 60), SHOP, 0.25, indoor=True),
    TagRow("shop", ("tea", "coffee"), _S, ("tea and coffee", "茶与咖啡"),
           {"tea": 0.6, "food": 0.6}, (10, 20, 30), SHOP, 0.3, indoor=True),
    TagRow("shop", ("deli", "confectionery", "chocolate", "cheese", "wine", "farm", "spices"), _S,
           ("local food", "特色食品"), _TASTE, (10, 20, 30), SHOP, 0.3, indoor=True),
)
"""The tags that make a place; the first row that fits counts."""
# fmt: on

GATEWAYS: tuple[tuple[str, tuple[str, ...], str, tuple[str, str]], ...] = (
    ("railway", ("station",), "rail_station", ("railway station", "火车站")),
    ("aeroway", ("aerodrome",), "airport", ("airport", "机场")),
    ("amenity", ("bus_station",), "coach_station", ("coach station", "长途汽车站")),
)
"""Tags of the places where trips can begin and end: key, values, type, label."""

KEYS: tuple[str, ...] = tuple(
    dict.fromkeys([*(row.key for row in TAG_TABLE), *(gateway[0] for gateway in GATEWAYS)])
)
"""Keys of which a feature has at least one."""


def is_known(tags: Mapping[str, str]) -> bool:
    """Whether an encyclopaedia or a database has an entry on a feature."""
    return "wikidata" in tags or "wikipedia" in tags


def find_row(
    tags: Mapping[str, str], table: Sequence[TagRow] = TAG_TABLE
) -> tuple[TagRow, str] | None:
    """Return the first row of a table that a feature fits, and its value there; None if none.

    Parameters
    ----------
    tags
        Of the feature. One with several values, as in ``bar;restaurant``, fits by any of them.
    table
        In order of precedence.

    Examples
    --------
    >>> row, value = find_row({"amenity": "restaurant;bar", "name": "Kosmos"})
    >>> row.kind, value
    ('food', 'restaurant')
    >>> find_row({"shop": "hairdresser"}) is None
    True
    """
    for row in table:
        told = [value.strip() for value in tags.get(row.key, "").split(";")]
        fitting = [value for value in told if value and (value in row.values or "*" in row.values)]
        if fitting and (is_known(tags) or not row.only_known):
            return row, fitting[0]
    return None
