"""The fixed words around an itinerary, in English and Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from xytour.model.base import Language

WORDS: dict[str, tuple[str, str]] = {
    "title": ("{region}, {days} days from {start}", "{region}{days}日游，{start}出发"),
    "title-1": ("{region}, one day on {start}", "{region}一日游，{start}"),
    "party": ("for {party}, {style} style", "{party}，{style}风格"),
    "adults": ("{n} adults", "成人{n}位"),
    "adults-1": ("1 adult", "成人1位"),
    "children": ("{n} children", "儿童{n}位"),
    "children-1": ("1 child", "儿童1位"),
    "seniors": ("{n} seniors", "老人{n}位"),
    "seniors-1": ("1 senior", "老人1位"),
    "quick": ("quick", "快捷"),
    "slow": ("slow", "慢游"),
    "immersive": ("immersive", "沉浸"),
    "balanced": ("balanced", "均衡"),
    "list": (", ", "，"),
    "optimal": (
        "Score {score}: proven, no plan within the scope is better",
        "评分{score}：已证明在所述范围内没有更好的方案",
    ),
    "feasible": (
        "Score {score}; no plan within the scope exceeds {bound} (gap {gap})",
        "评分{score}；所述范围内任何方案不超过{bound}（差距{gap}）",
    ),
    "scope": ("Scope: {scope}", "范围：{scope}"),
    "indices": (
        "Access {access}, slowness {slowness}, immersion {immersion} (each of 100)",
        "便捷{access}，慢游{slowness}，沉浸{immersion}（各以100为满分）",
    ),
    "breakfast": ("Breakfast", "早餐"),
    "lunch": ("Lunch", "午餐"),
    "dinner": ("Dinner", "晚餐"),
    "meal": ("{meal}: {name}", "{meal}：{name}"),
    "car": ("Drive to {to}", "驾车前往{to}"),
    "charter": ("Drive to {to}", "包车前往{to}"),
    "public": ("Travel to {to}", "前往{to}"),
    "walk": ("Walk to {to}", "步行前往{to}"),
    "wait": ("Wait: {reason}", "等候：{reason}"),
    "free": ("Free: {reason}", "自由活动：{reason}"),
    "stay": ("Night at {name}", "入住{name}"),
    "night": ("night {n} here", "连住第{n}晚"),
    "rooms": ("{n} rooms", "{n}间房"),
    "rooms-1": ("1 room", "1间房"),
    "activity": ("{name}: {activity}", "{name}：{activity}"),
    "open": ("open {hours}", "开放{hours}"),
    "last-entry": ("last entry {time}", "{time}停止入场"),
    "book": ("book ahead", "需预约"),
    "hours-not-sure": ("hours {confidence}", "开放时间{confidence}"),
    "free-entry": ("free", "免费"),
    "price-unknown": ("price unknown", "价格未知"),
    "sourced": ("sourced", "有来源"),
    "typical": ("usual pattern", "常见规律"),
    "estimated": ("estimated", "估计"),
    "unknown": ("unknown", "未知"),
    "v-car": ("car", "驾车"),
    "v-taxi": ("taxi", "出租车"),
    "v-bus": ("bus", "巴士"),
    "v-shuttle": ("shuttle", "景区接驳车"),
    "v-train": ("train", "火车"),
    "v-metro": ("metro", "地铁"),
    "v-cable_car": ("cable car", "缆车"),
    "v-ferry": ("boat", "渡船"),
    "v-plane": ("plane", "飞机"),
    "v-walk": ("walk", "步行"),
    "of-transfer": ("{time} of it boarding and parking", "其中上下车及停车{time}"),
    "of-wait": ("{time} waiting", "等候{time}"),
    "pick-up": ("pick up the rented car", "取租赁车辆"),
    "return": ("return the rented car", "还租赁车辆"),
    "estimated-way": ("part estimated", "部分为估算"),
    "costs": ("Costs", "费用"),
    "ticket": ("Tickets", "门票"),
    "stay-cost": ("Beds", "住宿"),
    "meal-cost": ("Meals", "餐饮"),
    "activity-cost": ("Activities", "体验项目"),
    "transport": ("Getting around", "交通"),
    "total": ("Total", "合计"),
    "of-cap": ("{amount} (cap {cap})", "{amount}（上限{cap}）"),
    "day-n": ("Day {number}", "第{number}天"),
    "for-each": (
        "{name}: {points} points, {fit} of a perfect fit",
        "{name}：{points}分，契合度{fit}",
    ),
    "each-pays": ("Each pays: {shares}", "每人费用：{shares}"),
    "adult-share": ("Adult", "成人"),
    "child-share-age": ("Child ({age})", "儿童（{age}岁）"),
    "senior-share": ("Senior", "老人"),
    "senior-share-age": ("Senior ({age})", "老人（{age}岁）"),
    "hotel": ("hotel", "酒店"),
    "homestay": ("homestay", "民宿"),
    "camp": ("camp", "营地"),
    "room-rate": ("{n} rooms at {price}", "{n}间房，每间{price}"),
    "room-rate-1": ("1 room", "1间房"),
    "price-estimated": ("price estimated", "价格为估计"),
    "queues": ("{time} of it for queues", "含排队{time}"),
    "good-to-know": ("Good to know", "温馨提示"),
    "n-estimated-hours": (
        "Opening hours not confirmed by the venue, ring ahead: {names}",
        "开放时间未经场馆确认，请先致电：{names}",
    ),
    "n-estimated-location": ("Position estimated: {names}", "位置为估计：{names}"),
    "n-estimated-price": ("Price estimated or usual: {names}", "价格为估计或常见值：{names}"),
    "n-unknown-price": ("Price not known, counted as 0: {names}", "价格未知，按0计：{names}"),
    "n-booking": ("Book ahead: {names}", "需提前预约：{names}"),
    "n-accessibility": (
        "Step-free access limited or not known, ask before going: {names}",
        "无障碍条件有限或未知，请先询问：{names}",
    ),
    "semicolon": ("; ", "；"),
    "time": ("Time", "时间"),
    "what": ("What", "内容"),
    "details": ("Details", "说明"),
    "reminder-leave": ("In {n} minutes: {what}", "{n}分钟后：{what}"),
    "reminder-departure": ("{line} leaves {place} at {time}", "{line}从{place}出发，时间{time}"),
    "estimated-time": ("{time} (estimated)", "{time}（估计）"),
    "reminder-book": ("Book ahead: {what}", "请提前预约：{what}"),
    "progress": (
        "Planning: score {score}, at most {bound}, gap {gap}, {seconds} s",
        "规划中：评分{score}，上限{bound}，差距{gap}，{seconds}秒",
    ),
    "not-yet": ("not known yet", "尚未知"),
    "from-until": ("{start} to {end}", "{start}至{end}"),
    "found": ("{n} places", "共{n}处"),
    "found-1": ("1 place", "共1处"),
}

_WEEKDAYS_ZH = "一二三四五六日"


def say(key: str, language: Language, **facts: object) -> str:
    """Return a phrase in a language; with ``n`` = 1 its singular where there is one."""
    if facts.get("n") == 1 and f"{key}-1" in WORDS:
        key = f"{key}-1"
    return WORDS[key][language == "zh"].format(**facts)


def date_text(day: date, language: Language) -> str:
    """Return a date with its weekday.

    Examples
    --------
    >>> from datetime import date
    >>> date_text(date(2026, 4, 10), "en"), date_text(date(2026, 4, 10), "zh")
    ('Friday 10 April 2026', '2026年4月10日 星期五')
    """
    if language == "zh":
        weekday = _WEEKDAYS_ZH[day.weekday()]
        return f"{day.year}年{day.month}月{day.day}日 星期{weekday}"
    return f"{day:%A} {day.day} {day:%B} {day.year}"


def duration_text(minutes: int, language: Language) -> str:
    """Return a length of time.

    Examples
    --------
    >>> duration_text(95, "en"), duration_text(40, "zh")
    ('1 h 35 min', '40分钟')
    """
    hours, rest = divmod(minutes, 60)
    units = ("{}小时", "{}分钟") if language == "zh" else ("{} h", "{} min")
    texts = [unit.format(n) for unit, n in zip(units, (hours, rest), strict=True) if n]
    return ("" if language == "zh" else " ").join(texts or [units[1].format(0)])
