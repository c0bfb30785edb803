"""The command line as users meet it: faults, messages, status, new, exit codes, and what goes where."""

from __future__ import annotations

import datetime
import difflib
import json
import os
import re
import subprocess
import sys
import types
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from lantern import pipeline
from lantern.cli import main
from lantern.locales import merge
from tests.making import ROOT, copied, entry, little, pair, po, quoted, read_po, run, snapshot, swap, write

ES = "locales/es/LC_MESSAGES/messages.po"
AR = "locales/ar/LC_MESSAGES/messages.po"
PT = "locales/pt_BR/LC_MESSAGES/messages.po"
LINE = re.compile(r"(?P<path>[^:\n]+):(?P<line>\d+): (?P<level>error|warning|info): (?P<text>.+) \[(?P<rule>[a-z-]+)\]\Z")

Told = set[tuple[str, int, str]]


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """A copy of the good small site."""
    return copied("town", tmp_path)


def lantern(root: Path, *words: str) -> int:
    """One command in this process, on the site at `root`; jobs are one, so that nothing forks."""
    command, *rest = words or ("build",)
    return main.main([command, "--root", str(root), "--jobs", "1", *rest])


def told(stderr: str) -> Told:
    """(path, line, rule) of every error; every line must be one a person can go to."""
    found = [LINE.match(line) for line in stderr.splitlines()]
    assert all(found), stderr
    return {(one["path"], int(one["line"]), one["rule"]) for one in found if one and one["level"] == "error"}


def messages(root: Path) -> dict[str, bytes]:
    """Brings the catalogs up to date; gives every file of locales/."""
    assert lantern(root, "messages") == 0
    return snapshot(root / "locales")


# --- faults ----------------------------------------------------------------------------------------------------------


def line_of(path: Path, text: str) -> int:
    return path.read_bytes().decode().split(text)[0].count("\n") + 1


def in_file(name: str, old: str, new: str, rule: str, *, mark: str = "") -> Callable[[Path], tuple[str, int, str]]:
    """A fault planted by changing a file; it is told at the line where `mark` (or the new text) then stands."""

    def plant(root: Path) -> tuple[str, int, str]:
        swap(root / name, old, new)
        return name, line_of(root / name, mark or new.strip("\n")), rule

    return plant


def new_file(name: str, text: str | bytes, line: int, rule: str) -> Callable[[Path], tuple[str, int, str]]:
    def plant(root: Path) -> tuple[str, int, str]:
        write(root, {name: text})
        return name, line, rule

    return plant


def cat(name: str) -> str:
    return f"locales/es/LC_MESSAGES/{name}.po"


def page(front: str, body: str = "Text here.\n") -> str:
    return f"+++\n{front}+++\n\n{body}"


SPANISH = pair("Ask who is there.", "¿Quién es? Sí.")
HOME = "content/index.md"
DOOR = "content/at-home.md"
FAULTS = {
    "front matter without end": new_file("content/a1.md", '+++\ntitle = "A"\n\nText.\n', 1, "front-matter"),
    "front matter that is no TOML": new_file("content/a2.md", page('title = "A"\ndescription = oops\n'), 3, "toml"),
    "unknown key": new_file("content/a3.md", page('title = "A"\norder = 5\nauthor = "x"\n'), 4, "unknown-key"),
    "faulty page that others link to": in_file(DOOR, "order = 10", "order = ten", "toml"),
    "missing title": new_file("content/a4.md", page("order = 5\n"), 1, "missing-title"),
    "broken link": in_file(HOME, "Read [what", "See [it](nowhere.md). Read [what", "broken-link", mark="See [it]"),
    "broken anchor": in_file(DOOR, "> Form", "> See [it](index.md#nowhere). Form", "broken-anchor", mark="> See"),
    "unknown source": in_file(HOME, "**everyone**.[^gazette]", "**everyone**.[^nobody]", "unknown-source"),
    "unknown fact": in_file(DOOR, "Nobody answers.", "{nobody.phone} answers.", "unknown-fact"),
    "number in running text": in_file(DOOR, "- Write down", "- Call 617-555-0142. Write down", "number-in-text"),
    "unknown template": in_file(HOME, 'template = "home"', 'template = "poster"', "unknown-template"),
    "page that is not UTF-8": new_file("content/a5.md", page('title = "A"\n').encode() + "é\n".encode("latin-1"), 6, "encoding"),
    "broken data file": in_file("content/sources.toml", "read_on = 2026-04-02", "read_on = soon", "toml"),
    "key missing in a data file": in_file("content/help.toml", 'name = "Nobody\'s Office"\n', "", "missing-key", mark="[unused]"),
    "malformed catalog": new_file(cat("c1"), po("es", 'msgid "One\nmsgstr "Uno"', SPANISH), 13, "catalog-syntax"),
    "truncated catalog": new_file(cat("c2"), po("es", SPANISH)[:-8], 14, "catalog-truncated"),
    "catalog cut between entries": new_file(cat("c3"), po("es", SPANISH) + b"\n#: content/index.md\n", 16, "catalog-truncated"),
    "catalog in Latin-1": new_file(cat("c4"), po("es", SPANISH).decode().encode("latin-1"), 14, "catalog-encoding"),
    "catalog in UTF-16": new_file(cat("c5"), po("es", SPANISH).decode().encode("utf-16"), 1, "catalog-encoding"),
    "the locale's own catalog, broken": in_file(AR, 'msgstr "متى"', 'msgstr "متى', "catalog-syntax"),
    "duplicates in a catalog": new_file(cat("c6"), po("es", SPANISH, SPANISH), 16, "catalog-duplicate"),
    "merge markers in a catalog": new_file(cat("c7"), b"<<<<<<< ours\n" + po("es", SPANISH), 1, "catalog-conflict"),
    "catalog of another language": new_file(cat("c8"), po("fr", SPANISH), 7, "catalog-language"),
    "empty catalog": new_file(cat("c9"), b"", 1, "catalog-empty"),
    "undefined name in a template": in_file("templates/macros.html", "{{ text }}", "{{ text }}{{ nobody }}", "template-name"),
    "template syntax": in_file("templates/base.html", "{#-", "{% if %}{#-", "template-syntax"),
    "undefined attribute in a template": in_file(
        "templates/languages.html", "{{ site.description.text }}", "{{ site.nobody.text }}", "template-name"
    ),
}

# Their file is left out of the walk, so that what else is wrong with it shows in the next run.
ALONE = {"faulty page that others link to", "broken data file", "key missing in a data file"}
# What an expression lacks shows when pages are written, and with a broken template none is.
EARLY = {"undefined name in a template", "template syntax"}
LATE = "undefined attribute in a template"


def test_the_good_site_is_good(town: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert (lantern(town, "build", "--strict"), lantern(town, "check", "--strict")) == (0, 0)
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_and_the_site_stands(town: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert lantern(town) == 0
    stood = snapshot(town / "public")
    capsys.readouterr()
    planted = FAULTS[name](town)
    assert lantern(town) == 1
    out, err = capsys.readouterr()
    assert (out, told(err)) == ("", {planted})
    assert snapshot(town / "public") == stood
    assert lantern(town, "check") == 1
    out, err = capsys.readouterr()
    assert (told(out), err) == ({planted}, "")


@pytest.mark.parametrize("left_out", [{LATE}, EARLY], ids=["broken templates", "sound templates"])
def test_all_faults_are_told_in_one_run(town: Path, left_out: set[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert lantern(town) == 0
    stood = snapshot(town / "public")
    capsys.readouterr()
    expected = {plant(town) for name, plant in FAULTS.items() if name not in ALONE | left_out}
    assert lantern(town) == 1
    assert told(capsys.readouterr().err) == expected
    assert len(expected) >= 20
    assert snapshot(town / "public") == stood


def test_nothing_is_left_of_a_first_build_that_fails(town: Path) -> None:
    FAULTS["broken link"](town)
    before = snapshot(town)
    assert lantern(town) == 1
    assert snapshot(town) == before


def test_broken_catalogs_and_pages_are_never_rewritten(town: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in FAULTS:
        if "template" not in name:
            FAULTS[name](town)
    before = snapshot(town)
    assert lantern(town, "messages") == 1
    assert lantern(town, "new", "fr") == 1
    assert snapshot(town) == before


@pytest.mark.parametrize("code", ["messages", "status", "check"])
def test_a_site_without_settings_is_told(tmp_path: Path, code: str, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, {"content/index.md": page('title = "A"\n')})
    assert lantern(tmp_path, code) == 1
    out, err = capsys.readouterr()
    assert told(out + err) == {("content/site.toml", 1, "missing-file")}


def test_a_refused_string_shows_the_source_and_is_told(town: Path, capsys: pytest.CaptureFixture[str]) -> None:
    swap(town / ES, 'msgstr "Avise a {desk.name}."', 'msgstr "Avise a {clinic.name}."')
    line = line_of(town / ES, "Avise a {clinic") - 1
    assert lantern(town) == 0
    said = f"{ES}:{line}: {{}}: The facts are clinic.name, not desk.name. The source text is shown instead."
    assert said.format("warning") in capsys.readouterr().err
    assert '<li><span lang="en" dir="ltr">Tell' in (town / "public/es/at-home.html").read_text("utf-8") or (
        '<li lang="en" dir="ltr">Tell' in (town / "public/es/at-home.html").read_text("utf-8")
    )
    stood = snapshot(town / "public")
    assert (lantern(town, "check"), lantern(town, "build", "--strict")) == (1, 1)
    out, err = capsys.readouterr()
    assert said.format("error") in out
    assert said.format("error") in err
    assert snapshot(town / "public") == stood


def test_check_speaks_json_and_github(town: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, line, rule = FAULTS["broken link"](town)
    assert lantern(town, "check", "--format", "json") == 1
    (problem,) = json.loads(capsys.readouterr().out)
    assert (problem["path"], problem["line"], problem["rule"], problem["level"]) == (path, line, rule, "error")
    assert set(problem) == {"path", "line", "level", "rule", "text", "hint"}
    assert lantern(town, "check", "--format", "github") == 1
    assert capsys.readouterr().out.startswith(f"::error file={path},line={line},title={rule}::")


def test_a_page_past_its_day_warns_in_check_and_not_in_a_build(town: Path, capsys: pytest.CaptureFixture[str]) -> None:
    swap(town / HOME, "order = 0\n", "order = 0\nverified = 2020-01-01\nverify_by = 2020-02-01\n")
    assert lantern(town, "build", "--strict") == 0
    assert capsys.readouterr().err == ""
    assert lantern(town, "check") == 0
    assert "[verify-by]" in capsys.readouterr().out
    assert lantern(town, "check", "--strict") == 1


# --- usage -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        ["nothing"],
        ["build", "--nothing"],
        ["build", "extra"],
        ["--nothing"],
        ["build", "--jobs", "0"],
        ["build", "--jobs", "many"],
        ["build", "--root", "nowhere"],
        ["check", "--format", "xml"],
        ["serve", "--port", "70000"],
        ["serve", "--port", "http"],
        ["new"],
        ["new", "fr", "de"],
        ["messages", "--chek"],
    ],
    ids=" ".join,
)
def test_wrong_usage_exits_two_with_the_usage_line(words: list[str], town: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = snapshot(town)
    assert main.main(words) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("usage: build.py")
    assert "error: " in err
    assert "Traceback" not in err
    assert snapshot(town) == before


@pytest.mark.parametrize("words", [["--help"], ["build", "--help"], ["messages", "-h"], ["--version"]], ids=" ".join)
def test_help_goes_to_stdout_and_exits_zero(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(words) == 0
    out, err = capsys.readouterr()
    assert out
    assert err == ""


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    main.main(["--help"])
    out = capsys.readouterr().out
    assert [name for name in ("build", "serve", "messages", "check", "status", "new") if name not in out] == []


def test_a_locale_the_site_lacks_is_told(town: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert lantern(town, "build", "--locale", "fr", "--output", str(town / "trial")) == 1
    assert told(capsys.readouterr().err) == {("content/site.toml", 1, "locale")}


@pytest.mark.parametrize("code", ["xx_nothing", "ES", "../evil", "es-MX", "", "pt-BR"])
def test_new_wants_a_locale(town: Path, code: str, capsys: pytest.CaptureFixture[str]) -> None:
    before = snapshot(town)
    assert lantern(town, "new", code) == 2
    assert capsys.readouterr().err.startswith("usage: build.py new")
    assert snapshot(town) == before


# --- what goes where -------------------------------------------------------------------------------------------------


def test_results_go_to_stdout_and_a_pipe_is_quiet(town: Path) -> None:
    done = run("build", cwd=town)
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(r"9 pages in 4 languages → public\n", done.stdout)


@pytest.mark.parametrize("environ", [{"LC_ALL": "C", "PYTHONUTF8": "0"}, {"PYTHONIOENCODING": "cp1252"}], ids=["C", "Windows"])
def test_a_pipe_that_lacks_letters_is_no_fault(town: Path, environ: dict[str, str]) -> None:
    done = run("build", cwd=town, **environ)
    assert (done.returncode, done.stdout) == (0, "9 pages in 4 languages → public\n")
    swap(town / HOME, "](at-home.md#door)", "](пусто.md)")
    done = run("check", "--format", "json", cwd=town, **environ)
    assert done.returncode == 1
    assert "пусто" in json.loads(done.stdout)[0]["text"]


def test_build_is_the_default_command(town: Path) -> None:
    done = run("--output", "there", "--jobs", "2", cwd=town)
    assert (done.returncode, done.stderr) == (0, "")
    assert (town / "there/es/at-home.html").is_file()
    assert not (town / "public").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminal")
def test_progress_shows_on_a_terminal_only(town: Path) -> None:
    import pty

    main, side = pty.openpty()
    with subprocess.Popen(
        [sys.executable, str(ROOT / "build.py"), "--root", str(town)], stdout=subprocess.PIPE, stderr=side
    ) as process:
        os.close(side)
        shown = bytearray()
        try:
            while piece := os.read(main, 4096):
                shown += piece
        except OSError:
            pass  # Linux tells the end of a terminal so
        out = process.stdout.read() if process.stdout else b""
    os.close(main)
    assert process.returncode == 0
    assert b"2 of 2" in shown
    assert all(tag in shown for tag in (b"en: ", b"es: ", b"ar: ", b"pt-BR: "))
    assert b"\n" not in shown.replace(b"\r\n", b"")
    assert shown.decode().split("\r")[-1].replace("\x1b[K", "").strip() == "", "the line is not left behind"
    assert b"\x1b" not in out


def test_a_problem_cannot_rewrite_the_terminal(town: Path, capsys: pytest.CaptureFixture[str]) -> None:
    swap(town / HOME, "Read [what", "See [it](\x1b[2Jnowhere\u202e.md). Read [what")
    assert lantern(town) == 1
    err = capsys.readouterr().err
    assert "\x1b" not in err
    assert "\u202e" not in err


def test_stopped_by_hand_is_no_traceback(town: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("lantern.cli.report.read_site", stop)
    assert lantern(town) == 130
    assert capsys.readouterr().err == "stopped\n"


def test_output_does_not_depend_on_the_folder_one_stands_in(town: Path, tmp_path: Path) -> None:
    assert run("--root", str(town), cwd=tmp_path).returncode == 0
    first = snapshot(town / "public")
    assert run(cwd=town).returncode == 0
    assert snapshot(town / "public") == first


def test_only_the_chosen_locale_and_the_source_are_built(town: Path) -> None:
    assert lantern(town, "build", "--locale", "ar", "--output", str(town / "trial")) == 0
    assert {path.split("/")[0] for path in snapshot(town / "trial") if "/" in path} == {"en", "ar"}


@pytest.mark.parametrize("words", [("--locale", "ar"), ("--locale", "ar", "--locale", "es"), ("--reviewed", "--locale", "en")])
def test_some_languages_alone_never_replace_the_public_site(
    town: Path, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert lantern(town, "build") == 0
    before = snapshot(town / "public")
    capsys.readouterr()
    assert lantern(town, "build", *words) == 2
    assert "--locale needs --output" in capsys.readouterr().err
    assert snapshot(town / "public") == before


def test_a_folder_on_another_drive_is_named_whole(
    town: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    relpath = os.path.relpath

    def other_drive(path: str, start: str | None = None) -> str:
        if start is None:
            raise ValueError("path is on mount 'D:', start on mount 'C:'")
        return relpath(path, start)

    monkeypatch.setattr(os.path, "relpath", other_drive)
    assert lantern(town, "build", "--no-print") == 0
    assert f"→ {town / 'public'}" in capsys.readouterr().out


def test_a_worker_that_was_ended_is_one_clear_line(
    town: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(pipeline, "_WORTH_SPLITTING", 1)
    monkeypatch.setattr(pipeline, "_forked", end_this_process)
    assert lantern(town, "build", "--jobs", "2") == 1
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert "build.py: error: A process that shared the work was ended" in err
    assert "--jobs 1" in err
    assert not (town / "public").exists()


def end_this_process(number: int) -> None:
    os._exit(9)


# --- messages --------------------------------------------------------------------------------------------------------


def test_messages_twice_changes_nothing(town: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = messages(town)
    assert messages(town) == first
    assert "0 of 4 files changed" in capsys.readouterr().out
    assert lantern(town, "messages", "--check") == 0


def test_messages_leaves_a_catalog_that_is_up_to_date_alone(town: Path) -> None:
    before = snapshot(town / "locales")
    assert {name: data for name, data in messages(town).items() if name in before} == before


def test_everything_readers_see_is_in_the_template(town: Path) -> None:
    pot = {(one.context, one.text) for one in read_po(messages(town)["messages.pot"], "locales/messages.pot").entries}
    assert (None, "Help in this town") in pot  # front matter
    assert (None, "What the town does and who can help.") in pot
    assert (None, "You do not have to open the door.[^minutes][^gazette]") in pot  # paragraph
    assert (None, "At the door") in pot  # heading
    assert (None, "The place.") in pot  # list in a list
    assert (None, "Nobody answers.") in pot  # table
    assert (None, "Form T-205 is not a key.") in pot  # quotation
    assert ("verb: shut the door", "Close") in pot  # context
    assert (None, "Every day, 9 am to 5 pm.") in pot  # data
    assert (None, "Spanish") in pot
    assert (None, "What the town does for people who live here.") in pot  # the site's own
    assert (None, "Sources last seen on {date}") in pot  # template
    assert ("menu", "Pages") in pot
    assert (None, "number not confirmed") in pot  # the engine's own
    assert (None, "This one is on no page.") not in pot
    assert not [text for _, text in pot if "867-53" in text or "town.example" in text]


def test_an_entry_tells_translators_what_it_is(town: Path) -> None:
    pot = read_po(messages(town)["messages.pot"], "locales/messages.pot")
    one = entry(pot, "Read [what to do at your door](at-home.md#door) first.")
    assert "Door: the door of a home." in one.notes
    assert "paragraph" in one.notes
    assert one.references == ("content/index.md",)
    assert any(re.fullmatch(r"index\.html#m-[0-9a-f]{8}", note) for note in one.notes)
    assert entry(pot, "Tell {desk.name}.").flags == ("python-brace-format",)
    assert pot.entries[0].text == "Help in this town"


def changes(before: dict[str, bytes], after: dict[str, bytes]) -> dict[str, tuple[list[str], list[str]]]:
    """(lines that went, lines that came) of each file that is not what it was."""
    found = {}
    for name, new in after.items():
        old = before.get(name, b"")
        if old != new:
            lines = list(difflib.ndiff(old.decode().splitlines(keepends=True), new.decode().splitlines(keepends=True)))
            found[name] = ([line[2:] for line in lines if line[0] == "-"], [line[2:] for line in lines if line[0] == "+"])
    return found


@pytest.mark.parametrize(
    "after", ["Stay calm.", "You do not have to open the door.[^minutes][^gazette] {: .law .critical}", "Later"]
)
def test_an_inserted_paragraph_adds_one_entry_and_touches_no_other_line(town: Path, after: str) -> None:
    before = messages(town)
    swap(town / DOOR, f"{after}\n", f"{after}\n\nThis paragraph is quite new here.\n")
    changed = changes(before, messages(town))
    assert set(changed) == {"messages.pot", *(path.removeprefix("locales/") for path in (ES, AR, PT))}
    for gone, come in changed.values():
        assert gone == []
        assert come.count('msgid "This paragraph is quite new here."\n') == 1
        assert sum(line.startswith("msgid") for line in come) == 1
        assert len(come) == 6  # kind, address, file, msgid, msgstr, a blank line


def test_a_new_entry_stands_after_its_predecessor(town: Path) -> None:
    messages(town)
    swap(town / DOOR, "3. Stay calm.\n", "3. Stay calm.\n\nThis paragraph is quite new here.\n")
    texts = [one.text for one in read_po(messages(town)["es/LC_MESSAGES/messages.po"]).entries]
    assert texts.index("This paragraph is quite new here.") == texts.index("Stay calm.") + 1


def test_a_changed_sentence_is_fuzzy_with_its_previous_text(town: Path) -> None:
    before = messages(town)
    swap(town / DOOR, "Look at the paper through the window.", "Look at the paper through a closed window.")
    changed = changes(before, messages(town))
    one = entry(read_po((town / ES).read_bytes()), "Look at the paper through a closed window.")
    assert one.fuzzy
    assert one.strings == ("Mire el papel por la ventana.",)
    assert one.previous == (None, "Look at the paper through the window.", None)
    gone, come = changed["es/LC_MESSAGES/messages.po"]
    assert '#| msgid "Look at the paper through the window."\n' in come
    assert (len(gone), len(come)) == (2, 4)  # address and msgid; flag and previous come with them
    fresh = entry(read_po((town / PT).read_bytes(), PT), "Look at the paper through a closed window.")
    assert (fresh.fuzzy, fresh.strings) == (False, ("",))


def test_a_guess_with_another_number_is_never_filled_in(town: Path) -> None:
    messages(town)
    swap(town / DOOR, "Form T-205 is not a key.", "Form T-206 is not a key.")
    messages(town)
    assert entry(read_po((town / ES).read_bytes()), "Form T-206 is not a key.").strings == ("",)


def test_a_removed_sentence_is_obsolete_and_revived_when_it_comes_back(town: Path) -> None:
    swap(town / ES, 'msgid "Nobody answers."', 'msgid "Nobody answers."')
    swap(
        town / ES,
        "#. table cell\n#. at-home.html#m-b63395ab",
        "# ask Ana about this one\n#. table cell\n#. at-home.html#m-b63395ab",
    )
    first = messages(town)
    row = "| Night | Nobody answers. |\n"
    swap(town / DOOR, row, "")
    messages(town)
    one = entry(read_po((town / ES).read_bytes()), "Nobody answers.")
    assert (one.obsolete, one.strings, one.comments) == (True, ("Nadie contesta.",), ("ask Ana about this one",))
    assert "Nobody answers." not in (town / "locales/messages.pot").read_text("utf-8")
    swap(town / DOOR, "| Day | {desk.phone} |\n", "| Day | {desk.phone} |\n" + row)
    again = messages(town)
    back = entry(read_po((town / ES).read_bytes()), "Nobody answers.")
    assert (back.obsolete, back.fuzzy, back.strings, back.comments) == (False, False, ("Nadie contesta.",), one.comments)
    assert again == first


def test_check_tells_what_is_out_of_date_and_writes_nothing(town: Path, capsys: pytest.CaptureFixture[str]) -> None:
    messages(town)
    swap(town / DOOR, "3. Stay calm.\n", "3. Stay calm.\n\nThis paragraph is quite new here.\n")
    before = snapshot(town)
    capsys.readouterr()
    assert lantern(town, "messages", "--check") == 1
    err = capsys.readouterr().err
    assert told(err) == {(path, 1, "out-of-date") for path in (ES, AR, PT, "locales/messages.pot")}
    assert "python build.py messages" in err
    assert snapshot(town) == before


def test_windows_line_ends_stay(town: Path) -> None:
    messages(town)
    (town / ES).write_bytes((town / ES).read_bytes().replace(b"\n", b"\r\n"))
    before = messages(town)
    assert before["es/LC_MESSAGES/messages.po"].count(b"\n") == before["es/LC_MESSAGES/messages.po"].count(b"\r\n")
    swap(town / DOOR, "3. Stay calm.\n", "3. Stay calm.\n\nThis paragraph is quite new here.\n")
    after = messages(town)["es/LC_MESSAGES/messages.po"]
    assert b"quite new" in after
    assert after.count(b"\n") == after.count(b"\r\n")
    assert b"\r" not in (town / AR).read_bytes()
    assert lantern(town) == 0
    assert "No tiene que abrir la puerta." in (town / "public/es/at-home.html").read_text("utf-8")
    assert not [name for name, data in snapshot(town / "public").items() if b"\r" in data]


def test_a_stray_compiled_catalog_does_no_harm(town: Path) -> None:
    assert lantern(town) == 0
    expected = snapshot(town / "public")
    write(town, {"locales/es/LC_MESSAGES/messages.mo": b"\xde\x12\x04\x95" + b"\0" * 60, "locales/ar/messages.mo": b"x"})
    assert lantern(town) == 0
    assert lantern(town, "messages") == 0
    assert snapshot(town / "public") == expected
    assert (town / "locales/es/LC_MESSAGES/messages.mo").read_bytes().startswith(b"\xde\x12")


def test_a_translator_s_address_is_never_published(town: Path) -> None:
    swap(town / ES, '"Last-Translator: \\n"', '"Last-Translator: Ana Prueba <ana@private.example>\\n"')
    swap(town / ES, '"Language-Team: \\n"', '"Language-Team: Equipo <team@private.example>\\n"')
    (town / ES).write_bytes(b"# Ana Prueba <ana@private.example>, 2026.\n" + (town / ES).read_bytes())
    after = messages(town)["es/LC_MESSAGES/messages.po"]
    assert after.count(b"ana@private.example") == 2
    assert lantern(town) == 0
    published = snapshot(town / "public")
    assert published
    assert not [name for name, data in published.items() if b"private.example" in data or b"Prueba" in data]


def test_a_catalog_may_be_split(town: Path) -> None:
    messages(town)
    swap(town / PT, 'msgid "At the door"\nmsgstr ""', 'msgid "At the door"\nmsgstr ""')
    held = po("pt_BR", pair("At the door", "Na porta"), pair("Stay calm.", "Fique calmo."))
    write(town, {"locales/pt_BR/LC_MESSAGES/home.po": held})
    after = messages(town)
    assert after["pt_BR/LC_MESSAGES/home.po"] == held
    assert messages(town) == after
    own = {one.text for one in read_po((town / PT).read_bytes(), PT).entries if not one.obsolete}
    assert "At the door" not in own
    assert "At your home" in own
    assert lantern(town) == 0
    assert '<h2 id="door">Na porta</h2>' in (town / "public/pt-BR/at-home.html").read_text("utf-8")


def decomposed(path: Path) -> None:
    """Writes a file anew as a Mac may: each letter with an accent as two code points."""
    path.write_text(unicodedata.normalize("NFD", path.read_text("utf-8")), "utf-8")


def test_letters_in_two_code_points_change_nothing(town: Path) -> None:
    swap(town / DOOR, "3. Stay calm.\n", "3. Stay calm.\n\nSeñora Zoë Ngữ will be glad.\n")
    messages(town)
    swap(town / ES, 'will be glad."\nmsgstr ""', 'will be glad."\nmsgstr "La señora Zoë Ngữ se alegrará."')
    before = messages(town)
    assert lantern(town, "build", "--no-print") == 0
    published = snapshot(town / "public")
    for path in (*town.glob("content/*"), *town.glob("locales/**/*.po"), *town.glob("locales/*.toml")):
        decomposed(path)
    assert messages(town) == before
    assert lantern(town, "build", "--no-print") == 0
    assert snapshot(town / "public") == published


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("written", ["NFC", "NFD", "escaped"])
def test_a_word_to_avoid_is_found_in_either_form(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str, written: str
) -> None:
    root = little(tmp_path, "Ask for a summons.", locales=("en", "es"))
    avoided = "citacio\\u0301n" if written == "escaped" else unicodedata.normalize(written, "citación")
    glossary = f'[summons]\nen = ["summons"]\n[summons.es]\nsay = ["emplazamiento"]\navoid = ["{avoided}"]\n'
    said = unicodedata.normalize(form, "Pida una citación.")
    write(root, {"locales/glossary.toml": glossary, ES: po("es", pair("Ask for a summons.", said))})
    lantern(root, "build", "--no-print")
    lantern(root, "check")
    assert "[avoid]" in "".join(capsys.readouterr())
    assert "citaci" not in (root / "public/es/index.html").read_text("utf-8")


@pytest.mark.parametrize("lines", ["#= fuzzy, no-wrap", "#, fuzzy\n#= no-wrap", "#= no-wrap\n#, fuzzy"])
def test_a_guess_that_gettext_marks_its_new_way_is_not_published(town: Path, lines: str) -> None:
    messages(town)
    swap(town / ES, 'msgid "Stay calm."', f'{lines}\nmsgid "Stay calm."')
    after = messages(town)["es/LC_MESSAGES/messages.po"].decode()
    (mark,) = re.findall(r'\n(#, .*)\nmsgid "Stay calm."', after)
    assert set(mark[3:].split(", ")) == {"fuzzy", "no-wrap"}
    assert "# =" not in after
    assert lantern(town, "build", "--no-print") == 0
    assert "Stay calm." in (town / "public/es/at-home.html").read_text("utf-8")


@pytest.mark.parametrize("name", ["messages (1).po", "messages.temp.po", "a.po", "messages.sync-conflict-20261201-1-A.po"])
def test_a_copy_beside_a_catalog_takes_nothing_from_it(town: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    before = messages(town)
    copy = f"locales/es/LC_MESSAGES/{name}"
    stale = re.sub(rb'(msgstr "[^"]+)"', rb'\1, viejo"', (town / ES).read_bytes(), count=20)
    write(town, {copy: stale})
    capsys.readouterr()
    for command in (("messages",), ("check",), ("build", "--no-print"), ("status",)):
        assert lantern(town, *command) == 0
        told = [line for line in "".join(capsys.readouterr()).splitlines() if "catalog-copy" in line]
        assert [line.partition(":1: warning: ")[0] for line in told] == [copy], command
    assert (town / ES).read_bytes() == before["es/LC_MESSAGES/messages.po"]
    assert b"viejo" not in b"".join(snapshot(town / "public").values())
    (town / copy).unlink()
    assert messages(town) == before


def test_what_another_tool_wrote_is_kept(town: Path) -> None:
    swap(town / ES, '"Plural-Forms:', '"X-Generator: Poedit 3.4\\n"\n"X-Odd: yes\\n"\n"Plural-Forms:')
    first = 'msgid "Stay calm."'
    swap(town / ES, first, f"#, no-wrap\n{first}")
    write(town, {ES: (town / ES).read_bytes() + b'\n#~ msgid "Long ago"\n#~ msgstr "Hace mucho"\n'})
    before = (town / ES).read_bytes()
    assert messages(town)["es/LC_MESSAGES/messages.po"] == before
    swap(town / DOOR, "3. Stay calm.\n", "3. Stay calm.\n\nThis paragraph is quite new here.\n")
    (gone, come) = changes({"es": before}, {"es": messages(town)["es/LC_MESSAGES/messages.po"]})["es"]
    assert (gone, len(come)) == ([], 6)


def test_marking_a_locale_s_drafts_writes_no_other_catalog(town: Path) -> None:
    """Another may be at work in it: what the source changed there waits for `messages`."""
    swap(town / DOOR, "3. Stay calm.\n", "3. Stay calm.\n\nThis paragraph is quite new here.\n")
    before = snapshot(town / "locales")
    assert lantern(town, "messages", "--machine", "es") == 0
    after = snapshot(town / "locales")
    assert {name for name in after if after[name] != before.get(name)} == {"messages.pot", "es/LC_MESSAGES/messages.po"}
    assert b"quite new" in after["es/LC_MESSAGES/messages.po"]
    assert lantern(town, "messages", "--machine", "es", "--check") == 0
    assert lantern(town, "messages", "--check") == 1
    write(town, {AR: b"broken"})
    assert lantern(town, "messages", "--machine", "es") == 1  # reading tells of every catalog


def test_drafts_of_an_unknown_locale_are_not_marked(town: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = snapshot(town / "locales")
    assert lantern(town, "messages", "--machine", "xx") == 1
    assert told(capsys.readouterr().err) == {("content/site.toml", 1, "locale")}
    assert snapshot(town / "locales") == before


def test_pseudo_locales_are_built_beside_the_site_and_never_into_it(town: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert lantern(town, "build", "--pseudo") == 2
    assert "--pseudo needs --output" in capsys.readouterr().err
    assert not (town / "public").exists()
    assert lantern(town, "build", "--pseudo", "--locale", "es", "--output", str(town / "trial")) == 0
    made = {path.name for path in (town / "trial").iterdir() if path.is_dir()}
    assert made == {"en", "es", "en-XA", "ar-XB"}
    assert 'dir="rtl"' in (town / "trial/ar-XB/at-home.html").read_text("utf-8")
    assert lantern(town) == 0
    assert not (town / "public/en-XA").exists()
    assert lantern(town, "check", "--pseudo") == 2


def test_check_never_remembers_what_depends_on_the_day(town: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    swap(town / HOME, "order = 0\n", "order = 0\nverified = 2020-01-01\nverify_by = 2999-01-01\n")
    assert lantern(town, "check", "--strict") == 0
    later = type("Later", (datetime.date,), {"today": classmethod(lambda kind: datetime.date(2999, 1, 2))})
    monkeypatch.setattr(main, "datetime", types.SimpleNamespace(date=later))
    assert lantern(town, "check", "--strict") == 1


def test_check_finds_the_same_again_and_keeps_nothing(town: Path, capsys: pytest.CaptureFixture[str]) -> None:
    swap(town / ES, 'msgstr "La hora."', 'msgstr "La hora. <b>"')
    assert lantern(town, "check") == 1
    first = capsys.readouterr().out
    assert lantern(town, "check") == 1
    assert capsys.readouterr().out == first
    assert "raw-html" in first
    assert not (town / ".cache").exists()


def test_a_machine_s_draft_is_marked_once_and_an_edit_withdraws_the_mark(town: Path, capsys: pytest.CaptureFixture[str]) -> None:
    messages(town)
    assert lantern(town, "messages", "--machine", "es") == 0
    first = (town / ES).read_bytes()
    assert first.count(b"# machine: h=") == sum(any(one.strings) for one in read_po(first).entries)
    assert lantern(town, "messages", "--machine", "es") == 0
    assert (town / ES).read_bytes() == first
    assert b"# machine" not in (town / AR).read_bytes()
    swap(town / ES, 'msgstr "La hora."', 'msgstr "Qué hora era."')
    capsys.readouterr()
    assert lantern(town, "status", "--format", "json") == 0
    rows = {(row["locale"], row["page"]): row for row in json.loads(capsys.readouterr().out)}
    whole = rows["es", ""]
    assert (whole["translated"] - whole["machine"], whole["reviewed"]) == (1, 0)


def test_new_writes_a_catalog_ready_to_edit(town: Path, capsys: pytest.CaptureFixture[str]) -> None:
    messages(town)
    before = snapshot(town)
    capsys.readouterr()
    assert lantern(town, "new", "zh_Hant") == 0
    out = capsys.readouterr().out
    path = "locales/zh_Hant/LC_MESSAGES/messages.po"
    assert path in out
    assert "content/site.toml" in out
    found = read_po((town / path).read_bytes(), path)
    pot = read_po((town / "locales/messages.pot").read_bytes(), "locales/messages.pot")
    assert [one.key for one in found.entries] == [one.key for one in pot.entries]
    assert not any(any(one.strings) for one in found.entries)
    assert found.headers["Language"] == "zh_Hant"
    assert {name: data for name, data in snapshot(town).items() if name != path} == before
    assert lantern(town, "new", "zh_Hant") == 1
    assert told(capsys.readouterr().err) == {(path, 1, "exists")}
    swap(town / "content/site.toml", '"pt_BR"]', '"pt_BR", "zh_Hant"]')
    assert (lantern(town, "messages", "--check"), lantern(town)) == (0, 0)
    assert 'lang="zh-Hant"' in (town / "public/zh-Hant/index.html").read_text("utf-8")


def test_a_site_of_three_files_gets_its_catalogs(tmp_path: Path) -> None:
    root = little(tmp_path, locales=("en", "es", "kea"))
    assert set(messages(root)) == {"messages.pot", "es/LC_MESSAGES/messages.po", "kea/LC_MESSAGES/messages.po"}
    assert lantern(root, "build", "--strict") == 0


def test_status_counts(town: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert lantern(town, "status") == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert [line.split()[0] for line in out.splitlines()[:4]] == ["shown", "es", "ar", "pt_BR"]
    assert "no lawyer has checked: 2 of 2 pages" in out
    assert lantern(town, "status", "--format", "json") == 0
    rows = {(row["locale"], row["page"]): row for row in json.loads(capsys.readouterr().out)}
    others = ("content/site.toml", "content/help.toml", "templates")
    assert set(rows) == {(code, path) for code in ("es", "ar", "pt_BR") for path in (HOME, DOOR, *others, "")}
    assert rows["pt_BR", ""]["translated"] == 0
    assert rows["ar", DOOR]["stale"] == 1
    assert rows["es", DOOR]["translated"] == rows["es", DOOR]["total"]
    assert lantern(town, "status", "--format", "github") == 0
    out = capsys.readouterr().out
    assert out.count("::notice file=locales/") == 3
    assert [line.partition("::ar")[0] for line in out.splitlines() if "warning" in line] == [f"::warning file={DOOR},title=stale"]
    assert lantern(town, "status", "--pages") == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    (stale,) = [line for line in lines if line[0] == DOOR and line[-1] == AR]
    assert stale[1:4] == ["9", "21", "1"]


# --- what people vouch for -------------------------------------------------------------------------------------------


def test_a_review_is_recorded_shown_and_taken_back(town: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (town / ES).read_bytes()
    assert lantern(town, "review", "es", "at-home", "--by", "Rosa, school nurse", "--on", "2026-11-01") == 0
    assert "now reviewed: at-home" in capsys.readouterr().out
    marked = (town / ES).read_text("utf-8")
    assert marked.count(" by=Rosa, school nurse on=2026-11-01\n") == 21
    assert max(len(line) for line in marked.splitlines() if "# reviewed" in line) < 76
    assert lantern(town, "review", "es", "at-home", "--withdraw", "--by", "Rosa, school nurse") == 0
    assert "no more reviewed: at-home" in capsys.readouterr().out
    assert (town / ES).read_bytes() == before
    assert lantern(town, "review", "es", "at-home", "--withdraw") == 1


def test_a_review_of_what_is_not_all_translated_is_refused_whole(town: Path, capsys: pytest.CaptureFixture[str]) -> None:
    swap(town / AR, 'msgstr "اسأل من هناك."', 'msgstr "اسأل 617-555-0142."')
    before = snapshot(town)
    assert lantern(town, "review", "ar", "at-home", "--by", "Mona") == 1
    rules = {rule for _, _, rule in told(capsys.readouterr().err)}
    assert rules == {"not-translated", "out-of-date", "refused"}
    assert snapshot(town) == before


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["es", "at-home", "--by", ""], 1),
        (["es", "at-home", "--by", "translator bot"], 1),
        (["es", "at-home", "--by", "two\nlines"], 1),
        (["es", "at-home", "--by", "x" * 81], 1),
        (["es", "at-home"], 2),
        (["es", "--by", "Rosa"], 2),
        (["es", "nowhere", "--by", "Rosa"], 1),
        (["en", "at-home", "--by", "Rosa"], 1),
        (["xx", "at-home", "--by", "Rosa"], 1),
        (["es", "at-home", "--by", "Rosa", "--on", "2999-01-01"], 2),
    ],
)
def test_a_review_that_nobody_can_have_made_is_refused(
    town: Path, words: list[str], code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    before = snapshot(town)
    assert lantern(town, "review", *words) == code
    assert capsys.readouterr().err
    assert snapshot(town) == before


def test_what_waits_for_a_reviewer_is_listed(town: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert lantern(town, "review", "es", "--list") == 0
    assert "at-home    21 of   21 texts to review, 0 to translate first" in capsys.readouterr().out
    assert lantern(town, "review", "ar", "at-home", "--list") == 0
    out = capsys.readouterr().out
    assert f"{AR}:" in out
    assert out.endswith("at-home: 9 of 21 texts to review, 12 to translate first\n")


def test_a_strict_build_refuses_what_no_person_has_reviewed(town: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert lantern(town, "review", "es", "at-home", "--by", "Rosa") == 0
    capsys.readouterr()
    assert lantern(town, "build", "--reviewed", "--locale", "es", "--output", str(town / "trial")) == 1
    err = capsys.readouterr().err
    assert {path for path, _, rule in told(err) if rule == "not-reviewed"} == {
        HOME,
        "content/site.toml",
        "content/help.toml",
        "templates",
    }
    assert 'build.py review es index --by "NAME"' in err
    assert not (town / "trial").exists()
    assert lantern(town, "check", "--reviewed", "--locale", "es") == 1
    assert "7 of 7 texts are not reviewed in es" in capsys.readouterr().out
    assert lantern(town, "build", "--locale", "es", "--output", str(town / "trial")) == 0


def test_what_a_change_costs_is_told_before_it_is_made(town: Path, capsys: pytest.CaptureFixture[str]) -> None:
    messages(town)
    assert lantern(town, "review", "es", "at-home", "--by", "Rosa") == 0
    swap(town / DOOR, "3. Stay calm.", "3. Stay very calm.")
    before = snapshot(town)
    capsys.readouterr()
    assert lantern(town, "messages", "--dry-run", "--format", "json") == 0
    cost = json.loads(capsys.readouterr().out)
    assert cost["files"][DOOR] | {"words": 0} == cost["total"] | {"words": 0}
    assert (cost["total"]["changed"], cost["total"]["reviewed"], cost["total"]["words"]) == (1, 1, 9)
    assert cost["reviews_lost"] == [{"locale": "es", "file": DOOR}]
    assert lantern(town, "messages", "--dry-run") == 0
    assert "  loses its review in es\nIn all: 0 new, 1 changed, 0 removed" in capsys.readouterr().out
    assert lantern(town, "messages", "--dry-run", "--format", "github") == 0
    assert f"::warning file={DOOR},title=review-lost::" in capsys.readouterr().out
    assert snapshot(town) == before


def test_a_trivial_change_keeps_translations_and_says_so(town: Path, capsys: pytest.CaptureFixture[str]) -> None:
    messages(town)
    assert lantern(town, "review", "es", "at-home", "--by", "Rosa") == 0
    swap(town / DOOR, "- Write down what you saw.", "- Write down *what you saw*.")
    swap(town / DOOR, "3. Stay calm.", "3. Stay calm!")
    swap(town / DOOR, "2. Ask for a paper.", "2. Ask for some paper.")
    capsys.readouterr()
    assert lantern(town, "messages", "--trivial") == 0
    out = capsys.readouterr().out
    assert "kept in es\n  - Write down what you saw.\n  + Write down *what you saw*.\n" in out
    found = read_po((town / ES).read_bytes())
    texts = ("Write down *what you saw*.", "Stay calm!", "Ask for some paper.")
    assert [merge.state(entry(found, text)) for text in texts] == ["reviewed", "draft", "stale"]
    assert lantern(town, "messages", "--check") == 0


def test_without_the_word_a_trivial_change_is_a_change(town: Path) -> None:
    messages(town)
    swap(town / DOOR, "3. Stay calm.", "3. Stay calm!")
    messages(town)
    assert merge.state(entry(read_po((town / ES).read_bytes()), "Stay calm!")) == "stale"


def test_the_script_for_a_recording_is_printed(town: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert lantern(town, "audio", "es", "at-home") == 0
    out = capsys.readouterr().out
    assert re.match(r"Save the recording as static/audio/es/at-home\.[0-9a-f]{8}\.m4a ", out)
    assert "No tiene que abrir la puerta." in out
    assert "5 5 5, 8 6 7, 5 3 0 1" in out
    assert lantern(town, "audio", "ar", "at-home") == 1
    assert {rule for _, _, rule in told(capsys.readouterr().err)} == {"not-translated"}
    assert lantern(town, "audio", "es", "nowhere") == 1


# --- the catalogs of the real site -----------------------------------------------------------------------------------

CATALOGS = sorted((ROOT / "locales").glob("*/LC_MESSAGES/*.po"))
POEDIT = {"Project-Id-Version", "PO-Revision-Date", "Last-Translator", "Language-Team", "Language", "MIME-Version"}


def test_the_real_site_has_its_eleven_catalogs() -> None:
    codes = ["es", "ht", "zh_Hant", "zh_Hans", "vi", "kea", "ru", "ar", "pt_BR", "fr", "so"]
    assert {path.parent.parent.name for path in CATALOGS} == set(codes)
    assert (ROOT / "locales/messages.pot").is_file()


def test_the_real_catalogs_are_up_to_date(capsys: pytest.CaptureFixture[str]) -> None:
    assert lantern(ROOT, "messages", "--check") == 0, capsys.readouterr().err


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: path.parent.parent.name)
def test_a_real_catalog_opens_without_a_warning(path: Path, msgfmt: str) -> None:
    done = subprocess.run([msgfmt, "-c", "-v", "-o", os.devnull, str(path)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "warning" not in done.stderr


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: path.parent.parent.name)
def test_a_real_catalog_keeps_poedit_s_rules(path: Path) -> None:
    code = path.parent.parent.name
    found = read_po(path.read_bytes(), f"locales/{code}/LC_MESSAGES/{path.name}")
    fields = found.headers
    assert set(fields) >= POEDIT
    assert fields["Language"] == code
    assert fields["Content-Type"] == "text/plain; charset=UTF-8"
    assert fields["Content-Transfer-Encoding"] == "8bit"
    assert re.fullmatch(r"nplurals=\d; plural=.+;", fields["Plural-Forms"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d[+-]\d{4}", fields["PO-Revision-Date"])
    assert "@" not in fields["Last-Translator"]
    assert not path.read_bytes().startswith(b"\xef\xbb\xbf")
    keys = [one.key for one in found.entries if not one.obsolete]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("code", ["es", "ar", "zh_Hans"])
def test_a_drafted_catalog_is_complete_and_nothing_in_it_is_refused(code: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert lantern(ROOT, "status", "--format", "json") == 0
    (whole,) = [row for row in json.loads(capsys.readouterr().out) if (row["locale"], row["page"]) == (code, "")]
    assert whole["translated"] == whole["total"]
    assert whole["reviewed"] == 0


def test_check_advises_translators_and_build_does_not(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write(
        little(tmp_path, locales=("en", "es")), {"locales/es/LC_MESSAGES/messages.po": po("es", pair("Hello there.", "Hola"))}
    )
    assert lantern(root, "check") == 0
    assert "locales/es/LC_MESSAGES/messages.po:13: warning: It ends with no mark" in capsys.readouterr().out
    assert lantern(root, "check", "--strict") == 1
    capsys.readouterr()
    assert lantern(root, "build", "--output", str(tmp_path / "out")) == 0
    assert "end-mark" not in capsys.readouterr().err


def test_the_real_site_passes_its_own_check(capsys: pytest.CaptureFixture[str]) -> None:
    assert lantern(ROOT, "check") == 0, capsys.readouterr().out


def test_quoting_is_gettext_s() -> None:
    assert entry(read_po(po("es", pair('a "b" \\ c\nd', "x"))), 'a "b" \\ c\nd').strings == ("x",)
    assert quoted("a") == '"a"'
