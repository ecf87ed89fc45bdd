"""Mathematics as MathML, which browsers show by themselves: no script, no font, no network."""

from docutils.nodes import SkipNode
from latex2mathml.converter import convert


def setup(app):
    """Tell Sphinx how to write formulas."""
    app.add_html_math_renderer("mathml", (inline, None), (display, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def inline(writer, node):
    """Write a formula within a sentence."""
    writer.body.append(convert(node.astext()))
    raise SkipNode


def display(writer, node):
    """Write a formula on lines of its own."""
    writer.body.append(f'<div class="formula">{convert(node.astext(), display="block")}</div>')
    raise SkipNode
