"""Text made harmless."""

import pytest

from xytour.export.clean import one_line, printable


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("  two\nlines\r\n here\t", "two lines here"),
        ("bell\x07 escape\x1b[2J null\x00", "bell escape [2J null"),
        ("\u202egnp.egami\u202c", "gnp.egami"),
        ("\U0001f468\u200d\U0001f469 سلام\u200f", "\U0001f468\u200d\U0001f469 سلام\u200f"),
        ("\ufffe\uffff\U0001ffff\ud800", ""),
        ("line\u2028paragraph\u2029next\x85", "line paragraph next"),
        ("<b> & =1+1", "<b> & =1+1"),
    ],
)
def test_what_plays_tricks_is_gone_and_the_rest_stays(text, clean):
    """Escaping what a format gives a meaning to is the format's affair."""
    assert one_line(text) == clean


def test_lines_of_a_message_stay_lines():
    """A message of several lines keeps its shape, not its escapes."""
    assert printable("one\n  two\x1b[0m") == "one\n  two [0m"
