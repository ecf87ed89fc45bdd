"""Any region file and any request: a trip that keeps all rules, or a clear no."""

from drawn import region_files, requests
from drawn.judging import judge
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st


@settings(
    max_examples=40,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(st.data())
def test_each_trip_keeps_all_rules_or_is_refused_in_words(data):
    """A plan passes the verifier; all else is an error of ours that names the thing.

    ``python -m benchmarks.fuzz_trips`` draws as many as there is time for.
    """
    file = data.draw(region_files())

    _, faults = judge(file, data.draw(requests(file)))

    assert faults == []
