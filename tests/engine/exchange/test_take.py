"""A catalog that comes by mail: read whatever its encoding, taken where it is safe, told where it is not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from lantern.cli import main
from lantern.exchange import take as take_module
from lantern.exchange.take import Fate, TakeOutcome, language, opened, take
from lantern.locales import merge, reviews
from lantern.locales import po as po_files
from lantern.locales.po import Catalog
from lantern.message import Message
from tests.making import copied, entry, pair, po, quoted, read_po, snapshot, swap, write

DOOR = Message("You do not have to open the door.", path="content/a.md", kind="paragraph", place="a.html")
CALL = Message("Call {desk.phone} *now*.", path="content/a.md", kind="paragraph", place="a.html")
CALM = Message("Stay calm.", path="content/a.md", kind="paragraph", place="a.html")
ALL = (DOOR, CALL, CALM)


def ours(*raw: str) -> Catalog:
    pot = merge.template(ALL, project="A")
    return po_files.tidy(merge.merge(read_po(po("es", *raw)), pot))


def machine(text: str, said: str) -> str:
    """An entry with a stamp that fits."""
    (one,) = read_po(po("es", pair(text, said))).entries
    return pair(text, said, above=f"# machine: h={merge.fingerprint_of(one)}")


def took(mine: Catalog, *raw: str, force: bool = False) -> tuple[Catalog, dict[str, TakeOutcome]]:
    theirs, faults = opened(po("es", *raw), "x.po")
    assert theirs is not None, faults
    taken, outcomes = take(mine, theirs, ALL, force=force)
    return taken, {outcome.text: outcome for outcome in outcomes}


SAID = "No tiene que abrir la puerta."
OTHER = "Usted no está obligado a abrir la puerta."
TABLE: list[tuple[str, list[str], str, Fate, str]] = [
    ("a gap is filled", [], pair(DOOR.text, SAID), "taken", "draft"),
    ("a machine draft gives way", [machine(DOOR.text, OTHER)], pair(DOOR.text, SAID), "taken", "draft"),
    ("a guess gives way", [pair(DOOR.text, OTHER, above="#, fuzzy")], pair(DOOR.text, SAID), "taken", "draft"),
    ("a guess that somebody approved", [pair(DOOR.text, SAID, above="#, fuzzy")], pair(DOOR.text, SAID), "taken", "draft"),
    ("the same", [pair(DOOR.text, SAID)], pair(DOOR.text, SAID), "same", "draft"),
    ("the same machine draft", [machine(DOOR.text, SAID)], machine(DOOR.text, SAID), "same", "machine"),
    ("a person's text stays", [pair(DOOR.text, OTHER)], pair(DOOR.text, SAID), "conflict", "draft"),
    ("an old machine draft is no news", [pair(DOOR.text, OTHER)], machine(DOOR.text, SAID), "unsure", "draft"),
    ("a machine draft fills a gap as one", [], machine(DOOR.text, SAID), "taken", "machine"),
    ("fuzzy is not taken", [], pair(DOOR.text, SAID, above="#, fuzzy"), "unsure", "missing"),
    ("empty is nothing", [pair(DOOR.text, OTHER)], pair(DOOR.text, ""), "empty", "draft"),
    ("refused", [], pair(DOOR.text, "Llame al 617-555-0199."), "refused", "missing"),
    ("refused, ours stays", [pair(DOOR.text, OTHER)], pair(DOOR.text, "x\u202e"), "refused", "draft"),
    ("another spelling of the English", [], pair("You do **not** have to open the door.", SAID), "guess", "stale"),
    (
        "another spelling, ours is there",
        [machine(DOOR.text, OTHER)],
        pair("You *do* not have to open the door.", SAID),
        "unknown",
        "machine",
    ),
    ("gone", [], pair("The door is red.", "La puerta es roja."), "unknown", "missing"),
]


@pytest.mark.parametrize(("mine", "theirs", "fate", "state"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_what_becomes_of_an_entry(mine: list[str], theirs: str, fate: Fate, state: str) -> None:
    before = ours(*mine)
    taken, outcomes = took(before, theirs)
    (outcome,) = outcomes.values()
    assert outcome.fate == fate
    assert merge.state(entry(taken, DOOR.text)) == state
    if fate not in {"taken", "guess"}:
        assert po_files.dump(taken) == po_files.dump(before)
        assert (outcome.problem("x.po") is None) == (fate in {"same", "empty"})


def test_force_takes_theirs_and_keeps_other_comments() -> None:
    mine = ours(pair(DOOR.text, OTHER, above="# Ana: formal here.\n# reviewed: h=0123456789abcdef by=A on=2026-01-01"))
    taken, outcomes = took(mine, pair(DOOR.text, SAID), force=True)
    assert outcomes[DOOR.text].fate == "taken"
    assert entry(taken, DOOR.text).comments == ("Ana: formal here.",)


def test_a_guess_names_the_text_it_was_made_for() -> None:
    taken, _ = took(ours(), pair("You do **not** have to open the door.", SAID))
    found = entry(taken, DOOR.text)
    assert (found.fuzzy, found.previous) == (True, (None, "You do **not** have to open the door.", None))


def test_a_review_does_not_come_by_mail() -> None:
    (one,) = read_po(po("es", pair(DOOR.text, SAID))).entries
    taken, _ = took(ours(), pair(DOOR.text, SAID, above=f"# reviewed: h={merge.fingerprint_of(one)} by=A on=2026-01-01"))
    assert merge.state(entry(taken, DOOR.text)) == "draft"


def test_a_refused_entry_does_not_stop_the_others() -> None:
    taken, outcomes = took(ours(), pair(CALL.text, "Llame al 617-555-0199."), pair(CALM.text, "Mantenga la calma."))
    assert entry(taken, CALM.text).strings == ("Mantenga la calma.",)
    problem = outcomes[CALL.text].problem("mail/es.po")
    assert problem is not None
    assert (problem.path, problem.rule, problem.level) == ("mail/es.po", "literal-differs", "error")
    assert "not none" in problem.text


FORMS = {
    "UTF-8": lambda data: data,
    "a byte order mark": lambda data: b"\xef\xbb\xbf" + data,
    "Windows line ends": lambda data: data.replace(b"\n", b"\r\n"),
    "old Mac line ends": lambda data: data.replace(b"\n", b"\r"),
    "ISO-8859-1": lambda data: data.decode().replace("UTF-8", "ISO-8859-1").encode("latin-1"),
    "Windows-1252": lambda data: data.decode().replace("UTF-8", "CP1252").encode("cp1252"),
    "UTF-16": lambda data: data.decode().replace("UTF-8", "UTF-16").encode("utf-16"),
    "wrapped": lambda data: data.replace(b'msgstr "La', b'msgstr ""\n"La'),
}


@pytest.mark.parametrize("form", FORMS)
def test_any_encoding_of_a_catalog_is_read(form: str) -> None:
    sent = FORMS[form](po("es", pair(CALM.text, "La cálmese «ñ».")))
    theirs, problems = opened(sent, "x.po")
    assert theirs is not None, problems
    assert theirs.entries[0].strings == ("La cálmese «ñ».",)


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"", "catalog-empty"),
        (b"PK\x03\x04 a spreadsheet \x00\xff", "catalog-encoding"),
        (po("es").replace(b"UTF-8", b"EBCDIC-9"), "catalog-encoding"),
        (po("es").replace(b"UTF-8", b"ascii") + "# ñ\n".encode("latin-1"), "catalog-encoding"),
        (po("es", 'msgid "a'), "catalog-truncated"),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, rule: str) -> None:
    found, problems = opened(data, "x.po")
    assert found is None
    assert rule in {problem.rule for problem in problems}


GOOD = pair("The office is open.", "La oficina está abierta.")
LAST = pair("Stay calm.", "Calma.")
BAD: dict[str, tuple[str, str]] = {
    "bare quotes": ('msgid "Bring it."\nmsgstr "Traiga "sus" papeles."', "catalog-syntax"),
    "an unknown escape": ('msgid "Bring it."\nmsgstr "Traiga\\q"', "catalog-escape"),
    "an escape in English": ('msgid "Bring \\x41"\nmsgstr "Traiga"', "catalog-escape"),
    "twice": ('msgid "The office is open."\nmsgstr "Cerrada."', "catalog-duplicate"),
    "no closing quote": ('msgid "Bring it."\nmsgstr "Traiga', "catalog-syntax"),
    "no translation at all": ('msgid "Bring it."', "catalog-syntax"),
    "broken by a blank line": ('msgid "Bring it."\nmsgstr ""\n"Traiga "\n\n"papeles."', "catalog-syntax"),
    "a line of a mail": ("> Bring it.", "catalog-syntax"),
    "curly quotes": ("msgid “Bring it.”\nmsgstr “Traiga.”", "catalog-syntax"),
    "half obsolete": ('#~ msgid "Bring it."\nmsgstr "Traiga."', "catalog-syntax"),
    "forms out of order": ('msgid "Bring it."\nmsgid_plural "b"\nmsgstr[1] "x"\nmsgstr[0] "y"', "catalog-plural"),
    "a second header": ('msgid ""\nmsgstr "Language: fr\\n"', "catalog-header"),
    "a broken previous text": ('#| msgid "o\nmsgid "Bring it."\nmsgstr "Traiga."', "catalog-syntax"),
}


@pytest.mark.parametrize("place", ["middle", "end"])
@pytest.mark.parametrize("name", BAD)
def test_one_bad_entry_stops_no_good_one(name: str, place: str) -> None:
    bad, rule = BAD[name]
    data = po("es", GOOD, bad, LAST) if place == "middle" else po("es", GOOD, LAST, bad)
    found, problems = opened(data, "x.po")
    assert found is not None
    assert [entry.strings[0] for entry in found.entries if not entry.obsolete] == ["La oficina está abierta.", "Calma."]
    assert problems
    assert {problem.level for problem in problems} == {"error"}
    rules = {problem.rule for problem in problems}
    assert rules <= {rule, "catalog-truncated"}
    lines = data.decode().split("\n")
    where = len(lines) - 1 - lines[::-1].index(bad.split("\n")[0])
    assert all(where < problem.line <= where + bad.count("\n") + 3 for problem in problems)
    refused = [outcome.problem("x.po") for outcome in take_module.unread(problems)]
    assert tuple(refused) == problems


def test_a_file_cut_anywhere_gives_what_is_whole() -> None:
    whole = po("es", GOOD, LAST, pair("One more.", "Uno más, señor."))
    begin = whole.index(b'msgid "The')
    for size in range(begin, len(whole)):
        found, _ = opened(whole[:size], "x.po")
        texts = [entry.strings[0] for entry in found.entries] if found else []
        assert texts == ["La oficina está abierta.", "Calma.", "Uno más, señor."][: len(texts)], size
        assert len(texts) >= sum(size > whole.index(end.encode()) + len(end.encode()) for end in ('abierta."', 'Calma."'))


def test_a_broken_header_leaves_the_language_to_be_named() -> None:
    data = po("es", GOOD).replace(b'"Language: es\\n"', b'"Language: "es"\\n"')
    found, problems = opened(data, "x.po")
    assert found is not None
    assert (len(found.entries), language(found, ["es"])) == (1, None)
    assert "catalog-header" in {problem.rule for problem in problems}


@pytest.mark.parametrize(
    ("named", "code"),
    [
        ("es", "es"),
        ("es_MX", "es"),
        ("pt-BR", "pt_BR"),
        ("pt", "pt_BR"),
        ("zh_CN", "zh_Hans"),
        ("zh_TW", "zh_Hant"),
        ("zh-hans", "zh_Hans"),
        ("zh", None),
        ("de", None),
        ("", None),
    ],
)
def test_the_language_is_known_in_any_tool_s_spelling(named: str, code: str | None) -> None:
    theirs, _ = opened(po("es").replace(b"Language: es", f"Language: {named}".encode()), "x.po")
    assert theirs is not None
    assert language(theirs, ["es", "ar", "pt_BR", "zh_Hans", "zh_Hant"]) == code


# --- the command -----------------------------------------------------------------------------------------------------


@pytest.fixture
def mailed(tmp_path: Path) -> tuple[Path, Path]:
    """The town, and its Spanish catalog as somebody sends it back: one text better, one gone wrong, in Poedit's form."""
    root = copied("town", tmp_path)
    sent = (root / "locales/es/LC_MESSAGES/messages.po").read_bytes()
    write(tmp_path, {"mail/es.po": sent.replace(b"\n", b"\r\n")})
    swap(tmp_path / "mail/es.po", "Lea primero [qué hacer en su puerta](at-home.md#door).", "Lea [esto](index.md).")
    swap(root / "locales/es/LC_MESSAGES/messages.po", 'msgstr "Ayuda en este pueblo"', 'msgstr ""')
    return root, tmp_path / "mail/es.po"


def lantern(root: Path, *words: str) -> int:
    return main.main(["messages", "--root", str(root), *words])


def test_the_command_takes_what_is_good_and_tells_the_rest(mailed: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    root, sent = mailed
    assert lantern(root, "--take", str(sent)) == 1, "something was refused"
    told = capsys.readouterr()
    es = read_po((root / "locales/es/LC_MESSAGES/messages.po").read_bytes())
    assert entry(es, "Help in this town").strings == ("Ayuda en este pueblo",)
    assert "1 taken" in told.out
    assert "1 refused" in told.out
    assert f"{sent}:{sent.read_text(encoding='utf-8').split('Lea [esto]')[0].count(chr(10))}: error:" in told.err
    page = (sent.parent / "preview-es.html").read_text(encoding="utf-8")
    assert page.index("Refused (1)") < page.index("Ayuda en este pueblo")
    assert lantern(root, "--check", "--locale", "es") == 0, "the catalog is as `messages` writes it"
    again = snapshot(root)
    assert lantern(root, "--take", str(sent)) == 1
    assert snapshot(root) == again


def test_a_dry_run_writes_the_page_and_nothing_else(mailed: tuple[Path, Path], tmp_path: Path) -> None:
    root, sent = mailed
    before = snapshot(root)
    assert lantern(root, "--take", str(sent), "--dry-run", "--output", str(tmp_path / "out")) == 1
    assert snapshot(root) == before
    assert list(snapshot(tmp_path / "out")) == ["preview-es.html"]


def test_the_language_must_be_known(mailed: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    root, sent = mailed
    swap(sent, "Language: es", "Language: de")
    before = snapshot(root)
    assert lantern(root, "--take", str(sent)) == 1
    assert "Add --locale CODE, one of: es, ar, pt_BR." in capsys.readouterr().err
    assert lantern(root, "--take", str(root / "none.po")) == 1
    assert "cannot be read" in capsys.readouterr().err
    assert snapshot(root) == before
    lantern(root, "--take", str(sent), "--locale", "es")
    assert "1 taken" in capsys.readouterr().out


def test_what_reads_as_utf_8_is_utf_8_whatever_the_header_says() -> None:
    said = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=ISO-8859-1\\n"\n\nmsgid "Tomorrow"\nmsgstr "Mañana"\n'
    for encoding in ("utf-8", "latin-1"):
        found, _ = opened(said.encode(encoding), "mail/es.po")
        assert found is not None
        assert found.entries[0].strings == ("Mañana",), encoding


def test_an_empty_file_is_asked_for_again() -> None:
    _, problems = opened(b"", "mail/es.po")
    assert "Ask for the file" in problems[0].hint


def test_an_unreadable_file_loses_nothing(mailed: tuple[Path, Path]) -> None:
    root, sent = mailed
    sent.write_bytes(b"<html>")
    before = snapshot(root)
    assert lantern(root, "--take", str(sent)) == 1
    assert snapshot(root) == before


def test_entries_that_another_catalog_holds_are_left_to_it() -> None:
    mine = ours()
    split = replace(mine, entries=tuple(one for one in mine.entries if one.key != DOOR.key))
    _, outcomes = took(split, pair(DOOR.text, SAID))
    assert outcomes[DOOR.text].rule == "take-elsewhere"


def test_a_review_that_was_wrapped_goes_whole_with_the_text_it_was_for() -> None:
    wrapped = "# reviewed: h=0123456789abcdef\n# by=A reader on=2026-03-01\n# keep this\n"
    ours = read_po(po("es", wrapped + GOOD))
    assert reviews.reviews(ours.entries[0].comments, "0123456789abcdef")
    message = Message("The office is open.", kind="paragraph")
    theirs, _ = opened(po("es", pair("The office is open.", "Abrimos hoy.")), "x.po")
    assert theirs is not None
    taken, _ = take(ours, theirs, [message], force=True)
    assert (taken.entries[0].strings, taken.entries[0].comments) == (("Abrimos hoy.",), ("keep this",))


# ── catalogs made against an older English ──────────────────────────────────────────────────────────────────────────

OLD = "Doors stay shut."
CHANGED = f'#, fuzzy\n#| msgid "{OLD}"\n'
NEWER = "Las puertas quedan cerradas."


def aged(*raw: str) -> Catalog:
    """A catalog as somebody's tool left it: nothing is merged that it does not hold."""
    return read_po(po("es", *raw))


OLDER: list[tuple[str, str, Fate, str, str]] = [
    # name, our entry of DOOR.text, fate, our state after, rule
    ("ours is as old, another text", pair(DOOR.text, OTHER, above=CHANGED), "guess", "stale", "take-guess"),
    ("ours is as old, the same text", pair(DOOR.text, NEWER, above=CHANGED), "same", "stale", ""),
    ("ours is empty, and notes the old text", pair(DOOR.text, "", above=CHANGED), "guess", "stale", "take-guess"),
    ("ours is translated anew", pair(DOOR.text, OTHER), "unknown", "draft", "take-unknown"),
]


@pytest.mark.parametrize(("mine", "fate", "state", "rule"), [row[1:] for row in OLDER], ids=[row[0] for row in OLDER])
def test_a_text_for_the_english_before_comes_in_as_fuzzy(mine: str, fate: Fate, state: str, rule: str) -> None:
    taken, outcomes = took(aged(mine), pair(OLD, NEWER))
    assert (outcomes[OLD].fate, outcomes[OLD].rule) == (fate, rule)
    found = entry(taken, DOOR.text)
    assert merge.state(found) == state
    if fate == "guess":
        assert (found.strings, found.previous) == ((NEWER,), (None, OLD, None))
        assert outcomes[OLD].problem("x.po") is not None


def test_an_old_text_in_another_context_is_another_text() -> None:
    taken, outcomes = took(aged(pair(DOOR.text, OTHER, above=CHANGED)), pair(OLD, NEWER, context="sign"))
    assert outcomes[OLD].fate == "unknown"
    assert entry(taken, DOOR.text).strings == (OTHER,)


def test_a_text_that_became_two_is_offered_to_both() -> None:
    mine = aged(pair(DOOR.text, "", above=CHANGED), pair(CALM.text, "", above=CHANGED))
    taken, _ = took(mine, pair(OLD, NEWER))
    assert [merge.state(entry(taken, text)) for text in (DOOR.text, CALM.text)] == ["stale", "stale"]


def test_a_changed_text_that_nobody_noted_is_found_by_its_likeness() -> None:
    before = "You do not have to open your door."
    taken, outcomes = took(ours(), pair(before, SAID))
    assert outcomes[before].fate == "guess"
    assert (entry(taken, DOOR.text).previous, merge.state(entry(taken, DOOR.text))) == ((None, before, None), "stale")


def test_an_old_machine_draft_does_not_replace_an_edited_text() -> None:
    taken, outcomes = took(aged(pair(DOOR.text, OTHER, above=CHANGED)), machine(OLD, NEWER))
    assert outcomes[OLD].rule == "take-machine"
    assert entry(taken, DOOR.text).strings == (OTHER,)


def test_a_guess_that_could_harm_is_refused_too() -> None:
    taken, outcomes = took(aged(pair(DOOR.text, "", above=CHANGED)), pair(OLD, "x\u202e"))
    assert (outcomes[OLD].fate, outcomes[OLD].rule) == ("refused", "unsafe-character")
    assert entry(taken, DOOR.text).strings == ("",)


GONE = "Come back on Monday."


def retired(said: str, above: str = "") -> str:
    return f'{above}\n#~ msgid "{GONE}"\n#~ msgstr "{said}"'.lstrip()


@pytest.mark.parametrize(
    ("held", "fate", "after"),
    [
        (retired(""), "guess", ("Vuelva el lunes.", True)),
        (retired("Regrese.", "#, fuzzy"), "guess", ("Vuelva el lunes.", True)),
        (retired("Vuelva el lunes."), "same", ("Vuelva el lunes.", False)),
        (retired("Regrese."), "conflict", ("Regrese.", False)),
    ],
)
def test_a_text_that_left_the_site_is_kept_for_the_day_it_comes_back(held: str, fate: Fate, after: tuple[str, bool]) -> None:
    taken, outcomes = took(aged(pair(DOOR.text, SAID), held), pair(GONE, "Vuelva el lunes."))
    assert outcomes[GONE].fate == fate
    found = entry(taken, GONE)
    assert ((found.strings[0], found.fuzzy), found.obsolete) == (after, True)
    again, problems = po_files.parse(po_files.dump(taken), "locales/es/LC_MESSAGES/messages.po", language="es")
    assert again is not None, problems
    back = merge.merge(again, merge.template([*ALL, Message(GONE)], project="A"))
    assert merge.state(entry(back, GONE)) == ("stale" if after[1] else "draft"), "never a plain translation of its own accord"


def test_the_command_tells_of_a_text_for_the_english_before(
    mailed: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    root, sent = mailed
    catalog = root / "locales/es/LC_MESSAGES/messages.po"
    lantern(root)
    text = catalog.read_bytes().decode()
    first = next(one for one in read_po(text.encode()).entries if f"\nmsgid {quoted(one.text)}\n" in text and not one.context)
    start = f"msgid {quoted(first.text)}"
    catalog.write_bytes(text.replace(start + "\n", f'#, fuzzy\n#| msgid "{OLD}"\n{start}\n').encode())
    sent.write_bytes(po("es", pair(OLD, "Otra cosa.")))
    capsys.readouterr()
    lantern(root, "--take", str(sent))
    assert "[take-guess]" in capsys.readouterr().err
    assert "Taken as a guess" in (sent.parent / "preview-es.html").read_text(encoding="utf-8")
    found = entry(read_po(catalog.read_bytes()), first.text)
    assert (found.strings, merge.state(found)) == (("Otra cosa.",), "stale")
