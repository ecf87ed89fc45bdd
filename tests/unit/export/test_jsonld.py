"""The itinerary as JSON-LD: read as linked data, held against schema.org's vocabulary."""

import json
from pathlib import Path

import pytest
import rdflib

from xytour.export.jsonld import jsonld_text, to_jsonld

SCHEMA = "https://schema.org/"
VOCABULARY = json.loads((Path(__file__).parent / "schema_org.json").read_text(encoding="utf-8"))


def read(itinerary):
    """Return an itinerary's JSON-LD as a graph; the context, a web page, stands in as it is."""
    document = json.loads(jsonld_text(itinerary))
    assert document.pop("@context") == "https://schema.org"
    document["@context"] = {"@vocab": SCHEMA}
    return rdflib.Graph().parse(data=json.dumps(document), format="json-ld")


def properties(kind):
    """Return the properties that a type has, its own and inherited."""
    told = VOCABULARY["types"][kind]
    return set(told["properties"]).union(*map(properties, told["parents"]))


# rdflib's own reader of JSON-LD uses what rdflib is about to drop.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")


@pytest.fixture(scope="module")
def graph(trip):
    """Return the kept trip as linked data."""
    return read(trip)


def test_every_property_is_one_of_its_type(graph):
    """Nothing is told that schema.org does not know of such a thing."""
    seen = set()
    for node, kind in graph.subject_objects(rdflib.RDF.type):
        name = kind.removeprefix(SCHEMA)
        seen.add(name)
        told = {str(p).removeprefix(SCHEMA) for p in graph.predicates(node)}
        assert told - {str(rdflib.RDF.type)} <= properties(name)
    assert {"TouristTrip", "TouristAttraction", "TrainTrip", "LodgingBusiness", "Place"} <= seen


def test_days_are_parts_of_the_trip(trip):
    """The sights of the trip in order; of each day its stops, with their times."""
    told = to_jsonld(trip)

    assert told["departureTime"] == "2026-04-11T08:00:00+08:00"
    assert told["arrivalTime"] == "2026-04-12T18:00:00+08:00"
    assert told["touristType"] == ["tea"]
    assert told["itinerary"]["numberOfItems"] == len(trip.visits)
    first, second = told["subTrip"]
    assert first["name"] == "Saturday 11 April 2026"
    assert [stop["position"] for stop in first["itinerary"]["itemListElement"]] == [1, 2, 3]
    assert first["itinerary"]["itemListElement"][1]["description"] == (
        "14:25-18:25 Hejiazhai tea mountain"
    )
    assert second["itinerary"]["itemListElement"][1]["description"] == "13:30-13:50 Meet Li Wei"


def test_trains_are_trips_of_their_own(trip):
    """Number, stations and times of a train caught; that they are estimated is said."""
    (train,) = to_jsonld(trip)["subTrip"][0]["subTrip"]

    assert (train["@type"], train["trainNumber"]) == ("TrainTrip", "G856")
    assert train["departureStation"]["name"] == "Wuhan Railway Station"
    assert train["departureTime"] == "2026-04-11T09:17:00+08:00"
    assert train["description"] == "part estimated"


def test_an_estimated_cost_is_no_offer(trip):
    """Nobody sells the trip at that price: it is text, not an Offer."""
    told = to_jsonld(trip)

    assert "offers" not in told
    assert "Total ¥" in told["description"]


def test_no_name_ends_a_script_element(nasty):
    """The text can stand in a page as it is."""
    text = jsonld_text(nasty)

    assert not set("<>&") & set(text)
    assert "<script>alert(1)</script>" in json.dumps(json.loads(text))
