"""Answers how to get a region: the bundled one, one in a file, one in a dict.

Whatever is wrong comes out as one error that lists everything. What can be wrong is told
in `xytour.catalogue.checks`.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from pathlib import Path

from pydantic import ValidationError

from xytour.catalogue.checks import find_faults
from xytour.catalogue.strict_json import parse_json
from xytour.errors import DataError, Fault
from xytour.model.region import Region

_BUNDLED = "attractions.json"


def load_region(path: str | Path | None = None) -> Region:
    """Read a region file.

    Parameters
    ----------
    path
        The file; None reads the bundled region, once, and then returns the same value again.

    Returns
    -------
    Region
        The region.

    Raises
    ------
    DataError
        The file is missing, not UTF-8, not JSON, or says something impossible.
    """
    if path is None:
        return _bundled_region()
    data = read_json(path)
    _refuse(find_faults(data), str(path))
    return Region.model_validate(data)


def region_from_dict(data: object) -> Region:
    """Make a region of a dict such as a region file holds.

    Parameters
    ----------
    data
        The region as a dict of dicts, lists, texts and numbers.

    Returns
    -------
    Region
        The region.

    Raises
    ------
    DataError
        The data say something impossible; the error lists all faults.
    """
    _refuse(find_faults(data), "the region")
    return Region.model_validate(data)


def read_json(path: str | Path) -> object:
    """Read a JSON file strictly, without asking what it says.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    object
        What the file holds, for `find_faults` to judge.

    Raises
    ------
    DataError
        The file is missing, not UTF-8, or not JSON that means one thing only.
    """
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        msg = f"cannot read {path}: {error.strerror}"
        raise DataError(msg) from error
    except ValueError as error:
        msg = f"cannot read {str(path)!r}: {error}"
        raise DataError(msg) from error
    return parse_json(content, str(path))


@lru_cache(maxsize=1)
def _bundled_region() -> Region:
    data = parse_json(_bundled_content(), _BUNDLED)
    try:
        # Only the shape is checked: that the bundled facts agree is proved before a release.
        return Region.model_validate(data)
    except ValidationError as error:
        msg = f"the bundled {_BUNDLED} is damaged; install xytour again:"
        raise DataError(msg, find_faults(data)) from error


def _bundled_content() -> bytes:
    try:
        installed = resources.files("xytour.data") / _BUNDLED
        if installed.is_file():
            return installed.read_bytes()
    except ModuleNotFoundError:
        pass  # run from a source tree, where the file lies beside the package
    source = Path(__file__).parents[3] / "data" / _BUNDLED
    try:
        return source.read_bytes()
    except OSError as error:
        msg = f"xytour came without its {_BUNDLED}; install it again or name a region file"
        raise DataError(msg) from error


def _refuse(faults: list[Fault], name: str) -> None:
    if faults:
        count = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
        msg = f"{name} has {count}:"
        raise DataError(msg, faults)
