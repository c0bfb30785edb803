"""Debian's Noto fonts → the small fonts that the paper is set in. Run: `python templates/print/fonts/make.py` (needs fontTools).

In:    the packages fonts-noto-core 20201225 and fonts-noto-cjk 20220127 of Debian 12; locales/, for Chinese characters in use.
Out:   *.ttf and *.otf beside this script: the same bytes from the same packages and catalogs.
Never: part of a build; downloads anything. PROVENANCE.md says where the fonts come from and why these.
"""

from __future__ import annotations

from pathlib import Path

from fontTools.subset import Options, Subsetter  # type: ignore[import-not-found,unused-ignore]
from fontTools.ttLib import TTFont  # type: ignore[import-not-found,unused-ignore]

HERE = Path(__file__).resolve().parent
LOCALES = HERE.parents[2] / "locales"
CORE = Path("/usr/share/fonts/truetype/noto")
CJK = Path("/usr/share/fonts/opentype/noto")

LATIN = [*range(0x20, 0x7F), *range(0xA0, 0x250), *range(0x2B0, 0x370), *range(0x1E00, 0x1F00)]
CYRILLIC = range(0x400, 0x460)
SIGNS = [*range(0x2000, 0x2070), *range(0x20A0, 0x20C0), 0x2116, 0x2122, 0x2190, 0x2192, 0x2212, 0x25CF]
ARABIC = [*range(0x600, 0x700), *range(0x750, 0x780), *range(0xFB50, 0xFE00), *range(0xFE70, 0xFF00), *range(0x20, 0x7F)]
FULL_WIDTH = [*range(0x3000, 0x3040), *range(0xFF01, 0xFF5F), *range(0x2010, 0x2040), 0xB7, *range(0x20, 0x7F)]


def first_level(codec: str, rows: range, cells: list[int]) -> set[int]:
    """The characters of the first level of a national standard, as Python's own codec has them."""
    found = set()
    for row in rows:
        for cell in cells:
            try:
                found.add(ord(bytes([row, cell]).decode(codec)))
            except UnicodeDecodeError:  # a hole in the table
                continue
    return found


def used(code: str) -> set[int]:
    """Every Chinese character that the language's catalogs hold."""
    text = "".join(path.read_text(encoding="utf-8") for path in sorted((LOCALES / code).rglob("*.po")))
    return {ord(sign) for sign in text if ord(sign) > 0x2E7F}


def subset(source: Path, target: str, characters: set[int], *, number: int = -1) -> None:
    """A font with these characters alone, as far as the source has them."""
    font = TTFont(source, fontNumber=number, recalcTimestamp=False)
    options = Options()
    # A collection's `locl` would bring in every letter as the other regions write it.
    shaping = ["ccmp", "locl", "mark", "mkmk", "init", "medi", "fina", "isol", "rlig", "calt", "liga", "kern"]
    options.layout_features = shaping if number < 0 else ["kern"]
    options.hinting = False
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.name_languages = [0x409]
    options.notdef_outline = True
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE"]
    worker = Subsetter(options)
    worker.populate(unicodes=characters)
    worker.subset(font)
    font.save(HERE / target)
    print(f"{target}: {len(font.getBestCmap())} characters, {(HERE / target).stat().st_size // 1024} KB")


def main() -> None:
    """Makes all of them."""
    simple = first_level("gb2312", range(0xB0, 0xD8), [*range(0xA1, 0xFF)]) | set(FULL_WIDTH) | used("zh_Hans")
    traditional = first_level("big5", range(0xA4, 0xC7), [*range(0x40, 0x7F), *range(0xA1, 0xFF)])
    traditional |= set(FULL_WIDTH) | used("zh_Hant")
    for weight in ("Regular", "Bold"):
        subset(CORE / f"NotoSans-{weight}.ttf", f"NotoSans-{weight}.ttf", {*LATIN, *CYRILLIC, *SIGNS})
        subset(CORE / f"NotoNaskhArabic-{weight}.ttf", f"NotoNaskhArabic-{weight}.ttf", {*ARABIC})
        for name, characters in (("sc", simple), ("tc", traditional)):
            number = {"sc": 2, "tc": 3}[name]  # the collection: jp, kr, sc, tc, hk, and five monospaced
            subset(CJK / f"NotoSansCJK-{weight}.ttc", f"NotoSansCJK{name}-{weight}.otf", characters, number=number)


if __name__ == "__main__":
    main()
