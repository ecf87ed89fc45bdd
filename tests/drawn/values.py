"""Texts, hours, seasons and numbers that files and requests are drawn from."""

from __future__ import annotations

from hypothesis import strategies as st

STRANGE_TEXTS = (
    "Tea hill",
    "信阳毛尖",
    "سوق الشاي 🍵",
    "שלום",
    "e\u0301\u0327z\u0335\u0336",
    "\u202egnp\u202c\u200f",
    "👨\u200d👩\u200d👧",
    "nul \x00 bell \x07",
    "=1+1",
    "<b>&amp;</b>\n# x",
    "long " * 60,
)
HOURS = (
    "24/7",
    "Mo-Su 09:00-17:00",
    "Tu-Su 09:00-17:00; PH off",
    "Tu-Su,PH 09:00-17:00; Mo off",
    "Mo-Fr 08:00-12:00,13:30-18:00; Sa,Su 10:00-16:00",
    "06:00-23:00",
    "22:00-02:00",
    "18:00-26:00",
    "00:00-24:00",
    "off",
    "Apr-Oct 08:00-19:00; Nov-Mar 10:00-15:00",
    "Nov-Feb off; Mar-Oct 10:00-18:00",
    "Su[1] 10:00-18:00",
    "week 1-53/2 Mo-Su 08:00-20:00",
    "easter 10:00-17:00; Mo-Sa 09:00-12:00",
    "10:00-10:30",
    "12:00-14:00,18:00-22:00",
    "sunrise-sunset",
    "Dec 31 20:00-28:00; 09:00-17:00",
    "Feb 29 10:00-12:00; 2026 Apr 10-2026 Apr 12 08:00-20:00",
    'Mo-Su 09:00-18:00 open "by appointment"; PH unknown',
)
SEASONS = ("Mar 20-May 20", "Nov-Feb", "Feb 29", "Dec 31-Jan 01", "Apr-Jun,Sep-Nov", "2026", "Su")
DAYS = ("Mo-Su", "Mo-Fr", "Sa,Su,PH", "Tu", "Mo-Fr,PH", "Apr-Oct")
THEMES = ("red", "tea", "nature", "history", "food", "family", "hiking", "birding", "craft")
TERMS = ("lichun", "qingming", "guyu", "xiazhi", "dongzhi", "dahan")

slugs = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,3})?", fullmatch=True)
clocks = st.builds("{:02}:{:02}".format, st.integers(0, 23), st.sampled_from((0, 1, 15, 30, 59)))
shares = st.sampled_from((0.0, 1e-9, 0.1, 0.5, 0.9, 1.0))
money = st.sampled_from((0, 0.01, 0.005, 1, 19.99, 30, 250, 9_999.5, 10_000_000))
prices = st.none() | st.sampled_from((0, 0.01, 5, 20, 80.5, 300))
confidences = st.sampled_from(("sourced", "typical", "estimated", "unknown"))
tags = st.lists(st.sampled_from(("pool", "Sichuan", "毛尖", "🍵 ", "A")), max_size=2)
themes = st.dictionaries(st.sampled_from(THEMES), shares, max_size=4)


def rarely(usual: object, other: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    """Draw the usual value three times of four, so that odd values do not hide all else."""
    return st.integers(0, 3).flatmap(lambda n: other if n == 3 else st.just(usual))


@st.composite
def texts(draw: st.DrawFn, name: str) -> dict[str, str]:
    """Draw a text in both languages; the name makes it one of its own."""
    strange = draw(rarely("", st.sampled_from(STRANGE_TEXTS)))
    return {"en": f"{name} {strange}".strip(), "zh": f"{name}中{strange}".strip()}


def some(fields: dict[str, st.SearchStrategy[object]]) -> st.SearchStrategy[dict[str, object]]:
    """Draw some of the optional fields."""
    return st.sets(st.sampled_from(sorted(fields)), max_size=5).flatmap(
        lambda names: st.fixed_dictionaries({name: fields[name] for name in sorted(names)})
    )
