"""A PDF of Typst's → the same PDF with fields to type into. Typst has none, so a template writes a link where one should be.

In:    bytes of a tagged PDF as Typst writes it (objects as text, one table of them); links to `field:<kind>:<words in hex>`.
Out:   the same bytes with each such link made a field that says what it is for; unchanged where there is none.
Never: moves or drops anything else, reads other PDFs, keeps what people type.

Kinds: text (a line), lines (several), tick (a box), one-of (a box; the words before the first colon are a question, and one
box of each question can be ticked), shared (a line; what is typed into one stands in all with the same words). A link is
already in the tree of tags where the field must be, so its tag is renamed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_LINK = re.compile(
    rb"/Subtype/Link/Rect\[(?P<rect>[^\]]*)\].*?"
    rb"/URI\(field:(?P<kind>[a-z-]+):(?P<told>[0-9a-f]*)\).*?/StructParent (?P<parent>\d+)",
    re.S,
)
_HEAD = re.compile(rb"(\d+) 0 obj\n")
_TYPE = "/Helv 9 Tf 0 g"
_MULTILINE = 1 << 12
_RADIO = 1 << 15


@dataclass(frozen=True, slots=True)
class Field:
    """One place to fill in.

    number: of its object; rect: two corners (x, y, x, y) in points; told: what it is for; parent: its place in the tags.
    """

    number: int
    kind: str
    rect: tuple[float, ...]
    told: str
    parent: int


def fillable(made: bytes) -> bytes:
    """The PDF with its fields; `made` where it has none."""
    if b"/URI(field:" not in made:
        return made
    objects = _objects(made)
    fields = [_field(number, found) for number, body in objects.items() if (found := _LINK.search(body))]
    font = max(objects) + 1
    objects[font] = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
    top = []
    questions: dict[str, list[Field]] = {}
    shared: dict[str, list[Field]] = {}
    rtl = b"/Direction/R2L" in made
    for place, one in enumerate(fields, 1):
        if one.kind == "one-of":
            questions.setdefault(one.told.partition(": ")[0], []).append(one)
        elif one.kind == "shared":
            shared.setdefault(one.told, []).append(one)
        else:
            objects[one.number] = _widget(one, objects, f"/T(field-{place})", rtl=rtl)
            top.append(one.number)
    for place, (question, choices) in enumerate(questions.items(), 1):
        top.append(_question(f"question-{place}", question, choices, objects))
    top += [_together(f"shared-{place}", places, objects, rtl=rtl) for place, places in enumerate(shared.values(), 1)]
    _retag(objects, {one.number for one in fields})
    root = next(number for number, body in objects.items() if b"/Type/Catalog" in body)
    named = " ".join(f"{number} 0 R" for number in sorted(top))
    form = f"/AcroForm<</Fields[{named}]/DA({_TYPE})/DR<</Font<</Helv {font} 0 R>>>>>>"
    objects[root] = objects[root].replace(b"<</Type/Catalog", b"<</Type/Catalog" + form.encode(), 1)
    return _written(made, objects)


def _field(number: int, found: re.Match[bytes]) -> Field:
    told = bytes.fromhex(found["told"].decode()).decode()
    return Field(number, found["kind"].decode(), tuple(map(float, found["rect"].split())), told, int(found["parent"]))


def _widget(one: Field, objects: dict[int, bytes], named: str, *, rtl: bool, on: str = "Yes") -> bytes:
    """A field as it stands on the page; how it looks empty, and ticked, are objects of their own."""
    left, low, right, high = one.rect
    size = (right - left, high - low)
    at = " ".join(f"{edge:g}" for edge in one.rect)
    head = f"<</Type/Annot/Subtype/Widget/Rect[{at}]/F 4/StructParent {one.parent}{named}/TU{_text(one.told)}"
    if one.kind in {"tick", "one-of"}:
        cross = f"1.2 w 2 2 m {size[0] - 2:g} {size[1] - 2:g} l 2 {size[1] - 2:g} m {size[0] - 2:g} 2 l S"
        states = f"/AP<</N<</{on} {_look(objects, size, cross)} 0 R/Off {_look(objects, size, '')} 0 R>>>>/AS/Off"
        kind = "/FT/Btn" if one.kind == "tick" else ""
        return f"{head}{kind}{states}/MK<</CA(8)>>>>".encode()
    flags = f"/Ff {_MULTILINE}" if one.kind == "lines" else ""
    look = _look(objects, size, "/Tx BMC EMC")
    return f"{head}/FT/Tx{flags}/Q {2 if rtl else 0}/DA({_TYPE})/AP<</N {look} 0 R>>>>".encode()


def _look(objects: dict[int, bytes], size: tuple[float, float], drawn: str) -> int:
    number = max(objects) + 1
    box = f"/BBox[0 0 {size[0]:g} {size[1]:g}]"
    head = f"<</Type/XObject/Subtype/Form{box}/Resources<<>>/Length {len(drawn)}>>"
    objects[number] = f"{head}\nstream\n{drawn}\nendstream".encode()
    return number


def _question(name: str, question: str, choices: list[Field], objects: dict[int, bytes]) -> int:
    """A field over boxes of which one can be ticked."""
    number = max(objects) + 1
    kids = " ".join(f"{one.number} 0 R" for one in choices)
    objects[number] = f"<</FT/Btn/Ff {_RADIO}/T({name})/TU{_text(question)}/V/Off/Kids[{kids}]>>".encode()
    for place, one in enumerate(choices):
        objects[one.number] = _widget(one, objects, f"/Parent {number} 0 R", rtl=False, on=f"choice-{place}")
    return number


def _together(name: str, places: list[Field], objects: dict[int, bytes], *, rtl: bool) -> int:
    """A field that stands in several places: what is typed into one stands in all."""
    number = max(objects) + 1
    kids = " ".join(f"{one.number} 0 R" for one in places)
    side = 2 if rtl else 0
    objects[number] = f"<</FT/Tx/T({name})/TU{_text(places[0].told)}/Q {side}/DA({_TYPE})/Kids[{kids}]>>".encode()
    for one in places:
        objects[one.number] = _widget(one, objects, f"/Parent {number} 0 R", rtl=rtl)
    return number


def _retag(objects: dict[int, bytes], fields: set[int]) -> None:
    """What was a link is a form field to those who hear the page."""
    for number, body in objects.items():
        held = re.search(rb"/Type/OBJR/Pg \d+ 0 R/Obj (\d+) 0 R", body)
        if held and int(held[1]) in fields:
            objects[number] = body.replace(b"/S/Link", b"/S/Form", 1)


def _text(said: str) -> str:
    """Words as a PDF holds them: UTF-16 in hex."""
    return f"<{(chr(0xFEFF) + said).encode('utf-16-be').hex()}>"


# ── the file ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _objects(made: bytes) -> dict[int, bytes]:
    """Every object by number, as the table at the end of the file finds it."""
    table = int(made[made.rindex(b"startxref") + 9 :].split()[0])
    rows = re.findall(rb"(\d{10}) 00000 n", made[table : made.index(b"trailer", table)])
    starts = sorted(map(int, rows))
    found = {}
    for start, end in zip(starts, [*starts[1:], table], strict=True):
        head = _HEAD.match(made, start)
        if head is None:
            raise ValueError("not a PDF as Typst writes it")
        found[int(head[1])] = made[head.end() : made.rindex(b"\nendobj", start, end)]
    return found


def _written(made: bytes, objects: dict[int, bytes]) -> bytes:
    """The file with these objects, and a table that finds them."""
    out = bytearray(made[: made.index(b"1 0 obj\n")] if made.find(b"1 0 obj\n") < made.find(b"endobj") else b"%PDF-1.7\n")
    rows = []
    for number in sorted(objects):
        rows.append(b"%010d 00000 n \n" % len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, objects[number])
    table = len(out)
    trailer = re.sub(rb"/Size \d+", b"/Size %d" % (len(objects) + 1), made[made.rindex(b"trailer") : made.rindex(b"startxref")])
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(rows) + trailer
    return bytes(out) + b"startxref\n%d\n%%%%EOF\n" % table
