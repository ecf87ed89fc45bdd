"""Pages that teach: their blocks are run while the site is built, and shown with what they print.

Figures that a block draws are shown under it. Links to examples and results of benchmarks, which
lead to files in the repository, lead to their pages on the site.
"""

import re
import tempfile
from contextlib import chdir
from pathlib import Path

from docs.ext.pages import blocks, run

RUN = ("learn/", "theory/", "reference/", "region-file")
FIGURES = Path(__file__).parents[1] / "made"

FRAGMENTS = (
    "*Code that begins with names not seen before goes on from a `planner`, its `region`, a "
    "`request` and the `itinerary` planned for it, as in the [quickstart](/learn/quickstart.md).*\n"
)


def setup(app):
    """Rewrite pages as they are read."""
    app.connect("source-read", read)
    return {"parallel_read_safe": False, "parallel_write_safe": True}


def read(app, docname, source):
    """Rewrite a page as it is read."""
    text = source[0]
    if docname.startswith(RUN):
        text = with_output(text, docname)
    elif "/" not in docname:
        text = with_note(text)
    text = re.sub(r"\]\((?:\.\./)+examples/(\w+)\.py\)", r"](/gallery/\1.md)", text)
    text = re.sub(r"\]\((?:\.\./)*benchmarks/results/([\w-]+)\.md\)", r"](/benchmarks/\1.md)", text)
    source[0] = re.sub(r"\]\((?:\.\./)+benchmarks/results/?\)", "](/benchmarks/index.md)", text)


def with_note(text):
    """Say before the first fragment of a page what it goes on from."""
    first = next((block for block in blocks(text) if block.language == "py"), None)
    if first is None:
        return text
    lines = text.splitlines(keepends=True)
    lines.insert(first.first_line, f"{FRAGMENTS}\n")
    return "".join(lines)


def with_output(text, docname):
    """Run the blocks of a page and put what each prints and draws under it."""
    import matplotlib as mpl

    mpl.use("Agg")
    lines = text.splitlines(keepends=True)
    names = {"__name__": "__main__"}
    after = {}
    with tempfile.TemporaryDirectory() as folder, chdir(folder):
        for block in blocks(text):
            if block.language == "python":
                printed = run(block, names, docname)
                shown = f"\n```text\n{printed.rstrip()}\n```\n" if printed.strip() else ""
                after[block.end_line] = shown + figures(docname, block.first_line)
    for line in sorted(after, reverse=True):
        lines.insert(line, after[line])
    return "".join(lines)


def figures(docname, line):
    """Save the figures that are open, close them, and return the Markdown that shows them."""
    from matplotlib import pyplot as plt

    shown = ""
    FIGURES.mkdir(exist_ok=True)
    for number in plt.get_fignums():
        figure = plt.figure(number)
        name = f"{docname.replace('/', '-')}-{line}-{number}.png"
        figure.savefig(FIGURES / name, dpi=110, bbox_inches="tight", facecolor="white")
        plt.close(figure)
        shown += f"\n![{figure.get_label() or 'What this draws'}](/made/{name})\n"
    return shown
