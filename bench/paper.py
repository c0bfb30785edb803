"""Printed sheets per second: `python bench/paper.py [LOCALE …]`, or a picture of them: `--contact FILE`.

In:    the site beside this folder; its locales (default: all). WeasyPrint, where somebody installed it by hand.
Out:   a line a round: every sheet with an empty cache, then with a full one; the same cards and flyers through WeasyPrint.
       With --contact: one PNG with a page of every product, of flyers one, in a language of each script.
Never: judges. Seconds are this machine's; compare figures of one run only. The rival's pages are plainer than ours.
"""

from __future__ import annotations

import argparse
import html
import io
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from lantern import pipeline
from lantern.paper import sheets as sheets_module
from lantern.paper.manuscript import ManuscriptWriter
from lantern.site import Site, read_site

SCRIPTS = ("en", "es", "vi", "ru", "ar", "zh_Hans", "zh_Hant")
"""A language of each script the fonts hold, and one with many accents."""
FONTS = {"NotoSans": "a", "NotoNaskhArabic": "b", "NotoSansCJKsc": "c", "NotoSansCJKtc": "d"}
CSS = """
@page { size: letter; margin: 0.45in }
body { font: 9pt/1.35 a, b, c, d; margin: 0 } h1 { font-size: 18pt; margin: 0 0 4pt } h2 { font-size: 10pt; margin: 6pt 0 2pt }
main { columns: 2; column-gap: 14pt } p, ul, ol { margin: 0 0 3pt } footer { font-size: 6.5pt }
svg { width: 0.95in; float: right }
"""


def main(arguments: list[str]) -> int:
    """Prints the figures, or draws the picture; 1 if a sheet failed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("locales", nargs="*", metavar="LOCALE")
    parser.add_argument("--contact", type=Path, metavar="FILE")
    parser.add_argument("--jobs", type=int, default=2, metavar="N")
    chosen = parser.parse_args(arguments)
    site, problems = read_site(ROOT, only=SCRIPTS if chosen.contact else chosen.locales)
    if site is None:
        print(*problems, sep="\n", file=sys.stderr)
        return 1
    if chosen.contact:
        return contact(site, chosen.contact)
    with tempfile.TemporaryDirectory(prefix="lantern-bench-") as scratch:
        failed = [measure(site, name, Path(scratch), chosen.jobs) for name in ("empty cache", "full cache")]
    # After that: a process that has set a sheet itself shares work out to threads, which is slower.
    rivals(site)
    return int(any(failed))


def measure(site: Site, name: str, cache: Path, jobs: int) -> int:
    """All that `build` prints, ZIPs and pages included: sheets, seconds, sheets per second, megabytes."""
    began, spent = time.perf_counter(), sum(os.times()[:4])
    files, problems = pipeline.print_sheets(site, pipeline.Printing(cache), jobs=jobs)
    wall, cpu = time.perf_counter() - began, sum(os.times()[:4]) - spent
    made = [file for file in files if file.path.endswith(".pdf")]
    size = sum(len(file.data) for file in made) / 1e6
    print(f"{name:<14} {len(made):>5} PDFs {wall:>7.2f} s {cpu:>7.2f} s CPU {len(made) / wall:>7.1f} PDFs/s {size:>6.1f} MB")
    return int(any(problem.level == "error" for problem in problems))


def rivals(site: Site) -> None:
    """Cards and flyers of US Letter, one at a time, by both engines in turn: no cache, no thread."""
    told = [one for one in sheets(site) if one[1] in {"card", "flyer"} and "-fillable" not in one[0]]
    ours = [seconds(lambda one=one: site.press.sheet(one[1], one[2])) for one in told]
    print(f"{'Typst':<14} {len(told):>5} PDFs {sum(ours):>7.2f} s, one at a time")
    try:
        import weasyprint  # type: ignore[import-not-found,unused-ignore]
        from weasyprint.text.fonts import FontConfiguration  # type: ignore[import-not-found,unused-ignore]
    except (ImportError, OSError) as reason:
        print(f"WeasyPrint is not here ({str(reason).splitlines()[0]}): docs/printing.md")
        return
    faces = "".join(
        f"@font-face {{ font-family: {name}; font-weight: {weight}; src: url({path.as_uri()}) }}"
        for stem, name in FONTS.items()
        for weight, kind in (("normal", "Regular"), ("bold", "Bold"))
        for path in (ROOT / "templates/print/fonts").glob(f"{stem}-{kind}.*")
    )
    fonts = FontConfiguration()
    style = weasyprint.CSS(string=faces + CSS, font_config=fonts)

    def weasy(text: str) -> bytes | None:
        made: bytes | None = weasyprint.HTML(string=text).write_pdf(stylesheets=[style], font_config=fonts)
        return made

    theirs = [seconds(lambda text=text: weasy(text)) for text in [page(data) for _, _, data in told]]
    slower = f"{sum(theirs) / sum(ours):.1f} times as long"
    print(f"{'WeasyPrint':<14} {len(told):>5} PDFs {sum(theirs):>7.2f} s, one at a time: {slower}")


def sheets(site: Site) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(path, template, data) of every sheet."""
    originals = {one.page.slug: one for one in site.editions(site.translators[0])}
    for translator in site.translators:
        desk = ManuscriptWriter(site, translator, originals)
        for sheet in sheets_module.sheets(site.editions(translator), site.products, source=translator.source.tag):
            yield sheet.path, sheet.product.template, dict(desk.manuscript(sheet).told)


def seconds(work: Any) -> float:
    """How long it takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def page(told: dict[str, Any]) -> str:
    """The same words as plain HTML."""
    one = next(iter(told["editions"].values()))
    sources = " · ".join(f"{source['number']} {html.escape(source['text'])}" for source in one["sources"])
    tag, side = told["locale"]["tag"], told["locale"]["dir"]
    body = "".join(block(node) for node in one["blocks"])
    foot = f"<footer>{one['code']}{sources}<p>{one['version']} {one['address']}</p></footer>"
    return f'<html lang="{tag}" dir="{side}"><h1>{html.escape(one["title"]["text"])}</h1><main>{body}</main>{foot}</html>'


def block(node: dict[str, Any]) -> str:
    """A block, its runs and what stands under it."""
    name = {"h": "h2"}.get(node["kind"], node["kind"] if node["kind"] in {"p", "ul", "ol", "li"} else "div")
    inside = "".join(map(run, node.get("runs", ()))) + "".join(map(block, node.get("blocks", ())))
    return f"<{name}>{inside}</{name}>"


def run(one: dict[str, Any]) -> str:
    """A run of letters."""
    inside = html.escape(one.get("text", "")) + "".join(map(run, one.get("runs", ())))
    name = {"strong": "b", "em": "i", "cite": "sup", "fact": "b"}.get(one["kind"])
    return f"<{name}>{inside}</{name}>" if name else inside


def contact(site: Site, path: Path) -> int:
    """The picture: a row for each product, a column for each language."""
    from PIL import Image

    wide, high, gap = 220, 285, 8
    rows: dict[str, list[tuple[str, str, dict[str, Any]]]] = {}
    for one in sheets(site):
        if one[0].endswith(("-letter.pdf", "-front.png")) and (one[1] != "flyer" or "/at-home-" in one[0]):
            rows.setdefault(one[0].rpartition("/")[2], []).append(one)
    tags = [translator.tongue.locale.tag for translator in site.translators]
    picture = Image.new("L", (len(site.translators) * (wide + gap) + gap, len(rows) * (high + gap) + gap), 200)
    for row, found in enumerate(rows.values()):
        for name, template, data in found:
            column = tags.index(name.partition("/")[0])
            drawn = site.press.pictures(template, data, ppi=2 * wide / 8.5)
            if isinstance(drawn, tuple):
                print(drawn, file=sys.stderr)
                return 1
            # Of a book a page of a chapter: covers are alike.
            with Image.open(io.BytesIO(drawn[min(5, len(drawn) - 1) if len(drawn) > 9 else 0])) as sheet:
                small = sheet.convert("L")
                small.thumbnail((wide, high))
                picture.paste(small, (gap + column * (wide + gap), gap + row * (high + gap)))
    picture.quantize(12).save(path, optimize=True)
    print(f"{path}: {path.stat().st_size // 1000} KB")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
