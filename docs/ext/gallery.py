"""The gallery: every example is run, and shown with what it prints, writes and plans.

Each runs in a folder of its own, in a process that has the packages loaded already.
"""

import ast
import contextlib
import hashlib
import io
import json
import logging
import multiprocessing
import os
import re
import runpy
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
GALLERY = ROOT / "docs" / "gallery"
# Each asks a server; the tests run it beside one.
NEED_A_SERVER = {"service_client", "travel_times_from_an_engine"}
SHOWN_FILES = {".html", ".pdf", ".ics", ".gpx"}

INDEX = """# Gallery

Each program is in `examples/`, ready to be copied. It was run while this page was made: what it
prints, and the map of the trip that it plans, come from that run. Times by the clock, and plans
made within a time limit, differ a little from run to run.

::::{{container}} cards
{cards}
::::

```{{toctree}}
:hidden:

{names}
```
"""

CARD = """:::{{container}} card
{picture}
[{title}]({name}.md)
:::
"""


def setup(app):
    """Make the gallery before any page is read."""
    app.connect("builder-inited", make)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def make(_app):
    """Run all examples and write a page for each, and one with all."""
    GALLERY.mkdir(exist_ok=True)
    for module in ("matplotlib.pyplot", "xytour.planner", "xytour.export.plot"):
        __import__(module)
    cards = []
    for path in sorted(EXAMPLES.glob("*.py")):
        made = ran(path)
        title = summary(path).split(": ")[0].split(", ")[0].rstrip(".")
        (GALLERY / f"{path.stem}.md").write_text(page(path, title, made), encoding="utf-8")
        picture = f"![{title}]({made['pictures'][0]})\n" if made["pictures"] else ""
        cards.append(CARD.format(picture=picture, title=title, name=path.stem))
    names = "\n".join(path.stem for path in sorted(EXAMPLES.glob("*.py")))
    text = INDEX.format(cards="\n".join(cards), names=names)
    (GALLERY / "index.md").write_text(text, encoding="utf-8")


def summary(path):
    """Return the first line of a program's docstring."""
    return (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").split("\n")[0]


def page(path, title, made):
    """Return the page of one example."""
    code = path.read_text(encoding="utf-8")
    told = (ast.get_docstring(ast.parse(code)) or "").replace("::\n", ":\n")
    body = re.sub(r'^"""(.*?)"""\n+', "", code, count=1, flags=re.DOTALL)
    parts = [f"# {title}", told]
    parts += [f"![{picture}]({picture})" for picture in made["pictures"]]
    parts += [f"```python\n{body.rstrip()}\n```"]
    if made["printed"]:
        parts += ["It prints:", f"```text\n{made['printed'].rstrip()}\n```"]
    if made["files"]:
        files = ", ".join(f"[{Path(name).name}]({name})" for name in made["files"])
        parts += [f"It writes, among others: {files}."]
    if path.stem in NEED_A_SERVER:
        parts += [
            "It asks a server, and so was not run for this page; the tests run it beside one."
        ]
    return "\n\n".join(parts) + "\n"


def ran(path):
    """Return what an example printed and made: from the last run, where nothing has changed."""
    kept = GALLERY / path.stem / "made.json"
    state = fingerprint(path)
    if kept.exists():
        made = json.loads(kept.read_text(encoding="utf-8"))
        if made["state"] == state:
            return made
    shutil.rmtree(kept.parent, ignore_errors=True)
    kept.parent.mkdir()
    if path.stem in NEED_A_SERVER:
        made = {"printed": "", "pictures": [], "files": []}
    else:
        process = multiprocessing.Process(target=run, args=(path, kept))
        process.start()
        process.join(300)
        if process.exitcode != 0:
            msg = f"{path}: the example ended with {process.exitcode}"
            raise RuntimeError(msg)
        made = json.loads(kept.read_text(encoding="utf-8"))
    kept.write_text(json.dumps({**made, "state": state}, ensure_ascii=False), encoding="utf-8")
    return made


def fingerprint(path):
    """Return a hash of the program and of all that it runs on."""
    read = hashlib.sha256(path.read_bytes())
    for source in sorted((*(ROOT / "src").rglob("*.py"), *(ROOT / "data").glob("*.json"))):
        read.update(source.read_bytes())
    return read.hexdigest()


def run(path, kept):
    """Run one example in this process, and note what it printed and made."""
    folder = kept.parent
    os.chdir(folder)
    sys.argv = [str(path)]
    logging.disable()
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        names = runpy.run_path(str(path), run_name="__main__")
    # A program may have drawn already; else its trips are.
    pictures = sorted(Path().glob("*.png")) or list(maps(names))
    files = sorted(file for file in Path().iterdir() if file.suffix in SHOWN_FILES)
    for other in sorted(Path().iterdir()):
        if other not in {*pictures, *files}:
            shutil.rmtree(other) if other.is_dir() else other.unlink()
    made = {
        "printed": printed.getvalue(),
        "pictures": [f"{folder.name}/{picture}" for picture in pictures],
        "files": [f"{folder.name}/{file}" for file in files],
    }
    kept.write_text(json.dumps(made, ensure_ascii=False), encoding="utf-8")


def maps(names):
    """Draw the trip that a program planned last, if it kept one."""
    from xytour.export.plot import plot_itinerary
    from xytour.model.itinerary import Itinerary

    trips = [value for value in names.values() if isinstance(value, Itinerary)]
    for trip in trips[-1:]:
        figure = plot_itinerary(trip).figure
        figure.savefig("trip.png", dpi=80, bbox_inches="tight", facecolor="white")
        yield Path("trip.png")
