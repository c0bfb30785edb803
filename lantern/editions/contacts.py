"""Organisations → what a page shows of them in one language: facts in a text, and whole entries.

In:    records of help.toml, a Translator, the country's calling code.
Out:   Fact by `{name.field}`; Contact; `tel:` addresses (RFC 3966).
Never: publishes a number that too few sources name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ..content.pages import Content
from ..content.records import Organisation, PhoneCheck, Sighting
from ..document.markdown import Fact
from ..message import Message
from .translator import Text, Translator

NOT_CONFIRMED = Message(
    "number not confirmed",
    path="lantern/editions/contacts.py",
    kind="phrase",
    note="Stands where a telephone number would stand that too few sources name.",
)
SAMPLE = Message(
    "Sample address",
    path="lantern/editions/contacts.py",
    kind="phrase",
    note="Stands before a web address that does not exist yet.",
)
PHRASES = (NOT_CONFIRMED, SAMPLE)
"""What the engine itself says to readers; all other phrases are in templates."""


@dataclass(frozen=True, slots=True)
class Contact:
    """An organisation this page names or lists, in the page's language; `phone` only where it may be published to dial.

    unsure: it has a number, which too few sources name to publish it.
    needs and places are as in help.toml: what a list is sorted and filtered by, not words to show.
    """

    id: str
    name: Text
    what: Text | None
    ask: Text | None
    hours: Text | None
    languages: tuple[Text, ...]
    phone: str | None
    phone_href: str | None
    web: str | None
    email: str | None
    address: Text | None
    cost: Text | None
    needs: tuple[str, ...]
    places: tuple[str, ...]
    last_seen: tuple[Sighting, ...]
    checked: PhoneCheck | None
    unsure: bool = False


def make_facts(translator: Translator, content: Content, *, calling_code: str) -> dict[str, Fact]:
    """What stands for each `{name.field}` of help.toml in the voice's locale."""
    found = {}
    for one in content.shown:
        for field, fact in _fields(one, translator, calling_code):
            found[f"{one.id}.{field}"] = fact
    return found


_TRUNKS = {
    "1": ("1",),
    "7": ("8",),
    "36": ("06",),
    "52": ("01", "044", "045"),
    "370": ("0", "8"),
    "375": ("80", "8"),
    "993": ("8",),
}
"""What is dialled before a number inside a country and falls away from outside; in all others it is 0."""
_NO_TRUNK = frozenset({"39", "378", "379", "225", "229", "242"})
"""Countries whose numbers keep their first 0: Italy and those in it, Côte d'Ivoire, Benin, Congo."""
_LONGEST = {"55": 11, "86": 11, "49": 11, "43": 13, "62": 12}
"""How many digits a number has inside a country, where that may be more than 10."""


def dial(number: str, calling_code: str) -> str:
    """The `tel:` address of a number as its country writes it; short ones (three to six digits) are dialled as they are.

    calling_code: the country's ("44"), put before the number without what is dialled inside the country alone; "" for none.
    """
    found = number.strip()
    for prefix in ("011",) if calling_code == "1" else ("00",):
        if calling_code and re.match(rf"{prefix}[-.\s]?[1-9](?:\D*\d){{7,}}", found):
            found = "+" + found[len(prefix) :]
    if found.startswith("+"):
        keeps = re.match(rf"\+(?:{'|'.join(sorted(_NO_TRUNK))})\D", found)
        return "tel:+" + re.sub(r"\D", "", found if keeps else found.replace("(0)", ""))
    digits = re.sub(r"\D", "", found)
    if not calling_code or len(digits) <= 6:
        return f"tel:{digits}"
    return f"tel:+{calling_code}{_national(digits, calling_code)}"


def _national(digits: str, calling_code: str) -> str:
    """A number without its country's code, if it has one, and without what is dialled inside the country alone."""
    if len(digits) > _LONGEST.get(calling_code, 10) and digits.startswith(calling_code):
        return digits.removeprefix(calling_code)
    if calling_code in _NO_TRUNK:
        return digits
    return next((digits[len(trunk) :] for trunk in _TRUNKS.get(calling_code, ("0",)) if _has_trunk(digits, trunk)), digits)


def _has_trunk(digits: str, trunk: str) -> bool:
    """True if the number begins with what is dialled before it; 1 and 8 may also begin a number, which then has ten digits."""
    return digits.startswith(trunk) and (trunk.startswith("0") or len(digits) > 10)


def _fields(one: Organisation, translator: Translator, calling_code: str) -> list[tuple[str, Fact]]:
    home = re.sub(r"\Ahttps?://(?:www\.)?|/\Z", "", one.web)
    hours = translator.text(Message(one.hours)) if one.hours else None
    unsure = translator.text(NOT_CONFIRMED)
    own = None if translator.tongue.is_source else translator.source.tag
    phone = Fact(one.phone, dial(one.phone, calling_code)) if one.dialable else _spoken(unsure) if one.phone else None
    called = translator.text(Message(one.name)) if one.descriptive else None
    name = _spoken(called) if called else Fact(one.name, lang=own, dir=translator.source.dir)
    fields: list[tuple[str, Fact | None]] = [
        ("name", name),
        ("phone", phone),
        ("web", Fact(home, one.web) if one.web else None),
        ("email", Fact(one.email, f"mailto:{one.email}") if one.email else None),
        ("address", Fact(one.address, lang=own, dir=translator.source.dir) if one.address else None),
        ("hours", _spoken(hours) if hours else None),
    ]
    return [(name, fact) for name, fact in fields if fact]


def _spoken(words: Text) -> Fact:
    """A fact in words, which may have been translated."""
    return Fact(words.text, None, False, words.lang if words.foreign else None, words.dir, words.anchor, words.state)


def _contact(one: Organisation, translator: Translator, known: Mapping[str, Fact], *, need: str = "") -> Contact:
    """As a list shows it; with what to say to somebody who looks for help with this need."""
    phone = known.get(f"{one.id}.phone")
    return Contact(
        one.id,
        translator.text(Message(one.name)) if one.descriptive else _as_written(one.name, translator),
        _said(one.what, translator),
        _said(one.asks.get(need, one.ask), translator),
        _said(one.hours, translator),
        tuple(translator.text(Message(name)) for name in one.languages),
        one.phone if one.dialable else None,
        phone.href if phone else None,
        one.web or None,
        one.email or None,
        _as_written(one.address, translator) if one.address else None,
        _said(one.cost, translator),
        one.needs,
        one.places,
        one.last_seen,
        one.checked,
        bool(one.phone) and not one.dialable,
    )


def _said(text: str, translator: Translator) -> Text | None:
    """A field of help.toml that is translated, or None where it is empty."""
    return translator.text(Message(text)) if text else None


def _as_written(text: str, translator: Translator) -> Text:
    """A name or a remark of the source that nobody translates."""
    return Text(text, translator.source.tag, translator.source.dir, bool(text) and not translator.tongue.is_source)
