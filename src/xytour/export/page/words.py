"""The words of the page and the brochure, in English and Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from xytour.model.base import Language

WORDS: dict[str, tuple[str, str]] = {
    "days-in": ("{n} days in {region}", "{region}{n}日行程"),
    "days-in-1": ("A day in {region}", "{region}一日行程"),
    "itinerary": ("Itinerary", "行程单"),
    "in-style": ("{style} style", "{style}风格"),
    "day": ("Day {n}", "第{n}天"),
    "all-days": ("All", "全程"),
    "days": ("Days", "日程"),
    "skip": ("Skip to the days", "跳到日程"),
    "map": ("Map of the trip", "行程地图"),
    "map-help": (
        "Every place on the map has a Show on map button in the list of days.",
        "地图上的每处地点在日程列表中都有“在地图上看”按钮。",
    ),
    "no-script": (
        "The map needs JavaScript; the plan below is complete without it.",
        "地图需要启用JavaScript；下面的行程不需要它也完整可读。",
    ),
    "schematic": (
        "Schematic: straight-line roads",
        "示意图：道路以直线绘制",
    ),
    "bare": ("The ways as straight lines", "路线按直线绘制"),
    "follow": ("Map follows the list", "地图随列表移动"),
    "scrub": ("Time of the trip", "行程时刻"),
    "show": ("Show on map", "在地图上看"),
    "show-way": ("Show the way on the map", "在地图上看路线"),
    "open-in": ("Open in", "打开地图"),
    "app-amap": ("Amap", "高德"),
    "app-baidu": ("Baidu", "百度"),
    "app-apple": ("Apple", "苹果"),
    "app-google": ("Google", "谷歌"),
    "km": ("{n} km", "{n}公里"),
    "stat-visits": ("places", "处景点"),
    "stat-way": ("on the way", "路上用时"),
    "stat-km": ("travelled", "行驶里程"),
    "stat-walk": ("on foot", "步行"),
    "stat-cost": ("for the party", "全部费用"),
    "stat-co2": ("CO₂, estimated", "CO₂估算"),
    "hours": ("Open", "开放"),
    "last": ("Last entry", "停止入场"),
    "ticket": ("Tickets", "门票"),
    "session": ("Begins", "场次"),
    "booking": ("Booking", "预约"),
    "book": ("Book ahead", "需提前预约"),
    "cost": ("Cost", "费用"),
    "always": ("Day and night", "全天"),
    "free-entry": ("Free", "免费"),
    "price-unknown": ("Not known", "未知"),
    "position": ("Position", "位置"),
    "position-off": ("may be {km} km off", "误差可达{km}公里"),
    "sure-sourced": ("sourced", "有来源"),
    "sure-typical": ("usual pattern", "常见规律"),
    "sure-estimated": ("estimated", "估计"),
    "sure-unknown": ("not known", "未知"),
    "estimated": ("estimated", "估算"),
    "why": ("Why", "理由"),
    "steps": ("Step by step", "分段路线"),
    "straight": ("estimated from the straight line", "按直线距离估算"),
    "wait-first": ("after a wait of {time}", "候车{time}"),
    "night": ("Night {n} here", "连住第{n}晚"),
    "night-of": ("Night at {name}", "入住{name}"),
    "picnic": ("{meal} on the way", "途中{meal}"),
    "wait": ("Wait", "等候"),
    "free": ("Time of your own", "自由活动"),
    "appointment": ("Your appointment", "您的约定"),
    "costs": ("What it costs", "费用"),
    "kind": ("Kind", "类别"),
    "total": ("Total", "合计"),
    "whole-trip": ("Whole trip", "全程"),
    "cost-note": (
        "For the whole party, in {currency}. Prices not known count as 0 and are named below.",
        "为全体同行者费用，货币：{currency}。未知价格按0计，见下方提示。",
    ),
    "aims": ("How the trip feels", "行程特点"),
    "access": ("Quick access", "便捷"),
    "slowness": ("Slow travel", "慢游"),
    "immersion": ("Immersion", "沉浸"),
    "about-access": (
        "How little of the waking day goes into getting around and waiting.",
        "清醒时间中花在路上和等候上的越少越高。",
    ),
    "about-slowness": (
        "Time to take each place in, few places a day, few changes of bed.",
        "每处停留充分、每天景点不多、少换住处。",
    ),
    "about-immersion": (
        "How deep the trip goes into your interests, and how much is done by hand.",
        "贴近兴趣的程度，以及亲手体验的多少。",
    ),
    "moving": ("Time not spent on the way", "不在路上的时间"),
    "waiting": ("Time not spent waiting", "不在等候的时间"),
    "reach": ("Places near each other", "景点相近"),
    "direct": ("Straight ways", "路线不绕"),
    "dwell": ("Time at places", "停留充分"),
    "pace": ("Places a day", "每日节奏"),
    "bed": ("Same bed", "少换住处"),
    "free-share": ("Free time", "自由时间"),
    "depth": ("Fit to your interests", "兴趣契合"),
    "hands": ("Done by hand", "亲手体验"),
    "chain": ("Food, stay, transport, sights, shops, shows", "吃住行游购娱"),
    "of-100": ("{n} of 100", "{n}分（满分100）"),
    "proof": ("How good is this plan?", "这个方案有多好？"),
    "proven": ("Proven best", "已证明最优"),
    "proven-text": (
        "No other plan within the scope below scores higher: the planner proved it.",
        "在下述范围内没有得分更高的方案：规划器已证明。",
    ),
    "within": ("At least {share} of the best possible", "至少达到最优的{share}"),
    "within-text": (
        "This plan scores {score}. No plan within the scope below can score more than {bound}, "
        "so the very best would be at most {more} better. Whether a better one exists at all was "
        "not settled in the time allowed.",
        "本方案得{score}分。在下述范围内任何方案都不会超过{bound}分，即最优方案至多再高{more}。"
        "规定时间内未能确定是否真有更好的方案。",
    ),
    "loose": ("A good plan, not proven best", "好方案，尚未证明最优"),
    "loose-text": (
        "This plan scores {score}; no plan within the scope below can score more than {bound}. "
        "That bound is far off and says little: with more time the planner brings it closer.",
        "本方案得{score}分；在下述范围内任何方案都不会超过{bound}分。这个上界较松，说明不了多少；"
        "给规划器更多时间可使其收紧。",
    ),
    "scope": ("Scope: {scope}.", "范围：{scope}。"),
    "score-parts": ("What the score is made of", "得分构成"),
    "score": ("Score", "得分"),
    "bound": ("Upper bound", "上界"),
    "p-visits": ("Visits", "游览"),
    "p-themes": ("Themes that pall", "主题重复"),
    "p-tables": ("Tables", "餐饮"),
    "p-stays": ("Beds", "住宿"),
    "p-travel": ("Time on the way", "路上时间"),
    "p-bed_changes": ("Changes of bed", "更换住处"),
    "p-chain": ("Shopping and shows", "购物与娱乐"),
    "p-stories": ("Stories followed", "故事线"),
    "notes": ("Good to know", "出行提示"),
    "left-out": ("Not in the plan", "未列入行程"),
    "made-by": (
        "Planned with xytour. Facts marked as usual or estimated were not confirmed by the "
        "venues: check before you go.",
        "由xytour规划。标为“常见规律”或“估计”的信息未经场馆确认，出行前请核实。",
    ),
    "k-attraction": ("Sight", "景点"),
    "k-red_education": ("Red heritage", "红色教育"),
    "k-tea_area": ("Tea country", "茶区"),
    "k-village": ("Village", "乡村"),
    "k-museum": ("Museum", "博物馆"),
    "k-heritage": ("Heritage", "文化遗产"),
    "k-nature": ("Nature", "自然"),
    "k-hot_spring": ("Hot spring", "温泉"),
    "k-academy": ("Academy", "学院"),
    "k-experience": ("Experience", "体验"),
    "k-food": ("Table", "美食"),
    "k-shop": ("Shop", "购物"),
    "k-stay": ("Stay", "住宿"),
    "th-red": ("Red history", "红色文化"),
    "th-tea": ("Tea", "茶"),
    "th-nature": ("Nature", "自然"),
    "th-history": ("History", "历史"),
    "th-culture": ("Culture", "文化"),
    "th-food": ("Food", "美食"),
    "th-wellness": ("Wellness", "康养"),
    "th-family": ("For families", "亲子"),
    "th-hiking": ("Hiking", "徒步"),
    "th-birding": ("Birding", "观鸟"),
    "th-photography": ("Photography", "摄影"),
    "th-craft": ("Craft", "手工艺"),
    "th-rural": ("Village life", "乡村"),
    "t-visit": ("Visit", "游览"),
    "t-activity": ("Activity", "体验"),
    "t-appointment": ("Appointment", "约定"),
    "t-meal": ("Meal", "用餐"),
    "t-leg": ("On the way", "路上"),
    "t-wait": ("Wait", "等候"),
    "t-free": ("Free", "自由活动"),
    "t-stay": ("Night", "住宿"),
    "contents": ("The days at a glance", "行程一览"),
    "page-of": ("Page {page} of {pages}", "第{page}页，共{pages}页"),
}

_MONTHS_EN = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_DAYS_EN = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
_DAYS_ZH = "一二三四五六日"


def say(key: str, language: Language, **facts: object) -> str:
    """Return a phrase in a language; with ``n`` = 1 its singular where there is one."""
    if facts.get("n") == 1 and f"{key}-1" in WORDS:
        key = f"{key}-1"
    return WORDS[key][language == "zh"].format(**facts)


def said(key: str, language: Language) -> str:
    """Return a phrase, or the key in plain words where the key is not ours.

    Examples
    --------
    >>> said("p-travel", "en"), said("p-time_of_day", "en")
    ('Time on the way', 'time of day')
    """
    return say(key, language) if key in WORDS else key.removeprefix("p-").replace("_", " ")


def short_date(day: date, language: Language) -> str:
    """Return a date for a narrow place.

    Examples
    --------
    >>> from datetime import date
    >>> short_date(date(2026, 4, 10), "en"), short_date(date(2026, 4, 10), "zh")
    ('Fri 10 Apr', '4月10日周五')
    """
    if language == "zh":
        return f"{day.month}月{day.day}日周{_DAYS_ZH[day.weekday()]}"
    return f"{_DAYS_EN[day.weekday()]} {day.day} {_MONTHS_EN[day.month - 1]}"


def span_text(first: date, last: date, language: Language) -> str:
    """Return the dates of a trip.

    Examples
    --------
    >>> from datetime import date
    >>> span_text(date(2026, 4, 10), date(2026, 4, 12), "en")
    'Fri 10 Apr – Sun 12 Apr 2026'
    """
    if first == last:
        year = f"{first.year}年{short_date(first, language)}"
        return year if language == "zh" else f"{short_date(first, language)} {first.year}"
    both = f"{short_date(first, language)} – {short_date(last, language)}"
    return f"{first.year}年{both}" if language == "zh" else f"{both} {last.year}"
