"""Page × catalog → Edition: what is shown, in which language, and what is never shown."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path

import pytest

from lantern.content import pages, records
from lantern.content.pages import Content, Page
from lantern.document import html as html_writer
from lantern.editions import contacts, progress
from lantern.editions import edition as edition_module
from lantern.editions.edition import Edition
from lantern.editions.translator import Text, Translator
from lantern.locales import merge
from lantern.locales.reviews import Review
from lantern.message import Message
from lantern.rules import glossary
from tests.making import copied, pair, po, read_po, snapshot, translator, write

SITE = """
[desk]
name = "Help Desk"
what = "Answers questions."
phone = "555-867-5301"
phone_sources = {sources}
{more}
web = "https://www.desk.example/"
email = "desk@desk.example"
hours = "Every day."
ask = "Say what you need."
cost = "Free."
address = "1 Long Wharf"
needs = ["lawyer"]
places = ["Pier One"]
languages = ["English", "Spanish"]
[bare]
name = "Bare"
"""
SOURCES = """
[one]
title = "One"
publisher = "P"
read_on = 2026-04-02
[two]
title = "Two"
publisher = "P"
read_on = 2026-04-01
"""


def known(root: Path, body: str, *, sources: int = 2, more: str = "") -> Content:
    """Content of one page."""
    page = f'+++\ntitle = "A page"\ndescription = "What it says."\n+++\n{body}\n'
    help_file = SITE.replace("{sources}", str(sources)).replace("{more}", more)
    write(root, {"content/index.md": page, "content/help.toml": help_file, "content/sources.toml": SOURCES})
    found, problems = pages.read(root)
    assert problems == ()
    return found


def edition(found: Content, speaking: Translator) -> Edition:
    facts = contacts.make_facts(speaking, found, calling_code="1")
    return edition_module.make_edition(found.pages[0], speaking, found, facts=facts)


def html(root: Path, body: str, said: Mapping[str, str], code: str = "es") -> str:
    return html_writer.html(edition(known(root, body), translator(code, said)).tree)


# --- words -----------------------------------------------------------------------------------------------------------


def test_words_in_the_page_s_language_are_bare() -> None:
    words = Text("a < b & c", "es", "ltr", False)
    assert (str(words), words.__html__()) == ("a < b & c", "a &lt; b &amp; c")


def test_foreign_words_carry_their_language() -> None:
    assert Text("a < b", "en", "ltr", True).__html__() == '<span lang="en" dir="ltr">a &lt; b</span>'


@pytest.mark.parametrize(
    ("above", "said", "state"),
    [
        ("", "Hola.", "draft"),
        ("", "", "missing"),
        ("#, fuzzy", "Hola.", "stale"),
        ("# only a remark", "Hola.", "draft"),
        ("", "Hola [aquí](https://evil.example).", "refused"),
        ("", "Hola \u202eeveil", "refused"),
        ("", "Hola {desk.phone}", "refused"),
        ("", "Hola <script>alert(1)</script>", "refused"),
    ],
)
def test_a_translation_has_one_state(above: str, said: str, state: str) -> None:
    speaking = translator("es", raw=[pair("Hello.", said, above=above)])
    answer = speaking.look_up(Message("Hello."))
    assert answer.state == state
    shown = speaking.text(Message("Hello."))
    assert shown == (Text("Hola.", "es", "ltr", False) if state == "draft" else Text("Hello.", "en", "ltr", True))


def test_the_source_says_every_message_as_it_is() -> None:
    assert translator("en", {"Hello.": "Changed."}).text(Message("Hello.")) == Text("Hello.", "en", "ltr", False)


def test_context_is_part_of_a_message() -> None:
    speaking = translator("es", raw=[pair("Close", "Cerrar", context="verb"), pair("Close", "Cerca", context="near")])
    said = [speaking.text(Message("Close", context)).text for context in ("verb", "near", None)]
    assert said == ["Cerrar", "Cerca", "Close"]


def test_plain_words_for_a_right_to_left_place_are_isolated() -> None:
    words = translator("ar", {"Call 555-867-5301": "اتصل 555-867-5301 الآن"}).text(Message("Call 555-867-5301"))
    assert words.text == "اتصل \u2066555-867-5301\u2069 الآن"


def test_a_refused_translation_is_told_with_its_place() -> None:
    speaking = translator("es", {"Hello.": "Hola.", "Call {desk.phone}.": "Llame."})
    (problem,) = speaking.refusals((Message("Hello."), Message("Call {desk.phone}."), Message("Not there.")))
    assert (problem.path, problem.level, problem.rule) == ("locales/es/LC_MESSAGES/messages.po", "warning", "fact-differs")
    assert problem.line == speaking.tongue.where(Message("Call {desk.phone}."))[1]
    assert "The source text is shown instead." in problem.text
    assert problem.hint


def test_what_refuses_knows_the_language_and_the_glossary() -> None:
    date, term = Message("On February 5."), Message("A warrant.")
    speaking = translator("es", {date.text: "El 5 de febrero.", term.text: "Una garantía."})
    assert speaking.refusals((date, term)) == ()
    terms, _ = glossary.parse('[w]\nen = ["warrant"]\n[w.es]\nsay = ["orden"]\navoid = ["garantía"]\n')
    strict = Translator(speaking.tongue, speaking.source, terms)
    assert [one.rule for one in strict.refusals((date, term))] == ["avoid"]
    assert strict.look_up(term).state == "refused"
    assert strict.refusal(Message("Not there.")) is None
    assert translator("fr", {date.text: "Le 5 février."}).refusal(date) is None
    assert translator("fr", {date.text: "Le 5 mars."}).refusal(date) is not None


# --- numbers ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "code", "address"),
    [
        ("911", "1", "tel:911"),
        ("311", "", "tel:311"),
        ("617-555-0142", "1", "tel:+16175550142"),
        ("1-800-555-0142", "1", "tel:+18005550142"),
        ("(617) 555-0142", "1", "tel:+16175550142"),
        ("+44 20 7946 0000", "1", "tel:+442079460000"),
        ("617-555-0142", "", "tel:6175550142"),
        ("+1 617 555 0142", "", "tel:+16175550142"),
        ("741741", "1", "tel:741741"),
        ("030 901820", "49", "tel:+4930901820"),
        ("020 7946 0000", "44", "tel:+442079460000"),
        ("+44 (0)20 7946 0000", "44", "tel:+442079460000"),
        ("0044 20 7946 0000", "44", "tel:+442079460000"),
        ("44 20 7946 0000", "44", "tel:+442079460000"),
        ("0800 1111", "44", "tel:+448001111"),
        ("116 123", "44", "tel:116123"),
        ("06 12 34 56 78", "33", "tel:+33612345678"),
        ("3919", "33", "tel:3919"),
        ("55 1234 5678", "52", "tel:+525512345678"),
        ("01 55 1234 5678", "52", "tel:+525512345678"),
        ("06 6982 1234", "39", "tel:+390669821234"),
        ("+39 06 6982 1234", "1", "tel:+390669821234"),
        ("8 495 123-45-67", "7", "tel:+74951234567"),
        ("800 123-45-67", "7", "tel:+78001234567"),
        ("06 1 234 5678", "36", "tel:+3612345678"),
        ("912 34 56 78", "34", "tel:+34912345678"),
        ("(11) 91234-5678", "55", "tel:+5511912345678"),
        ("(55) 91234-5678", "55", "tel:+5555912345678"),
        ("0 11 91234-5678", "55", "tel:+5511912345678"),
        ("07 01 23 45 67", "225", "tel:+2250701234567"),
        ("061 7123456", "252", "tel:+252617123456"),
        ("024 3825 1234", "84", "tel:+842438251234"),
        ("011 44 20 7946 0000", "1", "tel:+442079460000"),
        ("1-555-867-5301", "1", "tel:+15558675301"),
    ],
)
def test_dial(number: str, code: str, address: str) -> None:
    assert contacts.dial(number, code) == address


def test_a_number_of_two_sources_is_a_link_that_dials(tmp_path: Path) -> None:
    page = html(tmp_path, "Call {desk.phone} now.", {"Call {desk.phone} now.": "Llame ya al {desk.phone}."})
    number = '<a class="fact" translate="no" href="tel:+15558675301"><bdi dir="ltr">555-867-5301</bdi></a>'
    assert page == f"<p>Llame ya al {number}.</p>\n"


@pytest.mark.parametrize("code", ["en", "es", "ar"])
def test_a_number_of_one_source_is_nowhere(tmp_path: Path, code: str) -> None:
    found = known(tmp_path, "Call {desk.phone} now.\n\nSee {desk.web}.", sources=1)
    one = edition(found, translator(code))
    assert "867" not in repr(one.contacts) + html_writer.html(one.tree, annotate=True) + repr(one.headings)
    (contact,) = one.contacts
    assert (contact.phone, contact.phone_href) == (None, None)
    said = "number not confirmed" if code == "en" else '<span class="fact" lang="en" dir="ltr">number not confirmed</span>'
    assert said in html_writer.html(one.tree)


def test_not_confirmed_is_said_in_the_reader_s_language(tmp_path: Path) -> None:
    found = known(tmp_path, "Call {desk.phone}.", sources=1)
    one = edition(
        found, translator("es", {"Call {desk.phone}.": "Llame: {desk.phone}.", "number not confirmed": "número sin confirmar"})
    )
    assert html_writer.html(one.tree) == '<p>Llame: <span class="fact">número sin confirmar</span>.</p>\n'


def test_a_number_that_a_person_confirmed_is_shown(tmp_path: Path) -> None:
    found = known(
        tmp_path, "Call {desk.phone}.", sources=0, more='checked = { on = 2026-06-01, how = "called", phone = "555-867-5301" }'
    )
    one = edition(found, translator("en"))
    assert one.contacts[0].phone == "555-867-5301"
    assert one.contacts[0].checked == records.PhoneCheck(datetime.date(2026, 6, 1), "called", "555-867-5301")
    assert 'href="tel:+15558675301"' in html_writer.html(one.tree)


def test_facts_are_in_the_reader_s_language_where_they_have_one(tmp_path: Path) -> None:
    found = known(tmp_path, "{desk.name} {desk.hours} {desk.web} {desk.email}: ask.")
    plain = contacts.make_facts(translator("ar"), found, calling_code="")
    spoken = contacts.make_facts(translator("ar", {"Every day.": "كل يوم."}), found, calling_code="")
    assert (plain["desk.hours"].text, plain["desk.hours"].lang, plain["desk.hours"].dir) == ("Every day.", "en", "ltr")
    assert (spoken["desk.hours"].text, spoken["desk.hours"].lang) == ("كل يوم.", None)
    assert (spoken["desk.web"].text, spoken["desk.web"].href) == ("desk.example", "https://www.desk.example/")
    assert spoken["desk.email"].href == "mailto:desk@desk.example"
    assert (spoken["desk.name"].text, spoken["desk.name"].lang) == ("Help Desk", "en")
    assert contacts.make_facts(translator("en"), found, calling_code="")["desk.name"].lang is None
    assert "bare.phone" not in spoken


# --- editions --------------------------------------------------------------------------------------------------------


def test_a_block_that_falls_back_is_marked_and_its_neighbours_are_not(tmp_path: Path) -> None:
    page = html(tmp_path, "One here.\n\nTwo here.\n\n> Three here.", {"One here.": "Uno aquí."})
    assert page == (
        '<p>Uno aquí.</p>\n<p lang="en" dir="ltr">Two here.</p>\n'
        '<blockquote><p lang="en" dir="ltr">Three here.</p>\n</blockquote>\n'
    )


def test_an_item_that_falls_back_does_not_mislabel_its_translated_children(tmp_path: Path) -> None:
    page = html(tmp_path, "- Parent here\n    - Child here\n", {"Child here": "Hijo aquí"}, "ar")
    assert page == '<ul><li><span lang="en" dir="ltr">Parent here</span><ul><li>Hijo aquí</li>\n</ul>\n</li>\n</ul>\n'


def test_blocks_without_words_are_in_no_other_language(tmp_path: Path) -> None:
    assert "lang=" not in html(tmp_path, "{desk.email}: {desk.phone}\n\n`code`", {})


def test_headings_keep_the_source_s_anchor(tmp_path: Path) -> None:
    found = known(tmp_path, "## First thing T-205\n\n## Second thing {: #second}\n\nText here.")
    one = edition(found, translator("ar", {"First thing T-205": "الأول T-205"}))
    assert [(level, anchor) for level, anchor, _ in one.headings] == [(2, "first-thing-t-205"), (2, "second")]
    first, second = (words for _, _, words in one.headings)
    assert first == Text("الأول \u2066T-205\u2069", "ar", "rtl", False)
    assert second == Text("Second thing", "en", "ltr", True)


def test_title_and_description_fall_back_by_themselves(tmp_path: Path) -> None:
    one = edition(known(tmp_path, "Text here."), translator("es", {"A page": "Una página"}))
    assert one.title == Text("Una página", "es", "ltr", False)
    assert one.description == Text("What it says.", "en", "ltr", True)


def test_sources_are_numbered_as_the_source_page_cites_them(tmp_path: Path) -> None:
    found = known(tmp_path, "A thing.[^two] Another.[^one]")
    one = edition(found, translator("es", {"A thing.[^two] Another.[^one]": "Otra.[^one] Una.[^two]"}))
    assert [(number, source.id) for number, source in one.sources] == [(1, "two"), (2, "one")]
    assert one.seen == datetime.date(2026, 4, 1)
    assert 'Otra.<sup class="cite"><a href="#source-one">2</a></sup>' in html_writer.html(one.tree)


def test_a_page_without_sources_was_not_seen(tmp_path: Path) -> None:
    assert edition(known(tmp_path, "Text here."), translator("es")).seen is None


def test_contacts_are_those_the_page_names(tmp_path: Path) -> None:
    one = edition(known(tmp_path, "Ask {desk.name}.\n\nOr {desk.web}."), translator("es", {"Spanish": "español"}))
    (contact,) = one.contacts
    assert contact.name == Text("Help Desk", "en", "ltr", True)
    assert contact.last_seen == ()
    assert [str(words) for words in contact.languages] == ["English", "español"]
    assert [words.foreign for words in contact.languages] == [True, False]


def test_a_contact_has_all_that_a_directory_says_of_it(tmp_path: Path) -> None:
    speaking = translator("es", {"Say what you need.": "Diga qué necesita.", "Free.": "Gratis."})
    (contact,) = edition(known(tmp_path, "Ask {desk.name}."), speaking).contacts
    assert contact.ask == Text("Diga qué necesita.", "es", "ltr", False)
    assert contact.cost == Text("Gratis.", "es", "ltr", False)
    assert contact.hours == Text("Every day.", "en", "ltr", True)
    assert contact.address == Text("1 Long Wharf", "en", "ltr", True)
    assert (contact.email, contact.web) == ("desk@desk.example", "https://www.desk.example/")
    assert (contact.needs, contact.places) == (("lawyer",), ("Pier One",))


def test_a_contact_without_more_than_a_name_has_nothing_else(tmp_path: Path) -> None:
    (contact,) = edition(known(tmp_path, "Ask {bare.name}."), translator("es")).contacts
    assert (contact.what, contact.ask, contact.hours, contact.address, contact.cost) == (None,) * 5
    assert (contact.email, contact.web, contact.phone, contact.needs, contact.places) == (None, None, None, (), ())


def asking(root: Path, front: str, *, sources: int = 2) -> Content:
    """Content of one page that asks for a list."""
    known(root, "Text here.", sources=sources)
    write(root, {"content/index.md": f'+++\ntitle = "A page"\n{front}\n+++\nText here.\n'})
    found, problems = pages.read(root)
    assert problems == ()
    return found


def test_a_listing_is_what_the_page_asks_for_and_no_contact(tmp_path: Path) -> None:
    one = edition(asking(tmp_path, 'need = "all"'), translator("es", {"Answers questions.": "Responde."}))
    assert [contact.id for contact in one.listing] == ["desk", "bare"]
    assert one.listing[0].what == Text("Responde.", "es", "ltr", False)
    assert one.contacts == ()
    assert [contact.id for contact in edition(asking(tmp_path, 'place = "Pier One"'), translator("en")).listing] == ["desk"]
    assert edition(asking(tmp_path, ""), translator("en")).listing == ()


@pytest.mark.parametrize(("sources", "phone", "href"), [(2, "555-867-5301", "tel:+15558675301"), (1, None, None)])
def test_a_listed_number_keeps_the_rule(tmp_path: Path, sources: int, phone: str | None, href: str | None) -> None:
    found = asking(tmp_path, 'need = "lawyer"', sources=sources)
    (contact,) = edition(found, translator("ar")).listing
    assert (contact.phone, contact.phone_href) == (phone, href)


def test_the_engine_s_own_phrases_have_a_note_for_translators() -> None:
    assert all(phrase.note and phrase.path == "lantern/editions/contacts.py" for phrase in contacts.PHRASES)
    assert contacts.SAMPLE in contacts.PHRASES


def test_the_source_page_is_in_no_other_language(tmp_path: Path) -> None:
    one = edition(known(tmp_path, "## Head\n\n- Item here\n\n{desk.hours} always."), translator("en"))
    assert "lang=" not in html_writer.html(one.tree)
    assert one.progress.missing == 0


# --- progress --------------------------------------------------------------------------------------------------------


def test_progress_counts_each_message_once_by_its_state() -> None:
    marked = read_po(_stamped())
    raw = [
        pair("Two", "Dos", above="#, fuzzy"),
        pair("Three", ""),
        pair("Four {a.b}", "Cuatro"),
        pair("Five", "Cinco"),
    ]
    speaking = translator("es", raw=raw)
    listed = {**speaking.tongue.entries, **{item.key: (marked, item) for item in marked.entries}}
    speaking = Translator(type(speaking.tongue)(speaking.tongue.locale, (marked,), listed, False), speaking.source)
    wanted = [Message(text) for text in ("Two", "Three", "Four {a.b}", "Five", "Six", "Seven", "Seven", "Eight")]
    count = progress.count_progress(wanted, speaking)
    assert count.total == 7
    assert (count.translated, count.missing) == (3, 4)
    assert (count.machine, count.reviewed, count.stale) == (1, 1, 1)
    assert dict(count.states) == {"stale": 1, "missing": 2, "refused": 1, "draft": 1, "machine": 1, "reviewed": 1}


def _stamped() -> bytes:
    """A catalog with a machine draft and a reviewed translation, each with its true stamp."""
    plain = read_po(po("es", pair("Six", "Seis"), pair("Seven", "Siete")))
    six, seven = (merge.fingerprint_of(item) for item in plain.entries)
    return po(
        "es", pair("Six", "Seis", above=f"# machine: h={six}"), pair("Seven", "Siete", above=f"# reviewed: h={seven} 2026-06-01")
    )


def test_an_edit_withdraws_a_review() -> None:
    data = _stamped().replace(b'"Siete"', b'"Siete!"')
    entries = {item.key: (read_po(data), item) for item in read_po(data).entries}
    speaking = translator("es")
    speaking = Translator(type(speaking.tongue)(speaking.tongue.locale, (), entries, False), speaking.source)
    assert speaking.look_up(Message("Seven")).state == "draft"
    assert speaking.look_up(Message("Six")).state == "machine"


def test_editions_are_pure(tmp_path: Path) -> None:
    root = copied("town", tmp_path)
    found, _ = pages.read(root)
    before = snapshot(root)
    speaking = translator("es", {"Ask who is there.": "Pregunte quién es."})

    def made(page: Page) -> str:
        one = edition_module.make_edition(page, speaking, found, facts=contacts.make_facts(speaking, found, calling_code="1"))
        return html_writer.html(one.tree, annotate=True) + repr((one.headings, one.sources, one.contacts, one.progress))

    assert [made(page) for page in found.pages] == [made(page) for page in found.pages]
    assert snapshot(root) == before


def test_a_block_kept_in_the_source_language_says_so(tmp_path: Path) -> None:
    """What a writer marked as not to be translated stands in the source's language on every page."""
    shown = html(tmp_path, "Keep these words. {: .notranslate }", {}, "ar")
    assert '<p lang="en" dir="ltr" translate="no">Keep these words.</p>' in shown


def test_a_page_is_checked_by_those_who_checked_all_of_it() -> None:
    """Everyone is named once, with the latest day; one text that nobody checked, and nobody is."""
    data = _stamped().replace(b" 2026-06-01", b" by=Rosa on=2026-06-01")
    speaking = translator("es", raw=[data.decode().split("\n\n", 1)[1]])
    assert progress.reviews([Message("Seven")], speaking) == (Review("Rosa", datetime.date(2026, 6, 1)),)
    assert progress.reviews([Message("Seven"), Message("Six")], speaking) == ()
    assert progress.reviews([], speaking) == ()


def test_words_to_go_are_those_of_texts_without_a_translation() -> None:
    count = progress.count_progress(
        [Message("One two three"), Message("Door"), Message("Door")], translator("es", {"Door": "Puerta"})
    )
    assert (count.total, count.words, count.refused) == (2, 3, 0)
