"""Providers are asked before planning: only what is left, at their prices, never a hang."""

import threading
from collections import defaultdict
from datetime import date

import pytest

from xytour import InfeasibleError, Party, Planner, RequestError, StayWish, TripRequest
from xytour.errors import SupplierError
from xytour.network.matrix import TravelMatrix
from xytour.planner.protocols import Offer, Slot

TEA = Offer("xijiuhua-tea-picking", "pick-and-hand-fry-tea")
DAY = date(2026, 4, 10)
REQUEST = TripRequest(
    start="2026-04-10", days=1, interests={"tea": 1.0}, must_visit=["xijiuhua-tea-picking"]
)
TWO_DAYS = TripRequest(
    start="2026-04-10",
    days=2,
    interests={"tea": 1.0},
    must_visit=["xijiuhua-tea-picking"],
    transport="charter",
)


class Shelf:
    """Has some offers, and nothing of others."""

    def __init__(self, slots, gone=()):
        self.stock, self.gone = slots, gone

    def slots(self, offers, dates, party):
        """Return what is there."""
        known = {**self.stock, **{offer: {} for offer in self.gone}}
        return {offer: known[offer] for offer in offers if offer in known}


class PriceList:
    """Knows some prices."""

    def __init__(self, prices):
        self.list = prices

    def prices(self, offers, dates, party):
        """Return the prices of a day, the same on all."""
        return {o: dict.fromkeys(dates, self.list[o]) for o in offers if o in self.list}


@pytest.fixture
def plan(planner):
    """Plan with providers, on a graph that is built once."""

    def call(request=REQUEST, **providers):
        if "travel" in providers:
            one = Planner(planner.region, **providers)
        else:
            one = planner.with_providers(**providers)
        return one.plan(request, iterations=5, time_limit=60)

    return call


def visit_of(itinerary, place_id="xijiuhua-tea-picking"):
    """Return the visit of a place."""
    return next((v for v in itinerary.visits if v.place_id == place_id), None)


def lesson(*slots, day=DAY):
    """Return a shelf whose lesson is at some times; bare visits are at none."""
    bundled = [
        Slot(s.start, s.end, session=s.session, price_cny=s.price_cny, with_entrance=True)
        for s in slots
    ]
    return Shelf(
        {TEA: {day: bundled}},
        gone=[Offer("xijiuhua-tea-picking"), Offer("xijiuhua-tea-picking", "tea-tasting")],
    )


def test_a_session_is_begun_on_time_at_its_price(plan):
    """The visit begins with the session, lasts as long, and costs what the supplier says."""
    itinerary = plan(availability=lesson(Slot("13:30", "16:00", price_cny=180)))

    visit = visit_of(itinerary)
    assert (visit.activity_id, visit.session) == ("pick-and-hand-fry-tea", "13:30")
    assert f"{visit.start:%H:%M}-{visit.end:%H:%M}" == "13:30-16:00"
    assert (visit.ticket_cny, visit.price_unknown) == (180, False)
    assert itinerary.certificate.upper_bound >= itinerary.certificate.score
    about = {w.code for w in itinerary.warnings if w.place_id == "xijiuhua-tea-picking"}
    assert not about & {"estimated-price", "unknown-price"}


def test_the_cheaper_session_is_taken_where_money_counts(plan):
    """Each session has its own price; the budget is kept at the true one."""
    dear = plan(availability=lesson(Slot("09:30", price_cny=5000), Slot("13:30", price_cny=90)))
    tight = REQUEST.model_copy(update={"budget_cny": 1500.0})
    cheap = plan(
        tight,
        availability=lesson(Slot("09:30", price_cny=5000), Slot("13:30", price_cny=90)),
    )

    assert visit_of(dear).session in {"09:30", "13:30"}
    assert (visit_of(cheap).session, visit_of(cheap).ticket_cny) == ("13:30", 90)
    assert cheap.totals.cost_cny <= 1500


def test_opening_hours_of_a_supplier_narrow_the_regions(plan):
    """Without a session one comes and goes within the supplier's hours."""
    hours = lesson(Slot("14:00", "16:30", session=False))

    visit = visit_of(plan(availability=hours))

    assert visit.session is None
    assert f"{visit.start:%H:%M}" >= "14:00"
    assert f"{visit.end:%H:%M}" <= "16:30"


def test_what_is_sold_out_is_not_planned(plan, region):
    """A place of which nothing is left is out, and the reason is told."""
    free = plan(TripRequest(start="2026-04-10", days=1, interests={"tea": 1.0}))
    place = free.visits[0].place_id
    gone = [Offer(place), *(Offer(place, a.id) for a in region.by_id[place].activities)]

    itinerary = plan(
        TripRequest(start="2026-04-10", days=1, interests={"tea": 1.0}),
        availability=Shelf({}, gone),
    )

    assert visit_of(itinerary, place) is None
    (drop,) = [d for d in itinerary.dropped if d.place_id == place]
    assert (drop.reason, drop.text) == ("sold-out", "sold out on all days of the trip")


def test_what_must_be_visited_but_is_sold_out_is_refused(plan):
    """The error names the place and why."""
    with pytest.raises(InfeasibleError, match="sold out on all days"):
        plan(availability=lesson())


def test_beds_are_those_left_at_their_prices(plan, region):
    """A full house is not slept in; the night costs what the supplier says."""
    hotel = "xinyang-city-hotels-shihe"
    others = [Offer(place.id) for place in region.stays if place.id != hotel]
    night = {Offer(hotel): {DAY: [Slot("14:00", session=False, price_cny=333)]}}

    itinerary = plan(TWO_DAYS, availability=Shelf(night, others))

    (stay,) = [item for item in itinerary.items() if item.type == "stay"]
    assert (stay.place_id, stay.cost_cny, stay.price_estimated) == (hotel, 333, False)
    with pytest.raises(InfeasibleError, match=r"no bed .* is left on the night of 2026-04-10"):
        plan(TWO_DAYS, availability=Shelf({}, [*others, Offer(hotel)]))


def test_a_room_dearer_than_wished_for_is_left_out(plan, region):
    """The wish holds at the supplier's price, not at the region's."""
    hotel = "xinyang-city-hotels-shihe"
    wish = {"stay": StayWish(places=[hotel], max_room_cny=400)}
    night = {Offer(hotel): {DAY: [Slot("14:00", session=False, price_cny=401)]}}

    with pytest.raises(InfeasibleError, match="is left on the night"):
        plan(TWO_DAYS.model_copy(update=wish), availability=Shelf(night))


def test_a_price_list_wins_over_the_prices_of_slots(plan):
    """What an agency has agreed is what is paid: the lesson, beside entrance."""
    shelf = Shelf(
        {TEA: {DAY: [Slot("13:30", price_cny=500)]}}, [Offer(TEA.place_id, "tea-tasting")]
    )
    prices = PriceList({TEA: 120.0, Offer(TEA.place_id): 7.0})

    itinerary = plan(availability=shelf, pricing=prices)

    visit = visit_of(itinerary)
    assert visit.ticket_cny == (127 if visit.type == "activity" else 7)


def test_party_and_dates_are_told_to_providers(plan):
    """They are asked for the party that travels, for all dates at once."""
    asked = defaultdict(list)

    class Listener:
        def slots(self, offers, dates, party):
            asked["dates"].append(list(dates))
            asked["party"].append(party)
            asked["offers"] += offers
            return {}

    party = Party(adults=1, children=[9])
    plan(TWO_DAYS.model_copy(update={"party": party}), availability=Listener())

    assert asked["party"] == [party, party]
    assert asked["dates"] == [[DAY, date(2026, 4, 11)], [DAY]]
    assert TEA in asked["offers"]
    assert Offer("xinyang-city-hotels-shihe") in asked["offers"]


def test_no_outing_in_the_rain(plan, region):
    """Hours that the weather forbids are kept free of outdoor places."""

    class Rain:
        def spells(self, places, dates):
            wet = [p.id for p in places if not p.indoor]
            return {k: {d: [("00:00", "14:00")] for d in dates} for k in wet}

    itinerary = plan(weather=Rain())

    outdoors = [v for v in itinerary.visits if not region.by_id[v.place_id].indoor]
    assert outdoors
    assert all(f"{v.start:%H:%M}" >= "14:00" for v in outdoors)

    class Flood:
        def spells(self, places, dates):
            return {p.id: {d: [("00:00", "24:00")] for d in dates} for p in places}

    with pytest.raises(InfeasibleError, match="weather forbids"):
        plan(weather=Flood())


def test_travel_may_come_from_a_provider(plan, region):
    """What it returns stands in for the region's own links."""

    class Helicopter:
        def matrix(self, region):
            ids = [place.id for place in region.places]
            minutes = [[0 if a == b else 5 for b in ids] for a in ids]
            return TravelMatrix(ids, minutes, vehicle="car", source="Helicopter")

    itinerary = plan(travel=Helicopter())

    assert {item.minutes for item in itinerary.items() if item.type == "leg"} == {5}


class Down:
    """Does not answer, but says so."""

    name = "Dabie Tours"

    def slots(self, offers, dates, party):
        """Fail."""
        msg = "Dabie Tours is closed for repair"
        raise SupplierError(msg, supplier=self.name, places=["xijiuhua-tea-picking"])


class Hanging:
    """Never answers."""

    def slots(self, offers, dates, party):
        """Wait for ever."""
        threading.Event().wait(600)


def test_a_provider_that_is_down_refuses_the_plan_or_is_warned_of(plan):
    """The agency chooses; what the others know still holds."""
    with pytest.raises(SupplierError, match="closed for repair"):
        plan(availability=Down())

    both = [Down(), lesson(Slot("13:30"))]
    itinerary = plan(availability=both, when_down="warn")

    (notice,) = [w for w in itinerary.warnings if w.code == "supplier-down"]
    assert notice.text.startswith("Dabie Tours did not answer")
    assert "Xijiuhua" in notice.text
    assert visit_of(itinerary).session == "13:30"


def test_a_provider_that_hangs_is_not_waited_for(plan):
    """After the time agreed it counts as down."""
    with pytest.raises(SupplierError, match=r"Hanging gave no answer within 0.2 s"):
        plan(availability=Hanging(), answer_within_s=0.2)

    assert plan(availability=Hanging(), answer_within_s=0.2, when_down="warn").visits


def test_a_fault_of_the_providers_own_is_not_hidden(plan):
    """An error that is no supplier's shows where it came from."""

    class Broken:
        def slots(self, offers, dates, party):
            return 1 / 0

    with pytest.raises(ZeroDivisionError):
        plan(availability=Broken(), when_down="warn")


@pytest.mark.parametrize("wrong", [{"when_down": "panic"}, {"answer_within_s": 0}])
def test_wrong_choices_are_refused(region, wrong):
    """At once, with what was expected."""
    with pytest.raises(RequestError, match="'refuse' or 'warn'"):
        Planner(region, **wrong)
