"""Cut the fonts of brochure and pictures out of Noto Sans SC.

Run by hand when the set of characters changes, on the folder of the npm package
``@expo-google-fonts/noto-sans-sc`` (SIL Open Font License 1.1)::

    python tools/subset_fonts.py node_modules/@expo-google-fonts/noto-sans-sc

Regular holds the hanzi of GB 2312 and those of ``extra-hanzi.txt`` (read off fontsource's
Simplified Chinese subset) beside Latin letters and signs; Bold, for names and headings, the
3,755 of GB 2312's first level. Both hold whatever the bundled region file uses.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

ROOT = Path(__file__).parents[1]
FONTS = ROOT / "src/xytour/export/vendor/fonts"

SIGNS = [
    *range(0x20, 0x180),  # Latin, with the accents of pinyin and of Europe
    *(0x1CD, 0x1CE, 0x1CF, 0x1D0, 0x1D1, 0x1D2, 0x1D3, 0x1D4, 0x1D6, 0x1D8, 0x1DA, 0x1DC),
    *range(0x2010, 0x2040),
    *(0x20AC, 0x2103, 0x2116, 0x2122, 0x2190, 0x2191, 0x2192, 0x2193, 0x2212, 0x2248, 0x2264),
    *(0x2265, 0x25A0, 0x25CB, 0x25CF, 0x2605, 0x2713),
    *range(0x3000, 0x3020),
    *range(0xFF01, 0xFFEF),
]


def gb2312(first_row: int, last_row: int) -> set[int]:
    """Return the code points in rows of GB 2312."""
    found = set()
    for row in range(first_row, last_row + 1):
        for cell in range(1, 95):
            sign = bytes([0xA0 + row, 0xA0 + cell]).decode("gb2312", errors="ignore")
            found.update(map(ord, sign))
    return found


def cut(source: Path, target: Path, code_points: set[int]) -> None:
    """Write a font with these characters only, without hints."""
    options = subset.Options(hinting=False, layout_features=["kern", "locl"], glyph_names=False)
    options.drop_tables += ["vhea", "vmtx", "VORG", "STAT"]
    options.name_IDs = ["*"]
    options.notdef_outline = True
    font = TTFont(source, recalcTimestamp=False)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=code_points)
    cutter.subset(font)
    font.save(target)


def main(package: Path) -> None:
    """Cut both weights."""
    used = set(map(ord, (ROOT / "data/attractions.json").read_text(encoding="utf-8")))
    extra = set(map(ord, (FONTS / "extra-hanzi.txt").read_text(encoding="utf-8")))
    common = {*SIGNS, *used, *gb2312(1, 9)}
    regular = common | gb2312(16, 87) | extra
    bold = common | gb2312(16, 55)
    for weight, code_points in ("400Regular", regular), ("700Bold", bold):
        name = f"NotoSansSC-{weight[3:]}.ttf"
        cut(package / weight / f"NotoSansSC_{weight}.ttf", FONTS / name, code_points)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
