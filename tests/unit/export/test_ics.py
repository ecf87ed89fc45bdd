"""The itinerary as iCalendar, read back by another library than the one that writes it."""

import io
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical
from ical.calendar_stream import IcsCalendarStream

import xytour as xt
from xytour.export.ics import to_ics

STAMP = datetime(2026, 3, 1, 8, tzinfo=UTC)


def events(itinerary, **options):
    """Return the events of an itinerary's calendar, in order."""
    text = to_ics(itinerary, stamp=STAMP, **options).decode("utf-8")
    return IcsCalendarStream.calendar_from_ics(text).events


def planned(itinerary):
    """Return the items that belong in a calendar."""
    return [item for item in itinerary.items() if item.type not in {"wait", "free"}]


def alarms(event):
    """Return when an event reminds, from its start, and what it says."""
    return [(alarm.trigger, alarm.description) for alarm in event.alarm]


def test_every_item_but_waiting_and_free_time_is_an_event(trip):
    """Times are the items', in the region's zone; a night is a whole day that keeps one free."""
    for event, item in zip(events(trip), planned(trip), strict=True):
        assert event.categories == [item.type]
        if item.type == "stay":
            assert (event.dtstart, event.dtend) == (date(2026, 4, 11), date(2026, 4, 12))
            assert event.transparency == "TRANSPARENT"
        else:
            assert (event.dtstart, event.dtend) == (item.start, item.end)
            assert event.dtstart.tzinfo.key == "Asia/Shanghai"


def test_an_event_tells_where_and_links_to_a_map(trip):
    """GEO is latitude first; the name in Chinese stands beside; the URL opens Amap in China."""
    event = next(event for event in events(trip) if "Wenxin" in event.summary)
    spot = trip.places["wenxin-tea-village"]
    event = next(event for event in events(trip) if event.categories == ["activity"])

    assert (event.geo.lat, event.geo.lng) == (spot.location.lat, spot.location.lon)
    assert event.location == f"{spot.name.en} ({spot.name.zh})"
    assert str(event.url).startswith("https://uri.amap.com/marker?")
    assert "price unknown" in event.description
    assert "\nGoogle: https://www.google.com/maps/" in event.description


def test_abroad_the_link_opens_google_maps(trip):
    """Amap is of use in China alone."""
    there = {"lat": 37.566, "lon": 126.978}
    spots = {
        key: spot.model_copy(update={"location": spot.location.model_copy(update=there)})
        for key, spot in trip.places.items()
    }

    event = events(trip.model_copy(update={"places": spots}))[-1]

    assert str(event.url).startswith("https://www.google.com/maps/dir/?")


def test_trains_appointments_and_bookings_have_alarms(trip):
    """Half an hour before leaving, a quarter before the train, three days before a visit."""
    found = {event.summary: alarms(event) for event in events(trip)}

    assert found["Travel to Wenxin Tea Village"] == [
        (timedelta(minutes=-30), "In 30 minutes: Travel to Wenxin Tea Village"),
        # The leg begins 08:52, the train leaves 09:17.
        (timedelta(minutes=10), "G856 leaves Wuhan Railway Station at 09:17 (estimated)"),
    ]
    assert found["Meet Li Wei"] == [(timedelta(minutes=-30), "In 30 minutes: Meet Li Wei")]
    (booking,) = [told for name, told in found.items() if name.startswith("Wenxin Tea Village")]
    assert booking[0][0] == timedelta(days=-3)
    # As an event the night begins at midnight, the reminder is at 19:29 three days before.
    assert found["Night at Hejiazhai Tea Mountain Camp"][0][0] == timedelta(
        days=-3, hours=19, minutes=29
    )
    assert found["Travel to Hejiazhai tea mountain"] == []


def test_the_way_to_a_fixed_departure_has_an_alarm(trip):
    """Even where no timetable is caught, one must be at the station in time."""
    last = trip.days[-1]
    walk = [
        item.model_copy(update={"parts": ()}) if item.type == "leg" else item for item in last.items
    ]
    on_foot = trip.model_copy(
        update={"days": (trip.days[0], last.model_copy(update={"items": tuple(walk)}))}
    )

    assert len(alarms(events(on_foot)[-1])) == 1


def test_alarms_can_be_left_out(trip):
    """An agency's calendar need not ring."""
    assert all(event.alarm == [] for event in events(trip, alarms=False))


def moved(itinerary, minutes):
    """Return an itinerary with every item so much later."""
    later = timedelta(minutes=minutes)
    days = [
        day.model_copy(
            update={
                "items": tuple(
                    item.model_copy(update={"start": item.start + later, "end": item.end + later})
                    for item in day.items
                )
            }
        )
        for day in itinerary.days
    ]
    return itinerary.model_copy(update={"days": tuple(days)})


def test_the_same_items_of_a_new_plan_have_the_same_uids(trip):
    """A file imported again moves the events that are there."""
    before, after = events(trip), events(moved(trip, 10), revision=3)

    assert [event.uid for event in before] == [event.uid for event in after]
    assert {event.sequence for event in before} == {0}
    assert {event.sequence for event in after} == {3}
    assert len({event.uid for event in before}) == len(before)


def test_a_visit_keeps_its_uid_on_another_day(trip):
    """What is known by its place is the same event whenever it is."""
    first, second = trip.days
    visit = next(item for item in first.items if item.type == "visit")
    rest = tuple(item for item in first.items if item is not visit)
    swapped = trip.model_copy(
        update={
            "days": (
                first.model_copy(update={"items": rest}),
                second.model_copy(update={"items": (*second.items, visit)}),
            )
        }
    )

    assert {event.uid for event in events(trip)} == {event.uid for event in events(swapped)}


def test_what_a_new_plan_lacks_is_cancelled(trip):
    """With the previous plan at hand its other events are called off, by their UIDs."""
    first = trip.days[0].model_copy(update={"items": trip.days[0].items[:-1]})
    shorter = trip.model_copy(update={"days": (first,)})
    old = {event.uid for event in events(trip)}

    now = events(shorter, previous=trip)

    assert {event.uid for event in now} == old
    cancelled = [event for event in now if event.status == "CANCELLED"]
    assert len(now) - len(cancelled) == len(planned(shorter))
    assert {event.sequence for event in now} == {1}


def test_trips_of_different_names_share_no_event(trip):
    """Two travellers' trips of one day can stand in one calendar."""
    one = {event.uid for event in events(trip, trip="Li")}
    other = {event.uid for event in events(trip, trip="Wang")}

    assert one.isdisjoint(other)


def test_the_file_keeps_to_the_letter_of_the_standard(trip):
    """Lines end in CRLF and hold 75 octets at most; the zone's rules stand before its use."""
    content = to_ics(trip, stamp=STAMP)

    lines = content.split(b"\r\n")
    assert b"\n" not in b"".join(lines)
    assert max(map(len, lines)) <= 75
    assert content.index(b"BEGIN:VTIMEZONE\r\nTZID:Asia/Shanghai") < content.index(b"VEVENT")
    assert content.count(b"DTSTAMP:20260301T080000Z") == content.count(b"BEGIN:VEVENT")
    assert to_ics(trip, stamp=STAMP) == content


def test_a_plan_that_does_not_name_its_zone_is_written_in_utc(trip):
    """The moments are the same, only the clock is another."""
    old = trip.model_copy(update={"timezone": None})

    assert b"TZID" not in to_ics(old)
    for event, item in zip(events(old), planned(old), strict=True):
        assert item.type == "stay" or event.dtstart == item.start


def test_the_stamp_is_the_present_if_not_given(trip):
    """A later file is told from an earlier."""
    before = datetime.now(UTC).replace(microsecond=0)
    text = to_ics(trip).decode("utf-8")

    stamps = {event.dtstamp for event in IcsCalendarStream.calendar_from_ics(text).events}

    assert len(stamps) == 1
    assert before <= stamps.pop() <= datetime.now(UTC)


def test_what_cannot_be_written_is_told(trip):
    """A zone that does not exist, a stamp of no zone."""
    lost = trip.model_copy(update={"timezone": "Mars/Olympus"})
    with pytest.raises(xt.ExportError, match="'Mars/Olympus' is unknown"):
        to_ics(lost)
    with pytest.raises(xt.ExportError, match="expected a time with an offset"):
        to_ics(trip, stamp=datetime(2026, 3, 1))  # noqa: DTZ001


@pytest.mark.parametrize(
    "name", ["Asia/Shanghai", "Europe/Helsinki", "America/New_York", "Australia/Lord_Howe"]
)
def test_a_program_without_zones_of_its_own_has_the_clock_right(trip, name):
    """The rules in the file give the offsets that the zone has, in summer and in winter."""
    text = to_ics(trip.model_copy(update={"timezone": name}), stamp=STAMP).decode("utf-8")
    told = text[text.index("BEGIN:VTIMEZONE") : text.index("BEGIN:VEVENT")]

    zone = tzical(io.StringIO(told)).get(name)

    for month in range(1, 13):
        noon = datetime(2026, month, 15, 12)  # noqa: DTZ001
        assert zone.utcoffset(noon) == ZoneInfo(name).utcoffset(noon)


def test_a_calendar_in_chinese(trip):
    """What xytour adds to names is in the itinerary's language."""
    first = events(trip.model_copy(update={"language": "zh"}))[0]

    assert first.summary == "前往Wenxin Tea Village"
    assert [text for _, text in alarms(first)] == [
        "30分钟后：前往Wenxin Tea Village",
        "G856从武汉站出发，时间09:17（估计）",
    ]
    assert first.location == trip.places["wuhan-station"].name.zh
