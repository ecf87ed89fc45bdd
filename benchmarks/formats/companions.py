"""Tables that belong to an instance and stand in files of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def find_companion(path: Path, name: str, *, above: int = 0) -> Path:
    """Return the file called ``name``, in any case, beside ``path`` or in a folder above.

    Parameters
    ----------
    path
        The instance.
    name
        Name of the table's file.
    above
        Number of folders above that of the instance to look in as well.

    Returns
    -------
    Path
        The nearest such file.

    Raises
    ------
    FileNotFoundError
        There is none.
    """
    folders = [path.resolve().parent, *path.resolve().parent.parents][: above + 1]
    for folder in folders:
        for file in sorted(folder.iterdir()):
            if file.name.lower() == name.lower():
                return file
    msg = f"{path}: expected the table {name} in one of {', '.join(map(str, folders))}"
    raise FileNotFoundError(msg)
