"""Catalogs that follow the source: what each change does, by example, and the laws of the merge."""

from __future__ import annotations

import difflib
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lantern.locales.merge import empty, fingerprint_of, fixed_parts, merge, stamp_machine, state, template, without
from lantern.locales.po import Catalog, Entry, dump, parse
from lantern.message import Message, digest

PLURALS = "nplurals=2; plural=(n != 1);"


def message(text: str, page: str = "a", context: str | None = None) -> Message:
    return Message(text, context, f"content/{page}.md", kind="paragraph", place=f"{page}.html")


def pot_of(*messages: Message | str) -> Catalog:
    return template([message(m) if isinstance(m, str) else m for m in messages], project="test")


def new(pot: Catalog) -> Catalog:
    return empty(pot, language="es", plural_forms=PLURALS, path="locales/es.po")


def translated(pot: Catalog) -> Catalog:
    """A catalog in which every message has a translation, as read from a file."""
    blank = new(pot)
    return read(dump(replace(blank, entries=tuple(replace(e, strings=(f"ES {e.text}",)) for e in blank.entries))))


def read(data: bytes | str) -> Catalog:
    found, problems = parse(data if isinstance(data, bytes) else data.encode(), "locales/es.po", language="es")
    assert found is not None, problems
    assert problems == ()
    return found


def updated(old: Catalog, pot: Catalog) -> Catalog:
    """The merge, written and read again; holds the law that a second merge changes nothing."""
    data = dump(merge(old, pot))
    again = read(data)
    assert dump(merge(again, pot)) == data
    return again


def by_text(found: Catalog) -> dict[str, Entry]:
    return {entry.text: entry for entry in found.entries}


def lines_changed(old: Catalog, young: Catalog) -> tuple[list[str], list[str]]:
    """The lines that went and the lines that came."""
    diff = list(difflib.ndiff(dump(old).decode().splitlines(), dump(young).decode().splitlines()))
    return [line[2:] for line in diff if line[0] == "-"], [line[2:] for line in diff if line[0] == "+"]


HEADER = dump(new(pot_of())).decode()
ONE, TWO, THREE = "You have the right to be silent.", "Do not open the door.", "Ask for a lawyer."


# --- the template ----------------------------------------------------------------------------------------------------


def test_the_template_holds_each_message_once_with_all_its_places() -> None:
    pot = template(
        [
            Message(ONE, None, "content/a.md", 3, "heading 2", "Keep it short.", "a.html"),
            Message(TWO, "menu", "templates/base.html", 9, "phrase", flags=("python-brace-format",)),
            Message(ONE, None, "content/b.md", 8, "paragraph", "Keep it short.\nThe law says so.", "b.html"),
            Message(TWO, None, "content/b.md", 9, "paragraph", "", "b.html"),
            Message("", None, "content/b.md", 9, "paragraph", "", "b.html"),
        ],
        project="test",
    )
    anchor = "m-" + digest(None, ONE)[:8]
    assert dump(pot).decode().partition("\n\n")[2] == (
        "#. heading 2\n#. paragraph\n#. Keep it short.\n#. The law says so.\n"
        f"#. a.html#{anchor}\n#. b.html#{anchor}\n#: content/a.md content/b.md\n"
        f'msgid "{ONE}"\nmsgstr ""\n\n'
        '#. phrase\n#: templates/base.html\n#, python-brace-format\nmsgctxt "menu"\n'
        f'msgid "{TWO}"\nmsgstr ""\n\n'
        f"#. paragraph\n#. b.html#m-{digest(None, TWO)[:8]}\n#: content/b.md\n"
        f'msgid "{TWO}"\nmsgstr ""\n'
    )


def test_the_template_reads_back_and_has_no_date() -> None:
    pot = pot_of(ONE, TWO)
    found, problems = parse(dump(pot), "locales/messages.pot", language=None)
    assert problems == ()
    assert found is not None
    assert found.entries == pot.entries
    assert pot.headers["Language"] == ""
    assert not [name for name in pot.headers if "Date" in name]


def test_without_leaves_out_what_another_catalog_holds() -> None:
    assert without(pot_of(ONE, TWO), {(None, ONE)}) == pot_of(TWO)


# --- a new catalog ---------------------------------------------------------------------------------------------------


def test_a_new_catalog_passes_the_gate_and_the_merge_leaves_it_alone() -> None:
    pot = pot_of(ONE, TWO)
    made = read(dump(new(pot)))
    assert made.headers["Language"] == "es"
    assert made.headers["Plural-Forms"] == PLURALS
    assert {state(entry) for entry in made.entries} == {"missing"}
    assert dump(merge(made, pot)) == dump(made)


def test_a_new_catalog_has_as_many_plural_forms_as_its_language() -> None:
    pot = replace(pot_of(), entries=(Entry(None, "a", "as", ("", "")),))
    made = empty(pot, language="ar", plural_forms="nplurals=6; plural=0;", path="locales/ar.po")
    assert made.entries[0].strings == ("",) * 6


@pytest.mark.parametrize(
    ("language", "forms"),
    [("es", PLURALS), ("zh_Hant", "nplurals=1; plural=0;"), ("ru", "nplurals=3; plural=(n%10==1 ? 0 : n%10<5 ? 1 : 2);")],
)
def test_gettext_opens_every_stage_without_a_word(msgfmt: str, tmp_path: Path, language: str, forms: str) -> None:
    pot = pot_of(ONE, TWO, replace(message("Call {help.phone}"), flags=("python-brace-format",)))
    blank = empty(pot, language=language, plural_forms=forms, path="x.po")
    full = stamp_machine(replace(blank, entries=tuple(replace(e, strings=(e.text,)) for e in blank.entries)))
    later = merge(full, pot_of(ONE.replace("silent", "quiet"), THREE))
    back = merge(later, pot_of(ONE, TWO))
    for found in (blank, full, later, back):
        path = tmp_path / "x.po"
        path.write_bytes(dump(found))
        done = subprocess.run([msgfmt, "-c", "-o", "/dev/null", str(path)], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


# --- the merge, by example -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("at", [0, 1, 2])
def test_an_inserted_paragraph_adds_one_entry_and_touches_no_other_line(at: int) -> None:
    old = translated(pot_of(ONE, TWO))
    texts = [ONE, TWO]
    texts.insert(at, "Something quite different.")
    young = updated(old, pot_of(*texts))
    assert [entry.text for entry in young.entries] == texts
    went, came = lines_changed(old, young)
    assert went == []
    assert [line for line in came if line.startswith("msgid")] == ['msgid "Something quite different."']
    assert len([line for line in came if line]) == 5


def test_a_new_entry_follows_its_predecessor_in_a_catalog_of_another_order() -> None:
    old = translated(pot_of(THREE, ONE, TWO))
    young = updated(old, pot_of(ONE, "New one.", "Another one, after it.", TWO, THREE))
    assert [entry.text for entry in young.entries] == [THREE, ONE, "New one.", "Another one, after it.", TWO]


def test_a_changed_sentence_is_fuzzy_with_its_previous_text_in_its_place() -> None:
    old = translated(pot_of(ONE, TWO, THREE))
    young = updated(old, pot_of(ONE, "Do not open your door.", THREE))
    entry = young.entries[1]
    assert (entry.text, entry.strings, entry.flags) == ("Do not open your door.", (f"ES {TWO}",), ("fuzzy",))
    assert entry.previous == (None, TWO, None)
    assert state(entry) == "stale"
    went, came = lines_changed(old, young)
    assert f'msgid "{TWO}"' in went
    assert came[:2] == [f"#. a.html#m-{digest(None, entry.text)[:8]}", "#, fuzzy"]


def test_a_fuzzy_entry_that_changes_again_keeps_the_text_its_strings_were_made_for() -> None:
    once = updated(translated(pot_of(TWO)), pot_of("Do not open your door."))
    twice = updated(once, pot_of("Do not open your front door."))
    assert twice.entries[0].previous == (None, TWO, None)
    assert twice.entries[0].strings == (f"ES {TWO}",)


def test_an_untranslated_entry_that_changes_is_not_fuzzy() -> None:
    old = read(dump(new(pot_of(TWO))).decode().replace("#. paragraph", "# a question\n#. paragraph"))
    young = updated(old, pot_of("Do not open your door."))
    assert [(e.text, e.strings, e.flags, e.previous, e.comments) for e in young.entries] == [
        ("Do not open your door.", ("",), (), None, ("a question",))
    ]


CALL = "Call the hotline at {} today, or come to the office."


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("617-555-0142", "617-555-0143"),
        ("{luce.phone}", "{other.phone}"),
        ("help@lantern.example", "law@lantern.example"),
        ("https://lantern.example/help", "https://lantern.example/law"),
        ("lantern.example", "lamp.example"),
        ("noon", "12"),
    ],
)
def test_a_guess_never_carries_another_fact(before: str, after: str) -> None:
    old = translated(pot_of(CALL.format(before)))
    young = updated(old, pot_of(CALL.format(after)))
    fresh, gone = young.entries
    assert (fresh.text, fresh.strings, fresh.fuzzy) == (CALL.format(after), ("",), False)
    assert (gone.obsolete, gone.strings) == (True, (f"ES {CALL.format(before)}",))


def test_a_guess_is_not_made_from_a_text_whose_strings_tell_another_fact() -> None:
    old = updated(translated(pot_of("Wait 5 days for the answer.")), pot_of("Wait 5 days for your answer."))
    assert old.entries[0].fuzzy
    edited = read(dump(old).decode().replace("Wait 5 days for your", "Wait 6 days for your"))
    young = updated(edited, pot_of("Wait 6 days for their answer."))
    assert young.entries[0].strings == ("",)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("no facts here. None.", []),
        ("Call {luce.phone}, 617-555-0142.", ["{luce.phone}", "617", "555", "0142"]),
        ("See https://lantern.example/a?b=1.", ["https://lantern.example/a?b=1"]),
        ("Visit lantern.example.", ["lantern.example"]),
        ("Write to help@lantern.example.", ["help@lantern.example"]),
        ("A [link](at-home.md#m-12) inside[^src2], a [far one](https://lantern.example).", ["https://lantern.example"]),
    ],
)
def test_the_facts_of_a_text(text: str, expected: list[str]) -> None:
    assert sorted(fixed_parts(text).elements()) == sorted(expected)


def test_only_vanished_texts_are_guessed_from() -> None:
    old = translated(pot_of("Do not open the door."))
    young = updated(old, pot_of("Do not open the door.", "Do not open the gate."))
    assert by_text(young)["Do not open the gate."].strings == ("",)


def test_a_guess_comes_from_the_same_page_first_and_from_one_text_only() -> None:
    old = translated(pot_of(message("Do not open the door at night.", "b"), message("Do not open the door at dusk.", "a")))
    young = updated(old, pot_of(message("Do not open the door at dawn.", "a"), message("Never open the door at noon.", "z")))
    assert by_text(young)["Do not open the door at dawn."].previous == (None, "Do not open the door at dusk.", None)
    assert by_text(young)["Never open the door at noon."].previous == (None, "Do not open the door at night.", None)


def test_a_text_too_far_from_any_other_starts_empty() -> None:
    young = updated(translated(pot_of(ONE)), pot_of("Court papers must be signed by a judge."))
    assert [(e.strings, e.obsolete, e.fuzzy) for e in young.entries] == [(("",), False, False), ((f"ES {ONE}",), True, False)]


def test_a_new_context_is_a_change() -> None:
    young = updated(translated(pot_of("Help")), pot_of(message("Help", context="verb")))
    assert [(e.context, e.previous, e.fuzzy) for e in young.entries] == [("verb", (None, "Help", None), True)]


def test_a_text_without_spaces_is_matched_by_its_letters() -> None:
    young = updated(translated(pot_of("你有权保持沉默，也有权找律师。")), pot_of("你有权保持沉默，并有权找律师。"))
    assert young.entries[0].fuzzy


def test_a_removed_text_is_obsolete_at_the_end_with_its_comments_and_flags() -> None:
    old = read(dump(translated(pot_of(ONE, TWO, THREE))).decode().replace("#. paragraph", "# mine\n#. paragraph\n#, x-mine", 1))
    young = updated(old, pot_of(TWO, THREE))
    assert [entry.text for entry in young.entries] == [TWO, THREE, ONE]
    assert dump(young).decode().endswith(f'\n\n# mine\n#, x-mine\n#~ msgid "{ONE}"\n#~ msgstr "ES {ONE}"\n')
    went, came = lines_changed(old, young)
    assert not [line for line in came if line and not line.startswith(("#~", "# mine", "#, x-mine"))]
    assert all(TWO not in line and THREE not in line for line in went)


def test_a_removed_text_that_nobody_touched_leaves_nothing() -> None:
    assert updated(new(pot_of(ONE, TWO)), pot_of(TWO)).entries == new(pot_of(TWO)).entries


def test_a_text_that_comes_back_is_revived_with_all_it_had() -> None:
    text = dump(translated(pot_of(ONE, TWO, THREE))).decode()
    old = read(text.replace("#. paragraph", "# mine\n#. paragraph", 1).replace("a.md\n", "a.md\n#, fuzzy, x-mine\n", 1))
    away = updated(old, pot_of(TWO, THREE))
    back = updated(away, pot_of(TWO, ONE, THREE))
    assert [entry.text for entry in back.entries] == [TWO, ONE, THREE]
    assert back.entries[1] == replace(old.entries[0], flags=("fuzzy", "x-mine"))
    assert dump(updated(away, pot_of(ONE, TWO, THREE))) == dump(old)


def test_a_revival_goes_before_a_guess() -> None:
    away = updated(translated(pot_of(ONE, TWO)), pot_of(ONE))
    back = updated(away, pot_of(TWO))
    assert by_text(back)[TWO].strings == (f"ES {TWO}",)
    assert not by_text(back)[TWO].fuzzy


FOREIGN = """# A Team, 2026
#
msgid ""
msgstr ""
"Project-Id-Version: theirs\\n"
"X-Poedit-Basepath: ..\\n"
"Language: es\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Last-Translator: A Person <person@lantern.example>\\n"
"X-Loco-Parser: loco_parse_po\\n"

#no space
#  indented
#. paragraph
#. a.html#m-HASH2
#: content/a.md
#, no-wrap, x-mine, md-text
msgid ""
"Do not open "
"the door."
msgstr ""
"No abra "
"la puerta."

#. an old note
#: content/a.md:12 content/b.md:7
#, python-format
msgid "You have the right to be silent."
msgstr ""
"Usted tiene derecho "
"a guardar silencio."

#, fuzzy
#~ msgid "gone"
#~ msgstr "ido"
""".replace("HASH2", digest(None, TWO)[:8])


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_what_another_tool_wrote_stays(end: str) -> None:
    old = read(FOREIGN.replace("\n", end))
    young = updated(old, pot_of(ONE, TWO))
    assert young.headers == old.headers
    assert [entry.text for entry in young.entries] == [TWO, ONE, "gone"]
    went, came = lines_changed(old, young)
    assert went == ["#. an old note", "#: content/a.md:12 content/b.md:7", "#, python-format"]
    assert came == ["#. paragraph", f"#. a.html#m-{digest(None, ONE)[:8]}", "#: content/a.md"]
    assert dump(young).count(b"\r\n") == (dump(young).count(b"\n") if end == "\r\n" else 0)


def test_format_flags_are_the_templates_and_all_others_stay() -> None:
    pot = pot_of(replace(message(ONE), flags=("python-brace-format",)))
    old = read(dump(translated(pot_of(ONE))).decode().replace("#: ", "#, c-format, no-python-format, x-mine\n#: ", 1))
    assert updated(old, pot).entries[0].flags == ("no-python-format", "x-mine", "python-brace-format")


PAIR = f'{HEADER}\nmsgid "{ONE}"\nmsgstr ""\n\n#~ msgid "{ONE}"\n#~ msgstr "antes"\n\n#~ msgid "{TWO}"\n#~ msgstr "x"\n'


def test_an_empty_entry_beside_its_obsolete_translation_gets_it() -> None:
    old, _ = parse(PAIR.encode(), "locales/es.po", language="es")
    assert old is not None
    young = updated(old, pot_of(ONE))
    assert [(e.text, e.strings, e.obsolete) for e in young.entries] == [(ONE, ("antes",), False), (TWO, ("x",), True)]


def test_obsolete_twins_do_no_harm() -> None:
    twice = f'\n#~ msgid "{TWO}"\n#~ msgstr "y"\n'
    old, problems = parse((PAIR + twice).encode(), "locales/es.po", language="es")
    assert {problem.level for problem in problems} == {"warning"}
    assert old is not None
    assert by_text(updated(old, pot_of(ONE)))[TWO].strings == ("y",)
    assert by_text(updated(old, pot_of(ONE, TWO)))[TWO].strings == ("y",)


def test_a_plural_that_comes_or_goes_is_a_change() -> None:
    single = replace(pot_of(), entries=(Entry(None, "a day"),))
    plural = replace(pot_of(), entries=(Entry(None, "a day", "days", ("", "")),))
    more = updated(translated(single), plural)
    assert more.entries[0].strings == ("ES a day", "ES a day")
    assert (more.entries[0].fuzzy, more.entries[0].previous) == (True, (None, "a day", None))
    full = read(dump(replace(new(plural), entries=(Entry(None, "a day", "days", ("un día", "días")),))))
    less = updated(full, single)
    assert less.entries[0].strings == ("un día",)
    assert (less.entries[0].fuzzy, less.entries[0].previous) == (True, (None, "a day", "days"))


# --- the state of a translation --------------------------------------------------------------------------------------


def reviewed(entry: Entry) -> Entry:
    return replace(entry, comments=(*entry.comments, f"reviewed: h={fingerprint_of(entry)} by=someone 2027-01-05"), raw=())


def test_the_states() -> None:
    entry = Entry("c", ONE, strings=("x",))
    machine = replace(entry, comments=(f"machine: h={digest('c', ONE, 'x')[:16]}",))
    assert state(None) == "missing"
    assert state(replace(entry, strings=("",))) == "missing"
    assert state(replace(entry, plural="s", strings=("x", ""))) == "missing"
    assert state(replace(entry, obsolete=True)) == "missing"
    assert state(replace(entry, flags=("fuzzy",))) == "stale"
    assert state(entry) == "draft"
    assert state(machine) == "machine"
    assert state(reviewed(machine)) == "reviewed"
    assert state(replace(reviewed(entry), flags=("fuzzy",))) == "stale"


@pytest.mark.parametrize("edit", [{"strings": ("y",)}, {"text": "Other."}, {"context": None}, {"context": "d"}])
def test_any_edit_withdraws_a_review(edit: dict[str, object]) -> None:
    entry = reviewed(Entry("c", ONE, strings=("x",)))
    assert state(replace(entry, **edit)) == "draft"  # type: ignore[arg-type]


def test_a_machine_draft_is_stamped_once_and_nothing_else_is() -> None:
    old = translated(pot_of(ONE, TWO, THREE, "More."))
    a, b, c, d = old.entries
    old = replace(old, entries=(a, replace(b, flags=("fuzzy",), raw=()), reviewed(c), replace(d, strings=("",), raw=())))
    made = read(dump(stamp_machine(old)))
    assert [state(entry) for entry in made.entries] == ["machine", "stale", "reviewed", "missing"]
    assert dump(stamp_machine(made)) == dump(made)
    went, came = lines_changed(old, made)
    assert (went, came) == ([], [f"# machine: h={fingerprint_of(a)}"])


def test_a_person_who_edits_a_machine_draft_makes_it_a_draft_for_good() -> None:
    made = stamp_machine(translated(pot_of(ONE)))
    edited = read(dump(made).decode().replace("ES You", "ES you"))
    assert state(stamp_machine(edited).entries[0]) == "draft"


def test_a_change_taken_back_brings_the_stamped_translation_back() -> None:
    old = read(dump(stamp_machine(translated(pot_of(ONE, TWO)))))
    away = updated(old, pot_of(ONE, "Do not open your door."))
    assert state(away.entries[1]) == "stale"
    assert dump(updated(away, pot_of(ONE, TWO))) == dump(old)


def test_a_change_taken_back_does_not_bring_back_what_someone_doubted_or_edited() -> None:
    old = stamp_machine(translated(pot_of(TWO)))
    doubted = replace(old, entries=(replace(old.entries[0], flags=("fuzzy",), raw=()),))
    back = updated(updated(doubted, pot_of("Do not open your door.")), pot_of(TWO))
    assert state(back.entries[0]) == "stale"
    away = dump(updated(old, pot_of("Do not open your door."))).decode().replace("ES Do", "ES no")
    assert state(updated(read(away), pot_of(TWO)).entries[0]) == "stale"


# --- the laws --------------------------------------------------------------------------------------------------------

VOCABULARY = ["you", "the", "right", "to", "silent", "open", "door", "lawyer", "ask", "for", "court", "paper", "judge", "sign"]
FACTS = ["5", "{luce.phone}", "help.example"]
sentences = st.lists(st.sampled_from(VOCABULARY + FACTS), min_size=1, max_size=9).map(" ".join)
messages = st.builds(
    Message,
    text=sentences,
    context=st.none() | st.sampled_from(["menu"]),
    path=st.sampled_from(["content/a.md", "content/b.md"]),
    kind=st.sampled_from(["paragraph", "list item"]),
    note=st.sampled_from(["", "Keep it short."]),
    place=st.sampled_from(["a.html", "b.html"]),
    flags=st.sampled_from([(), ("python-brace-format",)]),
)
pages = st.lists(messages, max_size=8)


@st.composite
def catalogs(draw: st.DrawFn) -> Catalog:
    """A catalog with a past: translated, half translated, reviewed, fuzzy, commented, of any order."""
    blank = new(template(draw(pages), project="test"))
    entries = [touched(draw, entry) for entry in draw(st.permutations(blank.entries))]
    return read(dump(replace(blank, entries=tuple(entries))))


def touched(draw: st.DrawFn, entry: Entry) -> Entry:
    entry = replace(entry, strings=(draw(st.sampled_from(["", f"ES {entry.text}"])),))
    entry = replace(entry, comments=draw(st.sampled_from([(), ("mine",)])))
    entry = replace(entry, flags=(*draw(st.sampled_from([(), ("fuzzy",), ("x-mine",)])), *entry.flags))
    entry = replace(entry, obsolete=draw(st.sampled_from([False, False, False, True])))
    return reviewed(entry) if draw(st.booleans()) else entry


@given(catalogs(), pages, pages)
def test_a_merge_is_idempotent_complete_and_loses_nothing(
    old: Catalog, first: Sequence[Message], second: Sequence[Message]
) -> None:
    for source in (first, second):
        pot = template(source, project="test")
        young = updated(old, pot)
        assert {entry.key for entry in young.entries if not entry.obsolete} == {entry.key for entry in pot.entries}
        assert len({entry.key for entry in young.entries}) == len(young.entries)
        assert dump(young).startswith(dump(replace(old, entries=(), tail=())))
        assert strings_of(old) <= strings_of(young)
        assert sum("mine" in entry.comments for entry in old.entries) <= sum("mine" in entry.comments for entry in young.entries)
        old = young


def strings_of(found: Catalog) -> set[str]:
    return {string for entry in found.entries for string in entry.strings if string}


@given(catalogs(), pages)
def test_a_merge_never_makes_a_translation_look_better_than_it_was(old: Catalog, source: Sequence[Message]) -> None:
    known = {entry.key: entry for entry in old.entries}
    for entry in merge(old, template(source, project="test")).entries:
        if entry.obsolete or not any(entry.strings):
            continue
        if not entry.fuzzy:
            assert entry.strings == known[entry.key].strings
            assert not known[entry.key].fuzzy
        elif entry.key not in known or entry.strings != known[entry.key].strings:
            assert entry.previous is not None
            assert fixed_parts(entry.previous[1]) == fixed_parts(entry.text)


@given(catalogs(), pages)
def test_entries_that_stay_keep_their_order_and_their_lines(old: Catalog, source: Sequence[Message]) -> None:
    settled = updated(old, template(source, project="test"))
    pot = template([*source, message("Something quite different, never seen before.")], project="test")
    young = updated(settled, pot)
    assert [entry for entry in young.entries if entry in settled.entries] == list(settled.entries)
    assert len(young.entries) == len(settled.entries) + 1
    assert lines_changed(settled, young)[0] == []


@given(st.lists(sentences, min_size=1, max_size=6, unique=True), st.data())
def test_what_goes_away_and_comes_back_is_as_it_was(texts: list[str], data: st.DataObject) -> None:
    old = translated(pot_of(*texts))
    kept = [text for text in texts if data.draw(st.booleans())]
    back = updated(updated(old, pot_of(*kept)), pot_of(*texts))
    assert dump(back) == dump(old)
