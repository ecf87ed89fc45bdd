"""What the OpenAPI document says is what the service does, whatever is sent."""

import os

import pytest

from tests.unit.service.selling import selling, stock

schemathesis = pytest.importorskip("schemathesis", reason="it makes the requests")

from hypothesis import HealthCheck, Phase, given, seed, settings  # noqa: E402
from schemathesis import GenerationMode  # noqa: E402
from schemathesis.specs.openapi.checks import positive_data_acceptance  # noqa: E402

EXAMPLES = int(os.environ.get("FUZZ", "3" if os.environ.get("XYTOUR_LONG") else "1"))
"""Requests for each operation that keep to the document, and as many that do not."""


KEY = "key-of-the-fuzzer-itself"
REFUSED = {"expected-statuses": [400, 401, 404, 405, 409, 413, 422, 503]}
"""What may be answered to what does not keep to the document; it can be too long as well."""


@pytest.fixture(scope="module")
def operations(octo, tmp_path_factory):
    """Return the operations of a service that sells, by their names."""
    from xytour.service.app import create_app
    from xytour.service.settings import Limits, Settings, digest_of

    stock(octo)
    limits = Limits(days=3, seconds=20.0, default_seconds=0.2)
    folder = tmp_path_factory.mktemp("document")
    settings = selling(octo, folder, keys={"me": digest_of(KEY)}, limits=limits)
    app = create_app(Settings.model_validate(settings))  # it starts it, and stops it at the end
    config = schemathesis.Config.from_dict({"checks": {"negative_data_rejection": REFUSED}})
    schema = schemathesis.openapi.from_asgi("/openapi.json", app, config=config)
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
    assert len(operations) >= 26
    for operation in operations.values():
        takes_nothing = not (operation.body or operation.path_parameters or operation.query)
        if mode is GenerationMode.POSITIVE or not takes_nothing:
            check(operation, mode)
