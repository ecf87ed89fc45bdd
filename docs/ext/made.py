"""Pages made of what the project holds elsewhere: benchmarks, command line, changelog."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"

BENCHMARKS = """# Benchmarks

Measured by the programs in `benchmarks/`, each table with the machine and the command that made
it. Worse figures stand beside better ones. Install what they compare with:
`pip install 'xytour[bench]'`.

```{toctree}
:maxdepth: 1

%s
```
"""


def setup(app):
    """Make the pages before any is read."""
    app.connect("builder-inited", make)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def make(_app):
    """Write the pages."""
    results = sorted((ROOT / "benchmarks" / "results").glob("*.md"))
    for path in results:
        where = f"../../benchmarks/results/{path.name}"
        write(f"benchmarks/{path.stem}.md", f"```{{include}} {where}\n:relative-images:\n```\n")
    write("benchmarks/index.md", BENCHMARKS % "\n".join(path.stem for path in results))
    write("made/command-line.md", command_line())
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    write("made/changelog.md", changes.replace("](docs/", "](/"))


def command_line():
    """Return the page about the command line, from the help of each command."""
    from typer import Context
    from typer.cli import get_docs_for_click
    from typer.main import get_command

    from xytour.cli import app

    command = get_command(app)
    context = Context(command, info_name="xytour")
    text = get_docs_for_click(obj=command, ctx=context, name="xytour", title="The command line")
    return text.replace("**Usage**:", "Usage:")


def write(name, text):
    """Write a page, unless it says the same already, so that it is not read again for nothing."""
    path = DOCS / name
    path.parent.mkdir(exist_ok=True)
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")
