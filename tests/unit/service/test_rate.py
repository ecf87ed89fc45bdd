"""Each caller may ask so often and no more, and is told when to ask again."""

import pytest

pytest.importorskip("fastapi", reason="the service is made of it")

from fastapi.testclient import TestClient

from tests.unit.service.conftest import KEY, OTHER_KEY
from tests.unit.service.test_paths import problem
from xytour.service.app import create_app
from xytour.service.rate import Rate
from xytour.service.settings import Limits, Settings, digest_of


def test_a_bucket_is_emptied_at_once_and_fills_evenly():
    """Three a minute: three at once, then one each twenty seconds; what is refused costs none."""
    now = [1000.0]
    rate = Rate(3, clock=lambda: now[0])

    assert [rate.wait("a") for _ in range(5)] == [0, 0, 0, 20, 20]
    assert rate.wait("b") == 0
    now[0] += 19.5
    assert rate.wait("a") == 1
    now[0] += 0.5
    assert [rate.wait("a") for _ in range(2)] == [0, 20]
    now[0] += 3600
    assert [rate.wait("a") for _ in range(4)] == [0, 0, 0, 20]


def test_who_asks_too_often_is_told_when_to_come_again(tmp_path):
    """One key's haste is nobody else's trouble; its health may be asked for all the time."""
    keys = {"first": digest_of(KEY), "other": digest_of(OTHER_KEY)}
    store, limits = f"sqlite:///{tmp_path / 'trips.db'}", Limits(requests_per_minute=2)
    app = create_app(Settings(store=store, keys=keys, limits=limits))
    client = TestClient(app, headers={"Authorization": f"Bearer {KEY}"})
    answers = [client.get("/v1/regions") for _ in range(3)]
    other = client.get("/v1/regions", headers={"Authorization": f"Bearer {OTHER_KEY}"})
    health = [client.get("/health").status_code for _ in range(3)]
    app.state.desk.close()

    assert [one.status_code for one in answers] == [200, 200, 429]
    assert "2 requests a minute" in problem(answers[2], 429, "too-many-requests")["detail"]
    assert 1 <= int(answers[2].headers["retry-after"]) <= 30
    assert other.status_code == 200
    assert health == [200, 200, 200]
