"""Sheets of one language → the files that are handed out, made or found again.

In:    Inputs, a voice, its Editions and the originals; what groups print of their own; the memory of former builds.
Out:   Files (PDFs, small pictures, cards as pictures) and Problems; a sheet that fails is a Problem, never half a file.
Never: translates, makes a sheet twice that is made already, says that a sheet is checked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path

from ..editions.edition import Edition
from ..editions.translator import Translator
from ..files import pdf, picture
from ..files.cache import Cache
from ..files.publish import File
from ..message import digest
from ..problem import Problem, error, warning
from ..site import Site
from ..templates import products, typst
from ..templates.typst import Fault
from . import manuscript, sheets
from .manuscript import Manuscript, ManuscriptWriter
from .sheets import Imprint, Sheet

SMALL = 20
"""Dots an inch of a sheet's small picture."""
KEPT = 5_000
"""Files the memory holds at most, three builds of twelve languages: about 250 MB."""
_MADE_BY = (manuscript, pdf, picture, products, typst, sheets)
"""The modules that a sheet's bytes come from, besides this one."""
_FINISHED = digest(
    version("pikepdf"),
    version("pillow"),
    *(Path(source).read_text(encoding="utf-8") for source in (__file__, *(module.__file__ or "" for module in _MADE_BY))),
)
"""Changes with the programs a sheet is made by, as Press.digest_of does with its templates and fonts."""


def memory(folder: Path | None) -> Cache:
    """What former builds made."""
    return Cache(folder, KEPT)


def of_locale(
    editions: Sequence[Edition],
    originals: Sequence[Edition],
    site: Site,
    translator: Translator,
    *,
    known: Cache,
    checked_only: bool = False,
    imprints: Sequence[Imprint] = (),
) -> list[File | Problem]:
    """The sheets of one language; `checked_only` leaves out, and tells, every sheet that would carry a draft line."""
    desk = ManuscriptWriter(site, translator, {one.page.slug: one for one in originals})
    made: list[File | Problem] = [*unprintable(site, imprints)]
    drafts: list[Sheet] = []
    refused = {one.path for one in made if isinstance(one, Problem)}
    fit = [one for one in imprints if one.path not in refused]
    for sheet in sheets.sheets(editions, site.products, source=translator.source.tag, imprints=fit):
        if checked_only and any(manuscript.missing(sheet, is_source=translator.tongue.is_source).values()):
            drafts.append(sheet)
        elif recalled := desk.recalled(sheet):
            made.append(recalled)
        else:
            files = _files(sheet, desk, known)
            made += files if isinstance(files, list) else desk.problems(files, sheet)
    return [*made, *_told_drafts(drafts)]


def _files(sheet: Sheet, desk: ManuscriptWriter, known: Cache) -> list[File] | tuple[Fault, ...]:
    """All files of a sheet: from the memory if each of them is there, else set anew."""
    given = desk.manuscript(sheet)
    paths = [copy.path for copy in sheet.copies] + [sheets.small(sheet)] * _is_shown(sheet, desk.site)
    basis = digest(desk.site.press.digest_of(sheet.product.template), _FINISHED, repr(sheet.product), given.key, *paths)
    names = [f"{basis}-{number}" for number in range(len(paths))]
    held = [known.get(name) for name in names]
    made = [body for body in held if body is not None]
    if len(made) < len(paths):
        fresh = _set(sheet, given, desk.site, shown=len(paths) > len(sheet.copies))
        if isinstance(fresh, tuple):
            return fresh
        made = fresh
        for name, body in zip(names, made, strict=True):
            known.put(name, body)
    return [File(path, body) for path, body in zip(paths, made, strict=True)]


def _set(sheet: Sheet, given: Manuscript, site: Site, *, shown: bool) -> list[bytes] | tuple[Fault, ...]:
    """The bytes of every copy, and of the small picture where it is shown; or why there are none."""
    template = sheet.product.template
    if sheet.product.pictures:
        return site.press.pictures(template, given.told)
    made = site.press.sheet(template, given.told)
    if isinstance(made, tuple):
        return made
    files = pdf.cuts(made, [copy.cut for copy in sheet.copies])
    if not shown:
        return files
    # A book is drawn as its cover. Any other sheet is drawn of the same data, so that Typst need not set it again.
    told = given.cover() if sheet.is_book else given.told
    drawn = site.press.pictures(template, told, ppi=SMALL)
    return drawn if isinstance(drawn, tuple) else [*files, picture.small(drawn[0])]


def _is_shown(sheet: Sheet, site: Site) -> bool:
    """True for a sheet that a page of the site shows small: once for all its papers, and not for each group."""
    first = sheet.size == sheet.product.papers[0][0] and sheet.size in products.PAPERS
    plain = sheet.imprint is None and not sheet.fillable
    return first and plain and any(page.kind.shows_sheets for page in site.content.pages)


def _told_drafts(drafts: Sequence[Sheet]) -> Iterator[Problem]:
    """One line a language: what is left out because nobody has checked it."""
    if drafts:
        names = ", ".join(sheet.path.rpartition("/")[2].removesuffix(".pdf") for sheet in drafts)
        text = f"{len(drafts)} sheets in {drafts[0].path.partition('/')[0]} are drafts and not made: {names}."
        yield Problem("content", 1, "info", "print-draft", text, "python build.py status tells what nobody has checked yet.")


def unprintable(site: Site, imprints: Sequence[Imprint]) -> Iterator[Problem]:
    """An error for each imprint with a letter that no font has."""
    for one in imprints:
        lost = site.press.missing(one.name + one.phone + one.web)
        if lost:
            hint = "Write it another way, or add the letter to templates/print/fonts."
            yield error(one.path, one.line, "print-glyph", f"No font for print has “{lost}”.", hint)


def warnings(site: Site) -> tuple[Problem, ...]:
    """A warning while what is printed leads to an address that does not exist."""
    if site.settings.base_url:
        return ()
    text = f"Every printed sheet says that its address is a sample: “{site.settings.address}” is a reserved example name."
    line = site.settings.lines.get("base_url", 1)
    return (warning("content/site.toml", line, "sample-address", text, "Set base_url, or give --base-url for this run."),)
