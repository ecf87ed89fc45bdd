"""Which version of an engine was measured."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import shutil
import subprocess
from pathlib import Path


def version(distribution: str) -> str:
    """Return the version of an installed package, with the commit if it runs from a checkout.

    Parameters
    ----------
    distribution
        Its name on the package index.

    Returns
    -------
    str
        The version; "unknown" if it is not installed. A commit ends in "-dirty" when files
        have changed since.
    """
    try:
        release = importlib.metadata.version(distribution)
    except importlib.metadata.PackageNotFoundError:
        return "unknown"
    commit = _commit(distribution)
    return f"{release} ({commit})" if commit else release


def _commit(package: str) -> str:
    """Return the commit that an editable install stands at, nothing for any other."""
    git, spec = shutil.which("git"), importlib.util.find_spec(package)
    if not git or spec is None or not spec.origin or "site-packages" in spec.origin:
        return ""
    where = str(Path(spec.origin).parent)
    command = [git, "-C", where, "describe", "--always", "--dirty", "--exclude=*"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    return done.stdout.strip()
