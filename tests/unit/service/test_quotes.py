"""Quotes over HTTP: kept as issued, by the operator's rules, nobody else's to see."""

from tests.unit.service.conftest import OTHER_KEY


def test_a_quote_is_kept_as_it_was_issued(client, planned):
    """Its lines add up, it comes back the same, and to others it does not exist."""
    issued = client.post("/v1/quotes", json={"itinerary": planned, "title": "Tea"})
    quote = issued.json()
    path = f"/v1/quotes/{quote['id']}"
    others = {"Authorization": f"Bearer {OTHER_KEY}"}

    assert issued.status_code == 201
    assert quote["inputs"]["title"] == "Tea"
    assert quote["total"] == sum(line["sale"] for line in quote["lines"])
    assert quote["total"] == round(planned["totals"]["cost_cny"] * 100)
    assert client.get(path).json() == quote
    assert client.get(path, headers=others).status_code == 404


def test_a_customer_does_not_see_what_the_agency_pays(client, planned):
    """Neither net prices nor margin nor inputs are in the customer's view."""
    quote = client.post("/v1/quotes", json={"itinerary": planned}).json()
    shown = client.get(f"/v1/quotes/{quote['id']}", params={"view": "customer"})

    assert shown.json()["total"] == quote["total"]
    for hidden in ("unit_net", '"net"', "margin", "inputs"):
        assert hidden not in shown.text.replace("inputs_sha256", "")
