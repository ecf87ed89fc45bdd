"""Ask the service for a trip, see how it comes on, save it, and fetch its calendar.

Start the service first: ``xytour serve`` (needs ``pip install 'xytour[service]'``).
"""

import json
import sys
from collections.abc import Iterator

import httpx

URL = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000"
TRIP = {
    "arrive": {"at": "xinyang-east-station", "time": "2026-04-10T10:30"},
    "depart": {"at": "xinyang-east-station", "time": "2026-04-11T17:40"},
    "interests": {"tea": 1.0, "red": 0.6},
}


def events(answer: httpx.Response) -> Iterator[tuple[str, dict]]:
    """Yield the name and the data of each server-sent event."""
    name = ""
    for line in answer.iter_lines():
        if line.startswith("event: "):
            name = line.removeprefix("event: ")
        elif line.startswith("data: "):
            yield name, json.loads(line.removeprefix("data: "))


with httpx.Client(base_url=URL, timeout=60) as client:
    # With keys: client.headers["Authorization"] = "Bearer KEY"
    body = {"request": TRIP, "time_limit": 2}
    with client.stream("POST", "/v1/plan/stream", json=body) as answer:
        answer.raise_for_status()
        for name, data in events(answer):
            if name == "progress" and data["gap"] is not None:
                print(f"{data['seconds']:.1f} s: score {data['score']:.0f}, gap {data['gap']:.0%}")
            elif name == "problem":
                sys.exit(f"{data['title']}: {data['detail']}")
            elif name == "itinerary":
                itinerary = data

    trip = client.post("/v1/trips", json={"itinerary": itinerary}).json()["id"]
    calendar = client.get(f"/v1/trips/{trip}/file", params={"format": "ics"})
    print(calendar.text.count("BEGIN:VEVENT"), "events in the calendar")

    question = {"trip": trip, "why_not": ["jigongshan"]}
    for answer in client.post("/v1/explain", json=question).json()["why_not"]:
        print(answer["text"])
