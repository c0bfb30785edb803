"""make.py, the locks it installs from, and the promises of the first screen of README.md."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import make

ROOT = make.ROOT
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
STAMPED = ("build", "test")


def pins(lock: Path) -> dict[str, str]:
    """Package → version, from the lines of a lock that name one."""
    found = re.findall(r"^([a-z0-9][a-z0-9._-]*)==([^ ;\\]+)", lock.read_text(encoding="utf-8"), re.MULTILINE)
    return dict(found)


# --- the locks -------------------------------------------------------------------------------------------------------


def test_there_is_a_lock_for_each_name() -> None:
    assert {path.stem for path in LOCKS} == set(make.LOCKS)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_a_lock_names_no_address_and_no_folder(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert not re.findall(r"://|\bfile:|--(?:extra-)?index-url|--find-links|--trusted-host| @ |(?:^|\s)[/~]\w", text)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_requirement_is_pinned_and_hashed(lock: Path) -> None:
    text = re.sub(r"^\s*#.*$", "", lock.read_text(encoding="utf-8"), flags=re.MULTILINE)
    requirements = [" ".join(part.split()) for part in re.split(r"\n(?=\S)", text.replace("\\\n", " ")) if part.strip()]
    assert requirements
    for requirement in requirements:
        assert re.fullmatch(r"[a-z0-9._-]+==[^ ;]+(?: ; [^\\]+?)?(?: --hash=sha256:[0-9a-f]{64})+", requirement), requirement


def test_the_tests_run_on_what_builds_the_site() -> None:
    build, test = (pins(ROOT / f"requirements/{name}.txt") for name in STAMPED)
    assert build
    assert build.items() <= test.items()


@pytest.mark.parametrize("name", STAMPED)
def test_a_lock_holds_what_was_asked_for(name: str) -> None:
    asked = re.findall(r"^([A-Za-z][\w.-]*)", (ROOT / f"requirements/{name}.in").read_text(encoding="utf-8"), re.MULTILINE)
    assert {package.lower() for package in asked} <= set(pins(ROOT / f"requirements/{name}.txt"))


# --- stamps ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """An empty project whose `run` only notes what it was asked to do."""
    ran: list[list[str]] = []

    def run(command: list[str | Path], **_: object) -> int:
        ran.append([str(part) for part in command])
        if "venv" in ran[-1]:
            python.parent.mkdir(parents=True, exist_ok=True)
            python.touch()
        return 0

    python = tmp_path / ".venv/bin/python"
    monkeypatch.setattr(make, "ROOT", tmp_path)
    monkeypatch.setattr(make, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(make, "PYTHON", python)
    monkeypatch.setattr(make, "run", run)
    (tmp_path / "requirements").mkdir()
    for name in STAMPED:
        (tmp_path / f"requirements/{name}.txt").write_text(f"{name}==1\n", encoding="utf-8")
    return ran


def installs(ran: list[list[str]]) -> list[str]:
    return [command[-1] for command in ran if "install" in command]


def test_an_environment_is_made_once(project: list[list[str]]) -> None:
    make.prepare("build")
    assert "--clear" in project[0]
    make.prepare("build")
    assert installs(project) == ["requirements/build.txt"]
    assert {"--require-hashes", "--only-binary", "--no-deps"} <= set(project[-1])


def test_the_test_lock_holds_the_build_lock(project: list[list[str]]) -> None:
    make.prepare("test")
    make.prepare("build")
    assert installs(project) == ["requirements/test.txt"]


def test_a_changed_lock_is_installed_again_into_the_same_environment(project: list[list[str]]) -> None:
    make.prepare("test")
    (make.ROOT / "requirements/build.txt").write_text("build==2\n", encoding="utf-8")
    made = len(project)
    make.prepare("build")
    assert installs(project) == ["requirements/test.txt", "requirements/build.txt"]
    assert not [command for command in project[made:] if "--clear" in command]
    make.prepare("test")  # its packages may have been changed by the other lock
    assert len(installs(project)) == 3


def test_another_python_makes_another_environment(project: list[list[str]]) -> None:
    make.prepare("build")
    make.stamp("build").write_text("3.1 0", encoding="ascii")
    make.prepare("build")
    assert len([command for command in project if "--clear" in command]) == 2


def test_an_installation_that_fails_leaves_no_stamp(project: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    make.prepare("test")
    (make.ROOT / "requirements/test.txt").write_text("test==2\n", encoding="utf-8")
    monkeypatch.setattr(make, "run", lambda command, **_: int("install" in command))
    with pytest.raises(make.Stop, match="could not be installed"):
        make.prepare("test")
    assert [make.installed(name) for name in STAMPED] == ["", ""]


def test_without_ensurepip_the_package_is_named(project: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(make.Stop, match="python3-venv"):
        make.prepare("build")


# --- other Pythons ---------------------------------------------------------------------------------------------------


@pytest.fixture
def pythons(project: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """A machine with a Python 3.11.2 and a 3.14.1 beside .venv's 3.11.9, in a project whose `run` only notes."""
    versions = {Path("/usr/bin/python3"): (3, 11, 2), Path("/opt/python3.14"): (3, 14, 1), Path("/opt/python3.9"): (3, 9, 1)}
    monkeypatch.setattr(make, "OTHERS", make.ROOT / ".cache/pythons")
    monkeypatch.setattr(make, "candidates", lambda environ: iter(versions))
    monkeypatch.setattr(make, "version_of", lambda path: (3, 11, 9) if path == make.PYTHON else versions.get(path))
    monkeypatch.setenv("CI", "")
    (make.ROOT / make.SMALL_SITE).mkdir(parents=True)
    make.prepare("build")
    project.clear()
    noted = make.run

    def run(command: list[str | Path], **options: object) -> int:
        if "venv" in command:
            Path(command[-1]).mkdir(parents=True, exist_ok=True)
        return noted(command)

    monkeypatch.setattr(make, "run", run)
    return project


def test_the_oldest_and_the_newest_python_build_a_small_site(pythons: list[list[str]]) -> None:
    assert make.pythons([]) == 0
    built = [command[0] for command in pythons if "build" in command]
    assert built == ["/usr/bin/python3", str(make.OTHERS / "3.14.1" / make.PYTHON.relative_to(make.VENV))]
    assert [command[2] for command in pythons if command[0] == "/usr/bin/python3"] == ["check", "build", "status"]


def test_packages_of_another_python_are_installed_once(pythons: list[list[str]]) -> None:
    fresh = make.OTHERS / "3.14.1" / make.PYTHON.relative_to(make.VENV)
    fresh.parent.mkdir(parents=True)
    fresh.touch()
    make.pythons([])
    make.pythons([])
    assert installs(pythons) == ["requirements/build.txt"]
    (make.ROOT / "requirements/build.txt").write_text("build==2\n", encoding="utf-8")
    make.pythons([])
    assert installs(pythons) == ["requirements/build.txt"] * 3  # once for .venv


def test_a_python_that_cannot_build_stops_the_tests(pythons: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(make, "run", lambda command, **_: int("build" in command))
    with pytest.raises(make.Stop, match=r"Python 3\.11\.2 .*build"):
        make.pythons([])


@pytest.mark.parametrize(("ci", "code"), [("", 0), ("true", 1)])
def test_what_could_not_be_tried_is_told_and_counts_under_ci(
    pythons: list[list[str]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    ci: str,
    code: int,
) -> None:
    monkeypatch.setenv("CI", ci)
    monkeypatch.setattr(make, "candidates", lambda environ: iter([Path("/opt/python3.14")]))
    monkeypatch.setattr(make, "run", lambda command, **_: int("venv" in command))
    assert make.pythons([]) == code
    told = capsys.readouterr().err
    assert "NOT PROVED: there is no Python 3.11 here" in told
    assert "NOT PROVED: Python 3.14.1 (/opt/python3.14): its packages could not be installed" in told


def test_every_test_run_tries_them(pythons: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(make, "find_tool", lambda tool: tool)
    assert make.test([]) == 0
    assert any("build" in command for command in pythons)
    assert "pytest" in pythons[-1]
    pythons.clear()
    assert make.test(["-k", "one"]) == 0
    assert [command[1:3] for command in pythons if "build.py" in command] == []


def test_a_python_is_asked_for_its_version(tmp_path: Path) -> None:
    assert make.version_of(Path(sys.executable)) == sys.version_info[:3]
    assert make.version_of(program(tmp_path / "python3")) in {None, ()}
    assert make.version_of(tmp_path / "nothing") is None
    assert sys.version_info[:3] in make.find_pythons({"PATH": str(Path(sys.executable).parent), "PYENV_ROOT": str(tmp_path)})


# --- the browser -----------------------------------------------------------------------------------------------------


def program(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n", encoding="ascii")
    path.chmod(0o755)
    return path


@pytest.fixture(autouse=True)
def only_given_places(monkeypatch: pytest.MonkeyPatch) -> None:
    """What this machine has installed plays no part."""
    monkeypatch.setattr(make, "search_path", lambda environ: environ.get("PATH", ""))
    monkeypatch.setattr(make, "BROWSER_PLACES", tuple(place for place in make.BROWSER_PLACES if place.startswith("{")))


def test_the_chosen_browser_comes_first(tmp_path: Path) -> None:
    mine, other = program(tmp_path / "mine/it"), program(tmp_path / "bin/chromium")
    assert make.find_browser({"LANTERN_BROWSER": str(mine), "PATH": str(other.parent)}) == str(mine)


def test_a_chosen_browser_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(make.Stop, match="LANTERN_BROWSER"):
        make.find_browser({"LANTERN_BROWSER": str(tmp_path / "nothing"), "PATH": ""})


@pytest.mark.parametrize("name", make.BROWSERS)
def test_a_browser_on_the_path_is_found(tmp_path: Path, name: str) -> None:
    file = program(tmp_path / (name + (".exe" if os.name == "nt" else "")))
    assert make.find_browser({"PATH": str(tmp_path)}) == str(file)


def test_a_browser_in_its_usual_place_is_found(tmp_path: Path) -> None:
    file = program(tmp_path / "Microsoft/Edge/Application/msedge.exe")
    assert (
        make.find_browser({"PATH": "", "PROGRAMFILES(X86)": str(tmp_path)})
        == f"{tmp_path}/{file.relative_to(tmp_path).as_posix()}"
    )


def test_no_browser_is_none() -> None:
    assert make.find_browser({"PATH": ""}) is None


# --- installing what tests drive -------------------------------------------------------------------------------------


@pytest.fixture
def bare(project: list[list[str]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[list[str]]:
    """Root on a Debian that has msgfmt and apt-get, but no browser and no nginx."""
    monkeypatch.setattr(make, "find_tool", lambda tool: "/usr/bin/msgfmt" if tool == "msgfmt" else None)
    monkeypatch.setattr(make, "is_root", lambda: True)
    monkeypatch.setattr(make, "is_debian", lambda: True)
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(make, "POLICY", tmp_path / "policy-rc.d")
    return project


def test_root_on_debian_installs_what_is_missing(bare: list[list[str]]) -> None:
    make.install_tools()
    assert bare[0][:2] == ["apt-get", "update"]
    assert bare[1][-6:] == ["chromium", "nginx", "poppler-utils", "npm", "fonts-noto-core", "fonts-noto-cjk"]
    assert {"-y", "--no-install-recommends"} <= set(bare[1])


def test_a_font_is_found_by_family_or_told_to_be_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "fc-list"
    program.write_text('#!/bin/sh\n[ "$1" = "Noto Sans Arabic" ] && echo "/fonts/arabic.ttf: "\nexit 0\n', encoding="ascii")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(make.sys, "platform", "linux")
    assert (make.find_tool("font:Noto Sans Arabic"), make.find_tool("font:Noto Sans CJK SC")) == ("/fonts/arabic.ttf", None)
    program.unlink()
    assert make.find_tool("font:Noto Sans Arabic") is None
    monkeypatch.setattr(make.sys, "platform", "darwin")
    assert make.find_tool("font:Noto Sans CJK SC")


def test_no_service_starts_meanwhile(bare: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []

    def run(command: list[str], **_: object) -> int:
        said.append(make.POLICY.read_text(encoding="ascii"))
        return 0

    monkeypatch.setattr(make, "run", run)
    make.install_tools()
    assert said == ["#!/bin/sh\nexit 101\n"] * 2
    assert not make.POLICY.exists()


def test_a_policy_that_stood_before_stays(bare: list[list[str]]) -> None:
    make.POLICY.write_text("theirs", encoding="ascii")
    make.install_tools()
    assert make.POLICY.read_text(encoding="ascii") == "theirs"


@pytest.mark.parametrize("missing", ["is_root", "is_debian"])
def test_anyone_else_is_left_alone(bare: list[list[str]], monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    monkeypatch.setattr(make, missing, lambda: False)
    make.install_tools()
    assert bare == []


@pytest.mark.parametrize("name", ["make.py", "Makefile", ".ci/run", "tests/conftest.py"])
def test_nothing_asks_for_more_rights(name: str) -> None:
    assert not re.search(r"\b(sudo|doas|su|pkexec|runas)\b", (ROOT / name).read_text(encoding="utf-8"))


# --- what a run says of skipped tests ---------------------------------------------------------------------------------

PROBE = """
import pytest

@pytest.mark.requires("nginx")
def test_served() -> None: ...

def test_drawn(browser) -> None: ...

def test_plain() -> None: ...
"""


def probe(folder: Path, *arguments: str, ci: str) -> list[str]:
    """The lines of a run of PROBE on a machine without any tool, its exit code first."""
    (folder / "tests").mkdir()
    for name in ("pyproject.toml", "tests/conftest.py"):
        (folder / name).write_bytes((ROOT / name).read_bytes())
    toolless = "\n\ndef find_tool(tool): return None\n"
    (folder / "make.py").write_text((ROOT / "make.py").read_text(encoding="utf-8") + toolless, encoding="utf-8")
    (folder / "tests/test_probe.py").write_text(PROBE, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "CI"))}
    result = subprocess.run(
        command, cwd=folder, env={**environment, "CI": ci}, capture_output=True, text=True, encoding="utf-8", check=False
    )
    return [str(result.returncode), *result.stdout.rstrip().splitlines()]


def test_the_last_lines_count_what_was_skipped_and_say_how_to_get_it(tmp_path: Path) -> None:
    code, *lines = probe(tmp_path, "-n", "2", ci="")
    assert code == "0"
    assert "1 passed, 2 skipped" in lines[-4]
    assert lines[-3] == "NOT PROVED: 2 skipped"
    assert "apt-get install chromium" in lines[-2]
    assert "LANTERN_BROWSER" in lines[-2]
    assert "apt-get install nginx" in lines[-1]


def test_under_ci_a_skip_fails_the_run(tmp_path: Path) -> None:
    code, *lines = probe(tmp_path, ci="true")
    assert code == "1"
    assert "1 passed, 2 skipped" in lines[-5]
    assert lines[-1] == "CI=true: a skipped test fails the run."


def test_where_nothing_was_skipped_the_closing_line_is_the_last(tmp_path: Path) -> None:
    code, *lines = probe(tmp_path, "-k", "plain", ci="true")
    assert code == "0"
    assert "1 passed, 2 deselected" in lines[-1]


def test_a_test_that_drives_a_browser_is_marked_so(tmp_path: Path) -> None:
    code, *lines = probe(tmp_path, "-m", "not browser", ci="")
    assert code == "0"
    assert "1 passed, 1 skipped, 1 deselected" in lines[-3]


# --- the command line ------------------------------------------------------------------------------------------------


def outcome(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "make.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, **environment})


def test_an_unknown_command_is_wrong_usage() -> None:
    result = outcome("sight")
    assert result.returncode == 2
    assert "usage: python3 make.py COMMAND" in result.stderr
    assert result.stdout == ""


def test_help_lists_every_command() -> None:
    for arguments in ([], ["help"], ["--help"]):
        result = outcome(*arguments)
        assert result.returncode == 0
        assert re.findall(r"^  (\w+) ", result.stdout, re.MULTILINE) == list(make.COMMANDS)


def test_an_old_python_is_told_what_it_lacks(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.version_info", (3, 9, 2))
    assert make.main(["site"]) == 1
    assert "needs Python 3.11 or later; this is 3.9.2" in capsys.readouterr().err


def test_an_old_python_can_read_what_it_is_told() -> None:
    ast.parse((ROOT / "make.py").read_text(encoding="utf-8"), feature_version=(3, 8))


def test_make_and_make_py_have_the_same_commands() -> None:
    targets = re.findall(r"^([a-z]+): ## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(targets) == sorted(make.COMMANDS)


def test_ci_runs_what_the_readme_says() -> None:
    block = re.search(r"```sh\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert block
    promised = [line.split("#")[0].strip() for line in block[1].splitlines()]
    script = (ROOT / ".ci/run").read_text(encoding="utf-8").splitlines()
    assert promised == ["make site", "make test"]
    assert [line for line in script if line.startswith("make ")] == promised
