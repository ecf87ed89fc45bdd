"""Which column of a table says what: common headings in English and Chinese."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from xytour.errors import DataError, Fault
from xytour.model.faults import shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from xytour.importers.reading import Table

Roles: TypeAlias = "dict[str, str]"
"""The heading of each role that a table has."""

HEADINGS: dict[str, tuple[str, ...]] = {
    "id": ("id", "poiid", "编号", "序号"),
    "name": (
        "name",
        "title",
        "名称",
        "名字",
        "景点",
        "景点名称",
        "景区名称",
        "酒店",
        "酒店名称",
        "餐厅",
        "餐厅名称",
        "店名",
        "namezh",
        "chinesename",
        "中文名",
        "hotelname",
        "sight",
    ),
    "name_en": ("nameen", "englishname", "hotelnameen", "英文名", "英文名称", "enname"),
    "kind": (
        "kind",
        "type",
        "category",
        "roomtype",
        "类型",
        "类别",
        "分类",
        "种类",
        "tourism",
        "amenity",
        "leisure",
        "historic",
    ),
    "lat": ("lat", "latitude", "纬度", "y", "ycoord"),
    "lon": ("lon", "lng", "long", "longitude", "经度", "x", "xcoord"),
    "position": (
        "position",
        "coordinates",
        "coordinate",
        "latlon",
        "location",
        "坐标",
        "经纬度",
        "poicoordinate",
    ),
    "opens": (
        "opentime",
        "opens",
        "open",
        "openingtime",
        "开放时间",
        "开门时间",
        "营业开始",
        "开始时间",
        "openat",
    ),
    "closes": (
        "endtime",
        "closes",
        "close",
        "closetime",
        "closingtime",
        "关门时间",
        "结束时间",
        "营业结束",
        "closeat",
    ),
    "hours": ("openinghours", "hours", "businesshours", "营业时间", "开放时间说明", "openhours"),
    "price": (
        "price",
        "ticket",
        "ticketprice",
        "fee",
        "cost",
        "门票",
        "票价",
        "价格",
        "人均",
        "人均消费",
        "avgprice",
        "priceperperson",
        "pricepernight",
        "房价",
        "每晚价格",
        "averagecost",
    ),
    "least": ("recommendmintime", "minminutes", "minhours", "mintime", "最短游玩时间", "minvisit"),
    "most": ("recommendmaxtime", "maxminutes", "maxhours", "maxtime", "最长游玩时间", "maxvisit"),
    "stay": (
        "minutes",
        "visitminutes",
        "recommendedminutes",
        "duration",
        "hoursneeded",
        "recommendedtime",
        "visithours",
        "建议游玩时间",
        "游玩时间",
        "建议时长",
    ),
    "cuisine": ("cuisine", "cuisines", "菜系", "风味"),
    "dishes": (
        "recommendedfood",
        "dishes",
        "recommendeddishes",
        "signaturedishes",
        "推荐菜",
        "招牌菜",
    ),
    "tags": (
        "tags",
        "tag",
        "features",
        "houserules",
        "featurehoteltype",
        "hotelfeatures",
        "facilities",
        "标签",
        "特色",
        "设施",
        "酒店特色",
    ),
    "themes": ("themes", "theme", "主题"),
    "beds": ("numbed", "beds", "bedsperroom", "床数", "床位", "床位数", "roombeds"),
    "sleeps": (
        "sleeps",
        "guests",
        "maxguests",
        "capacity",
        "maximumoccupancy",
        "可住人数",
        "容纳人数",
    ),
    "rooms": ("rooms", "numroom", "numrooms", "roomcount", "房间数", "客房数"),
    "rating": (
        "rating",
        "aggregaterating",
        "reviewratenumber",
        "score",
        "stars",
        "评分",
        "星级",
        "等级",
        "level",
        "grade",
    ),
    "summary": ("summary", "description", "简介", "介绍", "描述"),
    "number": (
        "trainid",
        "flightid",
        "flightnumber",
        "trainno",
        "number",
        "train",
        "flight",
        "车次",
        "航班",
        "航班号",
        "班次",
        "id",
    ),
    "from": (
        "from",
        "fromstation",
        "origin",
        "origincityname",
        "departurestation",
        "出发站",
        "始发站",
        "起点",
        "出发地",
        "出发机场",
    ),
    "to": (
        "to",
        "tostation",
        "destination",
        "destcityname",
        "arrivalstation",
        "到达站",
        "终点",
        "目的地",
        "终到站",
        "到达机场",
    ),
    "leaves": (
        "begintime",
        "departure",
        "departuretime",
        "deptime",
        "depart",
        "starttime",
        "出发时间",
        "发车时间",
        "起飞时间",
    ),
    "arrives": ("endtime", "arrival", "arrivaltime", "arrtime", "arrive", "到达时间", "降落时间"),
    "takes": ("duration", "actualelapsedtime", "traveltime", "耗时", "历时", "运行时间"),
    "fare": ("cost", "price", "fare", "ticketprice", "票价", "价格", "二等座"),
    "days": ("days", "daysofweek", "运行日", "开行日"),
    "date": ("flightdate", "date", "日期"),
    "vehicle": ("traintype", "type", "mode", "车型", "类型"),
    "km": ("distance", "distancekm", "km", "里程"),
    "stations": ("stations", "stops", "站点", "车站"),
    "line": ("name", "line", "linename", "线路", "线路名", "线路名称"),
    "station": ("station", "stationname", "stop", "站名", "name", "名称", "车站"),
    "order": ("order", "sequence", "seq", "index", "序号", "顺序", "stopsequence"),
    "headway": ("headway", "headwaymin", "interval", "间隔", "发车间隔"),
    "first": ("first", "firsttrain", "firstdeparture", "首班", "首班车", "首班时间"),
    "last": ("last", "lasttrain", "lastdeparture", "末班", "末班车", "末班时间"),
    "city": ("city", "城市", "所在城市"),
    "speed": ("speed", "speedkmh", "速度"),
}
"""By role, headings without spaces, case and punctuation; the first that a table has counts."""

PLACE_ROLES = (
    *("id", "name", "name_en", "kind", "lat", "lon", "position", "opens", "closes", "hours"),
    *("price", "least", "most", "stay", "cuisine", "dishes", "tags", "themes", "beds", "sleeps"),
    *("rooms", "rating", "summary", "city"),
)
RUN_ROLES = (
    *("number", "from", "to", "leaves", "arrives", "takes", "fare", "days", "date", "vehicle"),
    "km",
)
LINE_ROLES = (
    *("line", "stations", "station", "order", "position", "lat", "lon", "headway", "first"),
    *("last", "speed", "city"),
)


def find_roles(
    table: Table, roles: Iterable[str], told: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Return which heading stands for each role.

    Parameters
    ----------
    table
        Whose headings.
    roles
        Which are asked for.
    told
        By role, the heading that the caller names; it counts before all guesses.

    Raises
    ------
    DataError
        A role or a heading that the caller names does not exist.
    """
    wanted, told = tuple(roles), dict(told or {})
    by_plain = {_plain(column): column for column in reversed(table.columns)}
    faults = []
    for role, column in told.items():
        where = f"columns of {table.name}"
        if role not in wanted:
            reason = "there is no such role"
            faults.append(Fault(where, shorten(role), reason, f"use {', '.join(wanted)}"))
        elif table.rows and column not in table.columns:
            reason = "the table has no such column"
            known = ", ".join(table.columns) or "none"
            faults.append(Fault(where, shorten(column), reason, f"it has {known}"))
    if faults:
        msg = "the columns told do not fit the table:"
        raise DataError(msg, faults)
    found = dict(told)
    for role in wanted:
        for heading in HEADINGS[role]:
            if role not in found and heading in by_plain:
                found[role] = by_plain[heading]
    return found


def unit_of(column: str) -> str | None:
    """Return the unit of time that a heading names, ``h`` or ``min``, None if none.

    Examples
    --------
    >>> unit_of("visit_minutes"), unit_of("时长(小时)"), unit_of("recommendmintime")
    ('min', 'h', None)
    """
    plain = _plain(column)
    if re.search(r"hour|小时", plain):
        return "h"
    return "min" if re.search(r"minute|分钟|min$(?<!timemin)", plain) else None


def _plain(column: str) -> str:
    return re.sub(r"[\W_]+", "", column).lower()
