"""Publishing is all or nothing: whatever happens, a reader sees one whole site, and nothing foreign is touched."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from lantern import output
from lantern.output import File, publish
from tests.making import ROOT, snapshot, write

OLD = {"index.html": b"old", "es/index.html": b"viejo", "icon.svg": b"<svg/>"}
NEW = {"index.html": b"new", "ar/index.html": b"\xff\x00", "icon.svg": b"<svg/>"}


def files(site: Mapping[str, bytes]) -> tuple[File, ...]:
    return tuple(File(path, data) for path, data in site.items())


def put(folder: Path, site: Mapping[str, bytes]) -> list[str]:
    return [problem.rule for problem in publish(files(site), folder)]


def shown(folder: Path) -> dict[str, bytes]:
    """What a reader of the folder finds."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def releases(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder.parent / f".{folder.name}.releases").iterdir() if path.is_dir())


@pytest.fixture(params=["links", "plain"])
def public(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A folder to publish to, where links are allowed and where they are not (Windows)."""
    if request.param == "plain":
        write(tmp_path, {"out/.public.releases/plain": ""})
    return tmp_path / "out" / "public"


def test_the_folder_shows_exactly_the_files(public: Path) -> None:
    for site in (OLD, NEW, OLD, {}, NEW):
        assert put(public, site) == []
        assert shown(public) == site


def test_empty_folders_of_the_old_site_do_not_stay(public: Path) -> None:
    put(public, {"a/b/c.html": b"x", "d.html": b"x"})
    put(public, {"d.html": b"y"})
    assert [path.name for path in public.iterdir()] == ["d.html"]


def test_a_relative_folder_and_a_name_with_spaces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert put(Path("my site"), OLD) == []
    assert put(Path("my site"), NEW) == []
    assert shown(tmp_path / "my site") == NEW


def test_an_unchanged_site_is_not_written_again(public: Path) -> None:
    put(public, OLD)
    before = {path: path.stat().st_mtime_ns for path in (public, *public.rglob("*"))}
    assert put(public, OLD) == []
    assert {path: path.stat().st_mtime_ns for path in (public, *public.rglob("*"))} == before


def test_unchanged_files_of_a_changed_site_are_the_same_file(public: Path) -> None:
    put(public, OLD)
    before = {name: (public / name).stat().st_ino for name in OLD}
    put(public, NEW)
    assert (public / "icon.svg").stat().st_ino == before["icon.svg"]
    assert (public / "index.html").stat().st_ino != before["index.html"]


@pytest.mark.parametrize("spoil", ["edit", "add", "remove"])
def test_what_a_hand_changed_in_the_site_is_put_right(public: Path, spoil: str) -> None:
    put(public, OLD)
    if spoil == "edit":
        (public / "index.html").unlink()
        (public / "index.html").write_bytes(b"0ld")
    elif spoil == "add":
        (public / "stray.txt").write_bytes(b"x")
    else:
        (public / "es" / "index.html").unlink()
    assert put(public, OLD) == []
    assert shown(public) == OLD


def test_old_releases_are_swept(tmp_path: Path) -> None:
    public = tmp_path / "public"
    for number in range(5):
        put(public, {"index.html": b"%d" % number})
    assert releases(public) == ["000004", "000005"]
    assert os.readlink(public) == ".public.releases/000005"


def test_the_release_before_stays_even_after_a_build_that_died(tmp_path: Path) -> None:
    public = tmp_path / "public"
    put(public, OLD)
    write(tmp_path / ".public.releases" / "000002", {"half.html": "x"})
    assert put(public, NEW) == []
    assert shown(public) == NEW
    kept = [name for name in releases(public) if name != Path(os.readlink(public)).name]
    assert [shown(tmp_path / ".public.releases" / name) for name in kept] == [OLD]


def test_a_reader_in_the_middle_of_the_old_site_can_finish(tmp_path: Path) -> None:
    public = tmp_path / "public"
    put(public, OLD)
    reading = Path(os.path.realpath(public))
    put(public, NEW)
    assert shown(reading) == OLD


# --- what is not ours ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["thesis.txt", ".hidden"])
def test_a_folder_with_files_of_others_is_refused(tmp_path: Path, name: str) -> None:
    public = tmp_path / "public"
    write(public, {name: "mine"})
    assert put(public, NEW) == ["not-ours"]
    assert snapshot(public) == {name: b"mine"}


def test_an_empty_folder_may_be_used(tmp_path: Path) -> None:
    (tmp_path / "public").mkdir()
    assert put(tmp_path / "public", OLD) == []
    assert shown(tmp_path / "public") == OLD


@pytest.mark.parametrize("target", ["elsewhere", "nowhere", "."])
def test_a_link_that_is_not_ours_is_refused(tmp_path: Path, target: str) -> None:
    write(tmp_path, {"elsewhere/thesis.txt": "mine"})
    (tmp_path / "public").symlink_to(target)
    assert put(tmp_path / "public", NEW) == ["not-ours"]
    assert os.readlink(tmp_path / "public") == target
    assert shown(tmp_path / "elsewhere") == {"thesis.txt": b"mine"}


def test_our_link_is_ours_even_when_its_release_is_gone(tmp_path: Path) -> None:
    public = tmp_path / "public"
    (tmp_path / ".public.releases").mkdir()
    public.symlink_to(".public.releases/000007")
    assert put(public, OLD) == []
    assert shown(public) == OLD


def test_a_file_in_the_folders_place_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "public").write_bytes(b"mine")
    assert len(put(tmp_path / "public", NEW)) == 1
    assert (tmp_path / "public").read_bytes() == b"mine"


def test_links_and_renames_may_follow_each_other(tmp_path: Path) -> None:
    """A folder made where links are allowed, then used where they are not."""
    public = tmp_path / "public"
    put(public, OLD)
    (tmp_path / ".public.releases" / "plain").touch()
    for site in (NEW, OLD, NEW):
        assert put(public, site) == []
        assert shown(public) == site
    assert not public.is_symlink()


def test_where_links_are_refused_renames_do_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **named: object) -> None:
        raise OSError(1, "A required privilege is not held by the client")

    monkeypatch.setattr(Path, "symlink_to", refuse)
    for site in (OLD, NEW, OLD):
        assert put(tmp_path / "public", site) == []
        assert shown(tmp_path / "public") == site
    assert not (tmp_path / "public").is_symlink()


def test_a_rename_that_fails_puts_the_old_site_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    public = tmp_path / "out" / "public"
    write(tmp_path, {"out/.public.releases/plain": ""})
    put(public, OLD)
    rename = os.rename

    def held_open(source: Path, target: Path) -> None:
        if source.name.isdecimal():
            raise PermissionError(13, "The file is being used by another process")
        rename(source, target)

    monkeypatch.setattr(os, "rename", held_open)
    assert put(public, NEW) == ["not-written"]
    assert shown(public) == OLD
    monkeypatch.undo()
    assert put(public, NEW) == []
    assert shown(public) == NEW


# --- when it goes wrong ----------------------------------------------------------------------------------------------


def test_a_second_build_is_refused_while_the_first_writes(public: Path) -> None:
    fcntl = pytest.importorskip("fcntl")
    put(public, OLD)
    with open(public.parent / ".public.releases" / "lock", "a+b") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert put(public, NEW) == ["busy"]
        assert shown(public) == OLD
    assert put(public, NEW) == []
    assert shown(public) == NEW


@pytest.mark.parametrize(
    "site",
    [
        {"a": b"file", "a/b": b"inside"},
        {"a/b": b"inside", "a": b"file"},
        {"n" * 300: b"name too long"},
    ],
)
def test_files_that_cannot_stand_together_change_nothing(public: Path, site: Mapping[str, bytes]) -> None:
    put(public, OLD)
    assert put(public, {**NEW, **site}) == ["not-written"]
    assert shown(public) == OLD
    assert put(public, NEW) == []
    assert shown(public) == NEW


def test_two_files_of_one_path_change_nothing(public: Path) -> None:
    put(public, OLD)
    assert [p.rule for p in publish((*files(NEW), File("index.html", b"other")), public)] == ["not-written"]
    assert shown(public) == OLD


CHILD = """
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from lantern.output import File, publish
site = [File(path, data) for path, data in {site!r}.items()]
{setup}
print(*(problem.rule for problem in publish(site, Path(sys.argv[2]))))
"""


def child(public: Path, site: Mapping[str, bytes], *, setup: str = "") -> subprocess.Popen[str]:
    """Another process that publishes a site."""
    code = CHILD.format(site=dict(site), setup=setup)
    return subprocess.Popen([sys.executable, "-c", code, str(ROOT), str(public)], stdout=subprocess.PIPE, text=True)


def test_a_full_disk_leaves_the_old_site(public: Path) -> None:
    """A limit on the size of a file stands for the disk: writing fails in the middle of a file."""
    put(public, OLD)
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))"
    process = child(public, {**NEW, "long.html": b"x" * 100_000}, setup=limit)
    assert process.communicate(timeout=30)[0] == "not-written\n"
    assert process.returncode == 0
    assert shown(public) == OLD
    assert put(public, NEW) == []
    assert shown(public) == NEW


KILL = """
import os, signal
left = [{step}]
def hook(event, args):
    if event in ("open", "os.mkdir", "os.link", "os.symlink", "os.rename", "os.remove", "os.rmdir"):
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(hook)
"""
"""A build that dies without a word (power, kill -9) just before its n-th step on disk."""


def test_killed_at_any_step_a_build_leaves_the_old_site_or_the_new(public: Path) -> None:
    plain = (public.parent / ".public.releases" / "plain").exists()
    allowed = (OLD, NEW, {}) if plain else (OLD, NEW)  # between two renames there is no site for a moment
    states = []
    for step in range(1, 100):
        assert put(public, OLD) == []
        assert shown(public) == OLD
        process = child(public, NEW, setup=KILL.format(step=step))
        process.communicate(timeout=30)
        states.append(shown(public))
        if process.returncode == 0:
            break
        assert process.returncode == -signal.SIGKILL
        assert states[-1] in allowed
    assert states[0] == OLD
    assert states[-1] == NEW
    assert len(states) > 10
    assert len(releases(public)) <= 2


def test_a_reader_never_misses_a_page_while_sites_are_switched(tmp_path: Path) -> None:
    public = tmp_path / "public"
    put(public, OLD)
    setup = "for n in range(50): publish([File('index.html', b'%d' % n)], Path(sys.argv[2]))"
    with child(public, OLD, setup=setup) as process:
        while process.poll() is None:
            assert (public / "index.html").read_bytes() != b""


# --- one file --------------------------------------------------------------------------------------------------------


def test_replace_writes_a_file_in_one_step(tmp_path: Path) -> None:
    path = tmp_path / "locales" / "es" / "messages.po"
    output.replace(path, b"one")
    output.replace(path, b"two")
    assert path.read_bytes() == b"two"
    assert [entry.name for entry in path.parent.iterdir()] == ["messages.po"]


@pytest.fixture
def tight() -> Iterator[None]:
    """Files may have 10 bytes."""
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_replace_that_fails_leaves_the_old_file(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    path = tmp_path / "messages.po"
    output.replace(path, b"one")
    request.getfixturevalue("tight")
    with pytest.raises(OSError, match="too large"):
        output.replace(path, b"x" * 100)
    assert path.read_bytes() == b"one"
