"""Publishing is all or nothing: whatever happens, a reader sees one whole site, and nothing foreign is touched."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tarfile
import threading
import urllib.request
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from lantern.files import publish as publish_module
from lantern.files import systems
from lantern.files.publish import File, publish
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


RENAMES = "import lantern.files.systems; lantern.files.systems.exchange = lambda one, two: False"
"""Makes another process publish as on a system that cannot exchange two folders."""


@pytest.fixture(params=["exchange", "renames"])
def public(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to publish to, where two folders can change places in one step and where they cannot (Windows)."""
    if request.param == "renames":
        monkeypatch.setattr(systems, "exchange", lambda one, two: False)
    elif not can_exchange(tmp_path):
        pytest.skip("this system cannot exchange two folders")
    return tmp_path / "out" / "public"


def can_exchange(folder: Path) -> bool:
    """True if this system can let two folders change places."""
    ends = [folder / "one", folder / "two"]
    for end in ends:
        end.mkdir(parents=True)
    done = systems.exchange(*ends)
    for end in ends:
        end.rmdir()
    return done


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


def test_one_release_before_is_kept_and_older_ones_are_swept(public: Path) -> None:
    for number in range(5):
        put(public, {"index.html": b"%d" % number})
    assert releases(public) == ["old"]
    assert shown(public.parent / ".public.releases/old") == {"index.html": b"3"}


def test_the_release_before_stays_even_after_a_build_that_died(public: Path) -> None:
    put(public, OLD)
    write(public.parent / ".public.releases" / "new", {"half.html": "x"})
    assert put(public, NEW) == []
    assert shown(public) == NEW
    assert shown(public.parent / ".public.releases/old") == OLD


def test_a_reader_in_the_middle_of_the_old_site_can_finish(public: Path) -> None:
    put(public, OLD)
    reading = os.open(public / "index.html", os.O_RDONLY)
    folder = os.open(public, os.O_RDONLY) if os.open in os.supports_dir_fd else None
    put(public, NEW)
    assert os.read(reading, 100) == OLD["index.html"]
    os.close(reading)
    if folder is not None:
        late = os.open("es/index.html", os.O_RDONLY, dir_fd=folder)
        assert os.read(late, 100) == OLD["es/index.html"]
        os.close(late)
        os.close(folder)


# --- copies ----------------------------------------------------------------------------------------------------------


def copied_tree(public: Path, to: Path) -> None:
    subprocess.run(["cp", "-r", str(public), str(to / "public")], check=True)


def copied_moved(public: Path, to: Path) -> None:
    shutil.copytree(public, to / "public", symlinks=True)


def copied_tar(public: Path, to: Path) -> None:
    with tarfile.open(to / "site.tar", "w") as out:
        out.add(public, "public")
    with tarfile.open(to / "site.tar") as held:
        held.extractall(to, filter="data") if hasattr(tarfile, "data_filter") else held.extractall(to)


def copied_zip(public: Path, to: Path) -> None:
    """As `zip -ry` does, which keeps links as links."""
    with zipfile.ZipFile(to / "site.zip", "w") as out:
        for path in [public, *public.rglob("*")]:
            out.write(path, path.relative_to(public.parent)) if not path.is_symlink() else None
    with zipfile.ZipFile(to / "site.zip") as held:
        held.extractall(to)


@pytest.mark.parametrize("copy", [copied_tree, copied_moved, copied_tar, copied_zip])
@pytest.mark.parametrize("times", [1, 2])
def test_a_copy_of_the_folder_alone_is_the_whole_site(
    public: Path, tmp_path: Path, copy: Callable[[Path, Path], None], times: int
) -> None:
    if copy is copied_tree and not shutil.which("cp"):
        pytest.skip("no cp here")
    for site in (OLD, NEW)[:times]:
        put(public, site)
    stick = tmp_path / "stick"
    stick.mkdir()
    copy(public, stick)
    shutil.rmtree(public.parent)
    assert (stick / "public").is_dir()
    assert not (stick / "public").is_symlink()
    assert shown(stick / "public") == (OLD, NEW)[times - 1]


def test_a_project_that_was_moved_publishes_on(public: Path) -> None:
    put(public, OLD)
    moved = public.parent.parent / "elsewhere"
    shutil.copytree(public.parent, moved)
    assert put(moved / "public", NEW) == []
    assert shown(moved / "public") == NEW


# --- what former versions left ---------------------------------------------------------------------------------------


def linked(public: Path) -> None:
    """A site as versions of Lantern that used a link left it."""
    write(public.parent / ".public.releases/000006", {"index.html": "older"})
    write(public.parent / ".public.releases/000007", OLD)
    public.symlink_to(".public.releases/000007")


@pytest.mark.parametrize("site", [OLD, NEW])
def test_a_link_becomes_a_folder(public: Path, site: Mapping[str, bytes]) -> None:
    linked(public)
    assert put(public, site) == []
    assert not public.is_symlink()
    assert shown(public) == site
    assert releases(public) == ["old"]
    assert shown(public.parent / ".public.releases/old") == OLD
    assert put(public, NEW) == []
    assert shown(public) == NEW


@pytest.mark.parametrize("site", [OLD, NEW])
def test_a_folder_of_two_renames_goes_on(public: Path, site: Mapping[str, bytes]) -> None:
    write(public, OLD)
    write(public.parent / ".public.releases", {"plain": ""})
    for each in (site, OLD, NEW):
        assert put(public, each) == []
        assert shown(public) == each
    assert not (public.parent / ".public.releases/plain").exists()


def test_killed_at_any_step_a_link_becomes_a_folder_or_stays(tmp_path: Path) -> None:
    for step in range(1, 100):
        public = tmp_path / str(step) / "public"
        linked(public)
        process = child(public, NEW, setup=KILL.format(step=step))
        process.communicate(timeout=30)
        assert shown(Path(os.path.realpath(public))) in ((OLD, NEW) if can_exchange(tmp_path / "x") else (OLD, NEW, {}))
        assert put(public, NEW) == []
        assert shown(public) == NEW
        if process.returncode == 0:
            break
    assert step > 10


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


def test_our_link_is_ours_even_when_its_release_is_gone(public: Path) -> None:
    (public.parent / ".public.releases").mkdir(parents=True)
    public.symlink_to(".public.releases/000007")
    assert put(public, OLD) == []
    assert shown(public) == OLD


def test_a_folder_that_took_the_place_of_ours_is_refused(public: Path) -> None:
    put(public, OLD)
    put(public, NEW)
    shutil.rmtree(public)
    write(public, {"index.html": "mine", "thesis.txt": "mine", "notes/a.txt": "mine"})
    assert put(public, OLD) == ["not-ours"]
    assert shown(public)["thesis.txt"] == b"mine"


def test_a_folder_that_was_deleted_is_made_again(public: Path) -> None:
    put(public, OLD)
    put(public, NEW)
    shutil.rmtree(public)
    assert put(public, NEW) == []
    assert shown(public) == NEW


def test_a_file_in_the_folders_place_is_left_alone(public: Path) -> None:
    public.parent.mkdir()
    public.write_bytes(b"mine")
    assert put(public, NEW) == ["not-ours"]
    assert public.read_bytes() == b"mine"


def test_one_refused_exchange_is_not_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk in the network may fail once; the next switch is in one step again."""
    public, asked = tmp_path / "public", []
    exchange = systems.exchange
    answers = iter([False, None])

    def once(one: Path, two: Path) -> bool:
        asked.append(one.name)
        answer = next(answers)
        return exchange(one, two) if answer is None else answer

    monkeypatch.setattr(systems, "exchange", once)
    for site in (OLD, NEW, OLD):
        assert put(public, site) == []
        assert shown(public) == site
    assert asked == ["new", "new"]


def test_a_rename_that_fails_puts_the_old_site_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    public = tmp_path / "out" / "public"
    monkeypatch.setattr(systems, "exchange", lambda one, two: False)
    put(public, OLD)
    move = systems.move

    def held_open(source: Path, target: Path) -> None:
        if source.name == "new":
            raise PermissionError(13, "The file is being used by another process")
        move(source, target)

    monkeypatch.setattr(systems, "move", held_open)
    told = publish(files(NEW), public)
    assert [problem.rule for problem in told] == ["not-written"]
    assert "still stands" in told[0].hint
    assert shown(public) == OLD
    monkeypatch.setattr(systems, "move", move)
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
from lantern.files.publish import File, publish
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


@pytest.mark.parametrize("way", ["exchange", "renames"])
def test_killed_at_any_step_a_build_leaves_the_old_site_or_the_new(tmp_path: Path, way: str) -> None:
    public = tmp_path / "out" / "public"
    renames = way == "renames" or not can_exchange(tmp_path)
    allowed = (OLD, NEW, {}) if renames else (OLD, NEW)  # between two renames there is no site for a moment
    states = []
    for step in range(1, 100):
        assert put(public, OLD) == []
        assert shown(public) == OLD
        process = child(public, NEW, setup=(RENAMES if renames else "") + KILL.format(step=step))
        process.communicate(timeout=30)
        states.append(shown(public))
        if process.returncode == 0:
            break
        assert process.returncode == -signal.SIGKILL
        assert states[-1] in allowed
    assert states[0] == OLD
    assert states[-1] == NEW
    assert len(states) > 10
    assert releases(public) == ["old"]
    assert states.count({}) <= 1


def test_what_a_death_between_two_renames_left_is_put_back_first(tmp_path: Path) -> None:
    """Also by a build that then fails."""
    public = tmp_path / "public"
    put(public, OLD)
    public.rename(tmp_path / ".public.releases/old")
    write(tmp_path / ".public.releases/new", NEW)
    assert put(public, {"n" * 300: b"name too long"}) == ["not-written"]
    assert shown(public) == OLD


FAIL = """
import errno
left = [{step}]
def hook(event, args):
    if event in ("open", "os.mkdir", "os.link", "os.rename", "os.remove", "os.rmdir", "shutil.rmtree"):
        left[0] -= 1
        if left[0] < 0:
            raise OSError(errno.ENOSPC, "No space left on device")
site = [File(path, data) for path, data in {site!r}.items()]
told = publish
def publish(site, folder):
    sys.addaudithook(hook)
    found = told(site, folder)
    left[0] = 10**9
    print(*(problem.hint + problem.text for problem in found))
    return found
"""
"""A disk that is full from the n-th step on, for good."""


@pytest.mark.parametrize("way", ["exchange", "renames"])
def test_at_a_full_disk_the_text_says_which_site_stands(tmp_path: Path, way: str) -> None:
    seen = set()
    for step in range(100):
        public = tmp_path / str(step) / "public"
        assert put(public, OLD) == []
        setup = (RENAMES if way == "renames" else "") + FAIL.format(step=step, site=NEW)
        told = child(public, NEW, setup=setup).communicate(timeout=30)[0]
        stands = shown(public)
        if told.strip() == "":
            assert stands == NEW
            break
        words = {"still stands": OLD, "The new site stands": NEW, "is whole, in .public.releases/old": {}}
        assert [site for said, site in words.items() if said in told] == [stands]
        seen.add(next(said for said in words if said in told))
    after = "The new site stands" if way == "exchange" and can_exchange(tmp_path / "x") else "is whole, in .public.releases/old"
    assert seen == {"still stands", after}


def test_a_reader_never_misses_a_page_while_sites_are_switched(tmp_path: Path) -> None:
    public = tmp_path / "public"
    put(public, OLD)
    setup = "for n in range(50): publish([File('index.html', b'%d' % n)], Path(sys.argv[2]))"
    with child(public, OLD, setup=setup) as process:
        while process.poll() is None:
            assert (public / "index.html").read_bytes() != b""


@pytest.mark.slow
def test_nginx_gives_one_site_or_the_other_while_sites_are_switched(tmp_path: Path, nginx: Callable[[Path], str]) -> None:
    if not can_exchange(tmp_path / "x"):
        pytest.skip("this system cannot exchange two folders")
    public = tmp_path / "public"
    first, second = (dict.fromkeys(("index.html", "a/b.html"), b"%d" % n * 50_000) for n in (1, 2))
    put(public, first)
    address, ended, bodies, faults = nginx(public), threading.Event(), [], []

    def read() -> None:
        while not ended.is_set():
            try:
                with urllib.request.urlopen(f"{address}/a/b.html", timeout=10) as answer:
                    bodies.append(answer.read())
            except OSError as reason:
                faults.append(reason)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for _ in range(30):
        put(public, second)
        put(public, first)
    ended.set()
    for reader in readers:
        reader.join()
    assert faults == []
    assert len(bodies) > 60
    assert set(bodies) <= {first["a/b.html"], second["a/b.html"]}


# --- one file --------------------------------------------------------------------------------------------------------


def test_replace_writes_a_file_in_one_step(tmp_path: Path) -> None:
    path = tmp_path / "locales" / "es" / "messages.po"
    publish_module.replace(path, b"one")
    publish_module.replace(path, b"two")
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
    publish_module.replace(path, b"one")
    request.getfixturevalue("tight")
    with pytest.raises(OSError, match="too large"):
        publish_module.replace(path, b"x" * 100)
    assert path.read_bytes() == b"one"


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights, and links for administrators")
def test_a_replaced_file_keeps_its_rights_and_a_link_stays_a_link(tmp_path: Path) -> None:
    kept, link = tmp_path / "kept/messages.po", tmp_path / "locales/messages.po"
    kept.parent.mkdir()
    kept.write_bytes(b"old")
    kept.chmod(0o664)
    link.parent.mkdir()
    link.symlink_to("../kept/messages.po")
    publish_module.replace(link, b"new")
    assert (link.is_symlink(), kept.read_bytes(), kept.stat().st_mode & 0o777) == (True, b"new", 0o664)
    held = os.umask(0o027)
    try:
        publish_module.replace(tmp_path / "fresh", b"")
    finally:
        os.umask(held)
    assert (tmp_path / "fresh").stat().st_mode & 0o777 == 0o640


def test_a_file_that_cannot_be_put_in_its_place_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names: list[str] = []

    def refuse(fresh: str, path: Path) -> None:
        names.append(str(fresh))
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(publish_module.os, "replace", refuse)
    for _ in range(2):
        with pytest.raises(OSError, match="No space"):
            publish_module.replace(tmp_path / "a.po", b"x")
    assert len(set(names)) == 2
    assert list(tmp_path.iterdir()) == []
