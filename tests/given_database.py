"""A made-up database of Chinese towns in the layout of public travel-planning benchmarks.

Folders by kind, then by town; trains in a file for each pair of towns, flights as lines of JSON,
all metros in one file. Every row is drawn by chance: no name, place or price is real but those of
the towns and of the stations, whose positions are off by chance too.
"""

from __future__ import annotations

import csv
import json
from random import Random
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

TOWNS = {
    "beijing": ("北京", 39.90, 116.40, ("北京南站", "北京西站", "北京首都国际机场")),
    "shanghai": ("上海", 31.23, 121.47, ("上海虹桥站", "上海站", "上海浦东国际机场")),
    "nanjing": ("南京", 32.06, 118.79, ("南京南站", "南京站", "南京禄口国际机场")),
    "chongqing": ("重庆", 29.56, 106.55, ("重庆北站", "重庆西站", "重庆江北国际机场")),
}
SIGHT_TYPES = (
    "历史古迹",
    "博物馆/纪念馆",
    "自然风光",
    "公园",
    "商业街区",
    "大学校园",
    "游乐园/体育娱乐",
    "其它",
)
HOTEL_TYPES = ("泳池", "健身房", "亲子主题", "智能客控", "洗衣房", "免费停车", "江河景房", "茶室")
CUISINES = (
    "北京菜",
    "川菜",
    "火锅",
    "江浙菜",
    "本帮菜",
    "快餐简餐",
    "咖啡店",
    "面包甜点",
    "小吃",
    "西餐",
)
DISHES = ("红烧肉", "烤鸭", "小笼包", "毛肚", "盐水鸭", "豆花", "拉面", "拿铁")
HOURS = (
    *(("09:00", "17:00"), ("08:30", "17:30"), ("00:00", "24:00"), ("06:00", "22:00")),
    *(("18:00", "02:00"), ("10:00", "次日02:00"), ("00:00", "00:00"), ("不营业", "不营业")),
    *(("", ""), ("11:00", "")),
)


def write_database(folder: Path, *, sights: int = 20, tables: int = 20, hotels: int = 12) -> Path:
    """Write a database of four towns and return its folder."""
    draw = Random(7)  # noqa: S311 (no secret)
    metros = {}
    for key, (name, lat, lon, stations) in TOWNS.items():
        rows = [_sight(draw, k, name, lat, lon) for k in range(sights)]
        _write_csv(folder / "attractions" / key / "attractions.csv", rows)
        eating = [_table(draw, k, name, lat, lon) for k in range(tables)]
        _write_csv(folder / "restaurants" / key / f"restaurants_{key}.csv", eating)
        beds = [_hotel(draw, k, name, lat, lon) for k in range(hotels)]
        _write_csv(folder / "accommodations" / key / "accommodations.csv", beds)
        points = [{"name": row["name"], "position": [row["lat"], row["lon"]]} for row in rows]
        points += [
            {"name": s, "position": list(_near(draw, lat, lon, 0.08).values())} for s in stations
        ]
        _write_json(folder / "poi" / key / "poi.json", points)
        metros[key] = [_line(draw, turn, name, lat, lon) for turn in range(3)]
    _write_json(folder / "transportation" / "subways.json", metros)
    _write_runs(draw, folder / "intercity_transport")
    return folder


def _near(draw: Random, lat: float, lon: float, spread: float = 0.04) -> dict[str, float]:
    return {
        "lat": round(lat + draw.gauss(0, spread), 6),
        "lon": round(lon + draw.gauss(0, spread), 6),
    }


def _hours(draw: Random) -> dict[str, str]:
    opens, closes = draw.choice(HOURS) if draw.random() < 0.4 else ("09:00", "21:00")
    return {"opentime": opens, "endtime": closes}


def _sight(draw: Random, k: int, town: str, lat: float, lon: float) -> dict[str, Any]:
    least = draw.choice((0.5, 1.0, 2.0))
    return {
        **{"id": k, "name": f"{town}景点{k}", "type": SIGHT_TYPES[k % len(SIGHT_TYPES)]},
        **_near(draw, lat, lon),
        **_hours(draw),
        "price": draw.choice((0.0, 10.0, 60.0, 120.0)),
        "recommendmintime": least,
        "recommendmaxtime": least + draw.choice((0.5, 1.0, 2.0)),
    }


def _table(draw: Random, k: int, town: str, lat: float, lon: float) -> dict[str, Any]:
    return {
        **{"id": k, "name": f"{town}餐厅{k}"},
        **_near(draw, lat, lon),
        "price": draw.choice((18.0, 45.5, 80.0, 160.0)),
        "cuisine": CUISINES[k % len(CUISINES)],
        **_hours(draw),
        "recommendedfood": "，".join(draw.sample(DISHES, 3)),
    }


def _hotel(draw: Random, k: int, town: str, lat: float, lon: float) -> dict[str, Any]:
    return {
        **{"name": f"{town}酒店{k}", "hotelname_en": f"{town} Hotel {k}"},
        "featurehoteltype": HOTEL_TYPES[k % len(HOTEL_TYPES)],
        **_near(draw, lat, lon),
        "price": draw.choice((219.0, 380.0, 640.0)),
        "numbed": draw.choice((1, 2)),
    }


def _line(draw: Random, turn: int, town: str, lat: float, lon: float) -> dict[str, Any]:
    stations = []
    for k in range(-6, 7):
        name = f"{town}市中心" if k == 0 else f"{town}{turn + 1}-{k + 7}"
        step = ((0.015, 0.0), (0.0, 0.015), (0.011, 0.011))[turn]
        # Longitude first, as Amap writes positions.
        position = f"{lon + k * step[1]:.6f},{lat + k * step[0]:.6f}"
        stations.append({"name": name, "position": position})
    return {"name": f"地铁{turn + 1}号线", "stations": stations}


def _write_runs(draw: Random, folder: Path) -> None:
    flights = []
    for start in TOWNS.values():
        for end in TOWNS.values():
            if start is end:
                continue
            trains = [_train(draw, k, start, end) for k in range(14)]
            _write_json(folder / "train" / f"from_{start[0]}_to_{end[0]}.json", trains)
            flights += [_flight(draw, k, start, end) for k in range(4)]
    lines = "\n".join(json.dumps(flight, ensure_ascii=False) for flight in flights)
    (folder / "airplane.jsonl").write_text(lines, encoding="utf-8")


def _train(draw: Random, k: int, start: Any, end: Any) -> dict[str, Any]:
    leaves, takes = 6 * 60 + 62 * k, draw.randrange(200, 420)
    return {
        "TrainID": f"G{100 + k}" if k % 5 else f"Z{10 + k}/Z{11 + k}",
        "TrainType": "高铁" if k % 5 else "直达特快",
        "From": start[3][k % 2],
        "To": end[3][(k // 2) % 2],
        "BeginTime": _clock(leaves),
        "EndTime": _clock(leaves + takes),
        "Duration": round(takes / 60, 2),
        "Cost": round(draw.uniform(200, 700), 2),
    }


def _flight(draw: Random, k: int, start: Any, end: Any) -> dict[str, Any]:
    leaves, takes = 7 * 60 + 200 * k, draw.randrange(110, 160)
    return {
        "FlightID": f"FL{draw.randrange(100, 999)}",
        "From": start[3][2],
        "To": end[3][2],
        "BeginTime": _clock(leaves),
        "EndTime": _clock(leaves + takes),
        "Duration": round(takes / 60, 2),
        "Cost": round(draw.uniform(400, 1200), 2),
    }


def _clock(minutes: int) -> str:
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"


def _write_csv(path: Path, rows: list[dict[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def _write_json(path: Path, value: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1), encoding="utf-8")
