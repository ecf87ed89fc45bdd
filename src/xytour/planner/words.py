"""The planner's own sentences, in English and Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xytour.model.base import Language

_WORDS: dict[str, tuple[str, str]] = {
    "fits": ("fits your interest in {themes}", "符合您对{themes}的兴趣"),
    "must": ("on your list", "在您的必去清单上"),
    "chapter": ('part of the story "{story}"', "故事“{story}”的一章"),
    "hands-on": ("something to do with your own hands", "可以亲手体验"),
    "on-the-way": ("close to the way", "顺路一游"),
    "table": ("local table on the way", "沿途本地餐馆"),
    "picnic": ("something simple where you are", "就地简餐"),
    "until-opening": ("until it opens at {time}", "等候{time}开放"),
    "slack": ("time in hand, should the way take longer", "机动时间，以防路上耽搁"),
    "spare": ("time to spare", "自由时间"),
    "slow-morning": ("an unhurried start", "从容出发"),
    "at-leisure": ("a day at leisure", "自由休闲"),
    "until-departure": ("until it is time to go", "等候出发"),
    "before-meal": ("until the meal", "等候用餐"),
    "rest": ("a rest after lunch", "午休"),
    "leisure": ("free time as wished", "自由活动时间"),
    "leisure-of-style": (
        "free time, as this style of trip has it",
        "自由活动时间（此行程风格所含）",
    ),
    "buffer": ("time to spare after the visit", "游览后机动时间"),
    "check-out": ("packing and checking out", "收拾行李、退房"),
    "bags": ("bags left at the desk; rooms from {time}", "行李寄存，{time}起可入住"),
    "farm-meal": ("{name}: {meal}", "{name}：{meal}"),
    "bed-yours": ("your choice", "您指定的住处"),
    "bed-same": ("the same bed as the night before", "连住，无需换房"),
    "bed-kind": ("the kind of stay you like", "您偏好的住宿类型"),
    "bed-way": ("well placed for the days around it", "方便前后两天行程"),
    "room-price": ("{price} a room on this night", "当晚每间{price}"),
    "room-busy": (
        "{price} a room on this night, dearer before a day off",
        "当晚每间{price}，次日休息，价格较高",
    ),
    "arrive": ("getting off and out", "下车出站"),
    "day-start": ("until the day begins", "等候当天行程开始"),
    "margin": ("margin before departure", "出发前预留时间"),
    "before-departure": ("until the departure", "等候出发"),
    "closed": ("closed on all days of the trip", "行程期间均不开放"),
    "hours-unknown": ("opening hours are not known: by arrangement", "开放时间未知，需预约"),
    "out-of-season": ("out of season: {season}", "不在季节内：{season}"),
    "unreachable": ("cannot be reached by the transport allowed", "按所选交通方式无法到达"),
    "unsuited": ("not suited to a wheelchair", "不适合轮椅通行"),
    "effort": ("asks for more walking and climbing than wished", "步行或登高强度超出要求"),
    "numbers": (
        "not offered to a party of this size or these ages",
        "不接待该人数或年龄的游客",
    ),
    "too-late-to-book": ("there is no time left to book it", "已来不及预约"),
    "too-long": ("does not fit into any day of the trip", "行程中没有足够时间"),
    "sold-out": ("sold out on all days of the trip", "行程期间均已售罄"),
    "weather": ("the weather forbids it on all days of the trip", "行程期间天气均不适宜"),
    "w-supplier": (
        "{name} did not answer: what is left there and at what price is not known, check it "
        "before booking",
        "{name}未应答：余量与价格未知，预订前请核实",
    ),
    "w-supplier-places": (
        "{name} did not answer: what is left and at what price is not known of {places}; check "
        "before booking",
        "{name}未应答：{places}的余量与价格未知，预订前请核实",
    ),
    "and-so-on": (", ", "、"),
    "w-hours": (
        "{name}: opening hours are {confidence}, not confirmed by the venue; ring ahead",
        "{name}：开放时间为{confidence}，未经场馆确认，请先致电",
    ),
    "w-location": (
        "{name}: position {confidence}, may be {km} km off",
        "{name}：位置为{confidence}，误差可达{km}公里",
    ),
    "w-price": ("{name}: price not known, counted as 0", "{name}：价格未知，按0计"),
    "w-estimated-price": ("{name}: price is {confidence}", "{name}：价格为{confidence}"),
    "w-booking": ("{name}: book ahead", "{name}：需提前预约"),
    "w-access": (
        "{name}: step-free access is {access}; ask before going",
        "{name}：无障碍条件{access}，请先询问",
    ),
    "w-lead": (
        "{name}: book at least {days} days ahead, by {date}",
        "{name}：至少提前{days}天预约，不迟于{date}",
    ),
    "w-queue": (
        "{date}: {minutes} min of the visits are for crowds and queues, an estimate",
        "{date}：游览时间中含{minutes}分钟排队与拥挤（估计）",
    ),
    "w-no-rest": (
        "{date}: no time is left for the rest that you wished for",
        "{date}：没有时间安排午休",
    ),
    "w-no-leisure": (
        "{date}: no time is left for the free time that you wished for",
        "{date}：没有时间安排您要求的自由活动",
    ),
    "w-no-leisure-of-style": (
        "{date}: no time is left for the free time of this style of trip",
        "{date}：没有时间安排此行程风格所含的自由活动",
    ),
    "w-holidays": (
        "The public holidays of {year} are not announced yet; only statutory days are known",
        "{year}年放假安排尚未公布，仅按法定节日计算",
    ),
    "w-travel": (
        "{n} of {total} parts of the ways are estimated from the straight line or by class of road",
        "{total}段路程中有{n}段按直线距离或道路等级估算",
    ),
    "w-timetable": (
        "Train times are typical ones from old timetables; check before booking",
        "列车用时来自往年时刻，购票前请核实",
    ),
    "w-fare": (
        "Fares of trams, buses and trains are not known and counted as 0",
        "公共交通票价未知，按0计",
    ),
    "w-old-times": (
        "{lines}: times are those of the timetable of {year}, which is no longer in force; "
        "look up today's before booking",
        "{lines}：所用为{year}年时刻表，现已失效，购票前请查询最新时刻",
    ),
    "w-access-min": (
        "{minutes} minutes of parking, walking to the car and waiting for taxis or drivers are "
        "estimates by kind of place",
        "停车、步行取车及等候出租车或司机共{minutes}分钟，按地点类型估计",
    ),
    "w-pick-up": (
        "{name}: the rented car is picked up here; its price, the time at the desk and the desk "
        "being there are {confidence}: book ahead and ask for opening hours",
        "{name}：在此取租赁车辆；租车价格、办理时间和门店信息均为{confidence}，请提前预订并询问营业时间",
    ),
    "w-return": (
        "{name}: the rented car is returned here; a fee for returning it elsewhere than where it "
        "was picked up is not counted",
        "{name}：在此归还租赁车辆；如异地还车，费用未计入",
    ),
    "w-night-taxi": (
        "Taxi on {time}: by night they are dearer and fewer; order it ahead",
        "{time}乘出租车：夜间加价且车辆较少，请提前预约",
    ),
    "w-aboard": ("{date}: {meal} is eaten on board", "{date}：在途中用{meal}"),
    "w-headway": (
        "{lines}: runs about every {minutes} minutes; the minute of departure is an estimate",
        "{lines}：约每{minutes}分钟一班，具体发车时刻为估计",
    ),
    "w-holiday-crowds": (
        "{date} is a public holiday: expect crowds and queues, book early",
        "{date}为法定节假日，人多排队，请尽早预订",
    ),
    "scope": (
        "all plans over the region's {sights} places to visit ({options} ways to visit them), "
        "{tables} tables and {beds} beds that the request allows, with these travel times and "
        "visit lengths; travel by the best average way between places",
        "覆盖请求允许的{sights}处景点（{options}种游览方式）、{tables}处餐馆和{beds}处住宿的所有方案，"
        "采用本次的路程时间与停留时长；路程按平均最优路线",
    ),
    "scope-timed": (
        "all plans over the region's {sights} places to visit ({options} ways to visit them), "
        "{tables} tables and {beds} beds that the request allows, with these visit lengths; travel "
        "by the best way between places: trains and buses by their departures, those that run on "
        "every day on which they may be needed, the rest at average waits",
        "覆盖请求允许的{sights}处景点（{options}种游览方式）、{tables}处餐馆和{beds}处住宿的所有方案，"
        "采用本次的停留时长；路程按最优路线：有时刻的列车与客车按班次（仅用各相关日期均开行者），"
        "其余按平均候车时间",
    ),
    "scope-floor": (
        "; of these, those that give each traveller at least {points} points from visits and "
        "tables (that no plan gives everybody more is not proven)",
        "；其中每位游客从游览和餐馆所得不少于{points}分者（未证明不存在人人得分更高的方案）",
    ),
    "and": (" and ", "和"),
}

_THEMES: dict[str, tuple[str, str]] = {
    "red": ("red history", "红色文化"),
    "tea": ("tea", "茶"),
    "nature": ("nature", "自然"),
    "history": ("history", "历史"),
    "culture": ("culture", "文化"),
    "food": ("food", "美食"),
    "wellness": ("wellness", "康养"),
    "family": ("family outings", "亲子"),
    "hiking": ("hiking", "徒步"),
    "birding": ("birding", "观鸟"),
    "photography": ("photography", "摄影"),
    "craft": ("craft", "手工艺"),
    "rural": ("village life", "乡村"),
    "lunch": ("lunch", "午餐"),
    "dinner": ("dinner", "晚餐"),
    "sourced": ("sourced", "有来源"),
    "typical": ("the usual pattern", "常见规律"),
    "estimated": ("an estimate", "估计"),
    "unknown": ("unknown", "未知"),
    "limited": ("limited", "有限"),
}


def say(key: str, language: Language, **facts: object) -> str:
    """Return one of the planner's sentences."""
    return _WORDS[key][language == "zh"].format(**facts)


def word(key: str, language: Language) -> str:
    """Return the word for a theme, a confidence or a degree."""
    return _THEMES[key][language == "zh"]
