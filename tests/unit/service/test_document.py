"""What the OpenAPI document says is what the service does, whatever is sent."""

import pytest

from tests.unit.service.conftest import KEY

schemathesis = pytest.importorskip("schemathesis", reason="it makes the requests")

from hypothesis import HealthCheck, Phase, given, seed, settings  # noqa: E402
from schemathesis import GenerationMode  # noqa: E402
from schemathesis.specs.openapi.checks import positive_data_acceptance  # noqa: E402

EXAMPLES = 2
"""Requests for each operation that keep to the document, and as many that do not."""


@pytest.fixture(scope="module")
def operations(client):
    """Return the operations of the document, by their names."""
    schema = schemathesis.openapi.from_asgi("/openapi.json", client.app)
    return {one.ok().label: one.ok() for one in schema.get_all_operations()}


def check(operation, mode):
    """Send requests made for an operation, and check every answer."""

    @seed(0)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.generate],
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def send(case):
        case.call_and_validate(
            headers={"Authorization": f"Bearer {KEY}"},
            # Rules across fields, such as the order of dates, cannot be told in a schema.
            excluded_checks=[positive_data_acceptance],
        )

    send()


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_the_service_keeps_to_its_document(operations, mode):
    """Answers have the form that is told, bad requests are refused, and nothing fails."""
    assert len(operations) >= 17
    for operation in operations.values():
        takes_nothing = not (operation.body or operation.path_parameters or operation.query)
        if mode is GenerationMode.POSITIVE or not takes_nothing:
            check(operation, mode)
