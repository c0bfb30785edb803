"""A PDF of Typst's → the PDFs that are handed out: other paper, fields to type into, a print shop's, a booklet's. Owns pikepdf.

In:    bytes of a tagged PDF; which cuts of it are wanted, sizes in points. Bytes of a PDF that people bring.
Out:   bytes of each, packed to about half, the same for the same PDF. What a PDF runs and tells.
Never: draws or moves a word, drops a tag (but in a booklet, which is for printing alone), keeps what people type.

Two sizes of paper are one setting: what is set for US Letter stands in the middle of A4 with other margins, so that pages and
their numbers are the same on both. A template must leave a margin on every side that both papers have.

Typst has no fields, so a template writes a link to `field:<kind>:<words in hex>` where one should be. Kinds: text (a line), lines
(several), tick (a box), one-of (a box; the words before the first colon are a question, and one box of each question can be
ticked), shared (a line; what is typed into one stands in all with the same words).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name, String

BLEED = 9.0
"""An eighth of an inch, in points: what a print shop may cut off on each side."""
_FIELD = "field:"
_TYPE = "/Helv 9 Tf 0 g"
_MULTILINE = 1 << 12
_RADIO = 1 << 15
_KEPT = frozenset({"/Type", "/Rect", "/P", "/StructParent"})
"""What a link and the field in its place have in common."""


@dataclass(frozen=True, slots=True)
class Cut:
    """One way to give a PDF out.

    width, height: of its pages in points, 0 for those it was set with.
    form:          "" as it is; "print-shop" with room to cut, and black as black ink alone; "booklet" two pages side by side,
                   in the order in which a folded booklet needs them.
    rtl:           bound on the right.
    """

    width: float = 0
    height: float = 0
    form: str = ""
    rtl: bool = False


@dataclass(frozen=True, slots=True)
class _Field:
    """One place to fill in: its annotation, its kind, what it is for."""

    place: pikepdf.Object
    kind: str
    told: str

    @property
    def size(self) -> tuple[float, float]:
        left, low, right, high = _sides(self.place.Rect)
        return right - left, high - low


def cuts(made: bytes, wanted: Sequence[Cut]) -> list[bytes]:
    """The PDF once for each cut, in their order."""
    done: dict[Cut, bytes] = {}
    with pikepdf.open(io.BytesIO(made)) as pdf:
        _make_fields(pdf)
        black = False
        set_as = [(_sides(page.obj.MediaBox), page.obj.get("/TrimBox")) for page in pdf.pages]
        # What a print shop needs changes colours for good, so it comes last.
        for cut in sorted(wanted, key=_is_for_shop):
            for page, (box, trim) in zip(pdf.pages, set_as, strict=True):
                page.obj.MediaBox = Array(_around(box, cut.width, cut.height))
                if trim is None and "/TrimBox" in page.obj:
                    del page.obj["/TrimBox"]
            if _is_for_shop(cut):
                _make_room(pdf)
                black = black or _make_black(pdf)
            done[cut] = _folded(pdf, rtl=cut.rtl) if cut.form == "booklet" else _saved(pdf)
    return [done[cut] for cut in wanted]


_ACTS = frozenset({"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/Rendition", "/Movie", "/Sound", "/RichMediaExecute"})
_PEOPLE = {
    "/Author": "an author",
    "/Company": "an author",
    "/Manager": "an author",
    "/Creator": "a program",
    "/Producer": "a program",
}
_XMP = {
    "creator": "an author",
    "CreatorTool": "a program",
    "Producer": "a program",
    "GPSLatitude": "a place",
    "filePath": "a path",
}


class Unreadable(Exception):
    """A PDF that nobody can look into: damaged, or locked with a password."""


def tells(made: bytes) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(what a PDF runs when it is opened or used, what it tells of its maker), each sorted. Raises Unreadable."""
    try:
        with pikepdf.open(io.BytesIO(made)) as pdf:
            runs = {word for held in pdf.objects for word in _runs(held)}
            told = {word for key, word in _PEOPLE.items() if str(pdf.trailer.get("/Info", Dictionary()).get(key, "")).strip()}
            for held in pdf.objects:
                if isinstance(held, pikepdf.Stream) and held.get("/Subtype") == Name.XML:
                    words = held.read_bytes().decode(errors="replace")
                    told |= {word for key, word in _XMP.items() if _names(words, key)}
            return tuple(sorted(runs)), tuple(sorted(told))
    except (pikepdf.PdfError, pikepdf.PasswordError) as reason:
        raise Unreadable(str(reason)) from reason


def _names(xmp: str, key: str) -> bool:
    """True if a metadata stream gives `key` a value, as an element or as an attribute."""
    inside = re.findall(rf"<(?:\w+:)?{key}(?:\s[^>]*)?>(.*?)</(?:\w+:)?{key}>", xmp, re.DOTALL)
    plain = any(re.sub(r"<[^>]*>", "", part).strip() for part in inside)
    return plain or re.search(rf"\b{key}\s*=\s*(?:\"[^\"]|'[^'])", xmp) is not None


def _runs(held: pikepdf.Object) -> Iterator[str]:
    """What a dictionary, or one that stands in it, would run or hides."""
    if isinstance(held, pikepdf.Stream | pikepdf.Dictionary):
        if str(held.get("/S", "")) in _ACTS:
            yield f"an action ({str(held.S)[1:]})"
        yield from (
            word
            for key, word in {"/JS": "JavaScript", "/XFA": "a form that runs", "/EF": "an attached file"}.items()
            if key in held
        )
        children = [value for _, value in held.items()]
    else:
        children = list(held.as_list()) if isinstance(held, pikepdf.Array) else []
    for child in children:
        if isinstance(child, pikepdf.Dictionary | pikepdf.Array) and not child.is_indirect:
            yield from _runs(child)


def pages(made: bytes) -> int:
    """How many pages a PDF has."""
    with pikepdf.open(io.BytesIO(made)) as pdf:
        return len(pdf.pages)


def _saved(pdf: pikepdf.Pdf) -> bytes:
    written = io.BytesIO()
    pdf.save(written, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return written.getvalue()


def _sides(box: pikepdf.Object) -> tuple[float, ...]:
    return tuple(float(side) for side in box)


def _around(box: Sequence[float], width: float, height: float) -> list[float]:
    """A box of this size with the same middle."""
    left, low, right, high = box
    wider, higher = ((width or right - left) - (right - left)) / 2, ((height or high - low) - (high - low)) / 2
    return [round(side, 3) for side in (left - wider, low - higher, right + wider, high + higher)]


# ── for a print shop ────────────────────────────────────────────────────────────────────────────────────────────────


def _is_for_shop(cut: Cut) -> bool:
    return cut.form == "print-shop"


def _make_room(pdf: pikepdf.Pdf) -> None:
    """Room to cut and trim box on every page; a page whose template made the room keeps its own."""
    for page in pdf.pages:
        left, low, right, high = _sides(page.obj.MediaBox)
        if "/TrimBox" not in page.obj:
            page.obj.TrimBox = Array([left, low, right, high])
            page.obj.MediaBox = Array([left - BLEED, low - BLEED, right + BLEED, high + BLEED])
        page.obj.BleedBox = page.obj.MediaBox


def _make_black(pdf: pikepdf.Pdf) -> bool:
    """Grey without a profile: a shop's machine may set that in four inks, and small type blurs; plain grey is black ink alone."""
    for one in pdf.objects:
        if isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
            for holder in (one, one.get("/Resources")):
                _unprofile(holder)
    return True


def _unprofile(holder: pikepdf.Object | None) -> None:
    spaces = holder.get("/ColorSpace") if isinstance(holder, pikepdf.Dictionary | pikepdf.Stream) else None
    if isinstance(spaces, pikepdf.Dictionary):
        for name in [name for name, space in spaces.items() if _is_grey(space)]:
            spaces[name] = Name.DeviceGray
    elif holder is not None and spaces is not None and _is_grey(spaces):
        holder.ColorSpace = Name.DeviceGray


def _is_grey(space: pikepdf.Object) -> bool:
    return isinstance(space, pikepdf.Array) and space[0] == Name.ICCBased and space[1].get("/N") == 1


# ── a booklet ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _folded(pdf: pikepdf.Pdf, *, rtl: bool) -> bytes:
    """Two pages on each side of a sheet, a multiple of four in all, to be turned on the short edge; without tags and links.

    Its page labels say which pages stand side by side ("24 1", then "2 23"), so that people and tests can check them.
    """
    with pikepdf.new() as made:
        left, low, right, high = _sides(pdf.pages[0].obj.MediaBox)
        sides = list(order(len(pdf.pages), rtl=rtl))
        for side in sides:
            made.add_blank_page(page_size=(2 * (right - left), high - low))
            shown = [(place, number) for place, number in enumerate(side) if number <= len(pdf.pages)]
            # Placed by hand: pikepdf's own way gives each page a name by chance.
            forms = {f"/P{number}": made.copy_foreign(pdf.pages[number - 1].as_form_xobject()) for _, number in shown}
            made.pages[-1].Resources = Dictionary(XObject=Dictionary(forms))
            drawn = "\n".join(
                f"q 1 0 0 1 {place * (right - left) - left:.3f} {-low:.3f} cm /P{number} Do Q" for place, number in shown
            )
            made.pages[-1].Contents = made.make_stream(drawn.encode())
        _describe(made, pdf, sides)
        return _saved(made)


def order(count: int, *, rtl: bool = False) -> Iterator[tuple[int, int]]:
    """(left, right) page of each side, front and back in turn; numbers past `count` are blank pages at the end."""
    last = count + -count % 4
    for sheet in range(last // 4):
        outer, inner = (last - 2 * sheet, 2 * sheet + 1), (2 * sheet + 2, last - 2 * sheet - 1)
        yield from (outer[::-1], inner[::-1]) if rtl else (outer, inner)


def _describe(made: pikepdf.Pdf, pdf: pikepdf.Pdf, sides: Sequence[tuple[int, int]]) -> None:
    """Title and language of the PDF that came in; how to print it; what stands on each side."""
    # Not its XMP: that says that the PDF is tagged.
    made.Root.Lang = pdf.Root.get("/Lang", String(""))
    made.docinfo["/Title"] = pdf.docinfo.get("/Title", String(""))
    made.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True, Duplex=Name.DuplexFlipShortEdge, PrintScaling=Name("/None"))
    labels = [part for number, (one, two) in enumerate(sides) for part in (number, Dictionary(P=String(f"{one} {two}")))]
    made.Root.PageLabels = Dictionary(Nums=Array(labels))


# ── fields ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _make_fields(pdf: pikepdf.Pdf) -> None:
    """Each link that stands for a field is made one, which says what it is for; a PDF without stays as it is."""
    fields = [field for page in pdf.pages for field in _fields(page)]
    if not fields:
        return
    tags = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
    right = pdf.Root.get("/ViewerPreferences", Dictionary()).get("/Direction") == Name.R2L
    form: dict[str, pikepdf.Object] = {}
    for number, field in enumerate(fields, 1):
        tags[int(field.place.StructParent)].S = Name.Form  # the link's tag is already where the field's must be
        for key in set(field.place.keys()) - _KEPT:
            del field.place[key]
        field.place.Subtype, field.place.F, field.place.TU = Name.Widget, 4, String(field.told)
        _place(pdf, field, form, number, right=right)
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    fonts = Dictionary(Font=Dictionary(Helv=pdf.make_indirect(font)))
    pdf.Root.AcroForm = Dictionary(Fields=Array([*form.values()]), DA=String(_TYPE), DR=fonts)


def _fields(page: pikepdf.Page) -> Iterator[_Field]:
    for one in page.obj.get("/Annots", Array()):
        target = str(one.get("/A", Dictionary()).get("/URI", ""))
        if target.startswith(_FIELD):
            kind, _, told = target.removeprefix(_FIELD).partition(":")
            yield _Field(one, kind, bytes.fromhex(told).decode())


def _place(pdf: pikepdf.Pdf, field: _Field, form: dict[str, pikepdf.Object], number: int, *, right: bool) -> None:
    """Gives a field its looks, and its place in the form: its own, or under the one it belongs to."""
    if field.kind in {"tick", "one-of"}:
        _tickable(pdf, field, on=f"/choice-{number}" if field.kind == "one-of" else "/Yes")
    else:
        written = {
            "FT": Name.Tx,
            "Q": 2 if right else 0,
            "DA": String(_TYPE),
            "AP": Dictionary(N=_look(pdf, field, "/Tx BMC EMC")),
        }
        for key, value in written.items():
            field.place[f"/{key}"] = value
    if field.kind == "lines":
        field.place.Ff = _MULTILINE
    if field.kind not in {"one-of", "shared"}:
        field.place.T = String(f"field-{number}")
        form[f"field-{number}"] = field.place
        return
    told = field.told.partition(": ")[0] if field.kind == "one-of" else field.told
    owner = form.get(told)
    if owner is None:
        kind = {"FT": Name.Btn, "Ff": _RADIO, "V": Name.Off} if field.kind == "one-of" else {"FT": Name.Tx}
        owner = pdf.make_indirect(Dictionary(T=String(f"{field.kind}-{number}"), TU=String(told), Kids=Array(), **kind))
        form[told] = owner
    owner.Kids.append(field.place)
    field.place.Parent = owner


def _tickable(pdf: pikepdf.Pdf, field: _Field, *, on: str) -> None:
    """A box that is empty or crossed."""
    wide, high = field.size
    cross = f"1.2 w 2 2 m {wide - 2:g} {high - 2:g} l 2 {high - 2:g} m {wide - 2:g} 2 l S"
    states = Dictionary({on: _look(pdf, field, cross), "/Off": _look(pdf, field, "")})
    field.place.AP, field.place.AS, field.place.MK = Dictionary(N=states), Name.Off, Dictionary(CA=String("8"))
    if field.kind == "tick":
        field.place.FT = Name.Btn


def _look(pdf: pikepdf.Pdf, field: _Field, drawn: str) -> pikepdf.Object:
    box = Array([0, 0, *(round(side, 3) for side in field.size)])
    return pdf.make_stream(drawn.encode(), Type=Name.XObject, Subtype=Name.Form, BBox=box, Resources=Dictionary())
