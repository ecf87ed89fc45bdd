"""What an agency can plug into a planner, each in ten lines: stock, prices, weather, travel."""

from datetime import date

import numpy as np

import xytour as xt
from xytour.errors import SupplierError
from xytour.network.geodesy import great_circle_m
from xytour.network.matrix import TravelMatrix
from xytour.planner.protocols import Offer, Slot

LESSON = Offer("zhouxiao-tea-workshop", "hand-pan-frying-class")


class Allotment:
    """Seats that the agency has bought ahead, by date and session."""

    seats = {(date(2026, 4, 11), "14:00"): 6}

    def slots(self, offers, dates, party):
        """Return the sessions with seats for everybody; other offers are not ours."""
        left = {}
        for (day, start), seats in self.seats.items():
            if day in dates and seats >= party.size:
                left.setdefault(day, []).append(Slot(start))
        return {LESSON: left} if LESSON in offers else {}


class ContractRates:
    """What the agency has agreed with suppliers, yuan a head."""

    per_head = {LESSON: 65.0, Offer("jigongshan"): 70.0}

    def prices(self, offers, dates, party):
        """Return the price for the whole party on each date."""
        ours = [offer for offer in offers if offer in self.per_head]
        return {o: dict.fromkeys(dates, self.per_head[o] * party.size) for o in ours}


class Forecast:
    """Rain on one afternoon; a real one would ask a weather service."""

    def spells(self, places, dates):
        """Return the hours in which places in the open are not to be visited."""
        wet = {date(2026, 4, 10): [("13:00", "18:00")]}
        return {place.id: wet for place in places if not place.indoor}


class Crow:
    """Travel at 40 km/h along the straight line; a real one would ask a routing engine."""

    def matrix(self, region):
        """Return minutes between all places."""
        lat, lon = np.array([(p.location.lat, p.location.lon) for p in region.places]).T
        metres = great_circle_m(lat[:, None], lon[:, None], lat[None], lon[None])
        minutes = np.ceil(metres / 1000 / 40 * 60).astype(np.int64)
        return TravelMatrix([p.id for p in region.places], minutes, vehicle="car", source="Crow")


class OutOfOrder:
    """A supplier whose server is down."""

    name = "Dabie Tours"

    def slots(self, offers, dates, party):
        """Say so."""
        raise SupplierError("no answer", supplier=self.name)  # noqa: EM101


request = xt.TripRequest(start="2026-04-10", days=2, interests={"tea": 1.0}, style="immersive")
region = xt.load_region()
planner = xt.Planner(
    region, availability=Allotment(), pricing=ContractRates(), weather=Forecast(), travel=Crow()
)
for visit in planner.plan(request).visits:
    activity = getattr(visit, "activity_name", "")
    print(f"{visit.start:%a %H:%M}  {visit.name}  {activity}  {visit.ticket_cny:g} yuan")

careful = xt.Planner(region, availability=OutOfOrder())  # when_down="refuse" is the default
try:
    careful.plan(request)
except SupplierError as error:
    print("refused:", error)
bold = xt.Planner(region, availability=OutOfOrder(), when_down="warn")
print("warned:", bold.plan(request).warnings[0].text)
