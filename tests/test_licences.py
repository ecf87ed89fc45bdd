"""Whatever an installation brings along may be used in a closed product."""

import re
from importlib.metadata import PackageNotFoundError

import pytest

from tools.licences import closure, licence

PERMISSIVE = re.compile(
    r"\b(MIT|MIT-0|MIT-CMU|BSD|BSD-[23]-Clause|Apache|PSF|Python Software Foundation|ISC)\b"
)
COPYLEFT = re.compile(r"GPL|General Public", re.IGNORECASE)
# Mozilla's licence is about changes to its own files only.
ALLOWED_BESIDE = {"certifi": "Mozilla"}


@pytest.mark.parametrize("extras", [(), ("all",)], ids=["core", "all"])
def test_every_dependency_is_permissive(extras):
    """No GPL, LGPL or AGPL in the core or in any extra."""
    try:
        names = closure(extras)
    except PackageNotFoundError as error:
        pytest.skip(f"not installed: {error}")
    said = {name: licence(name) for name in sorted(names)}
    bad = {
        name: text
        for name, text in said.items()
        if (COPYLEFT.search(text) or not PERMISSIVE.search(text))
        and ALLOWED_BESIDE.get(name, "-") not in text
    }

    assert len(said) >= 20
    assert bad == {}
