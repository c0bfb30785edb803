"""The wheel: built, installed into a clean environment, and put to work far from the checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from email.parser import BytesParser
from pathlib import Path

import pytest

import lantern
from tests.making import ROOT, run, snapshot
from tests.sheets import small

pytestmark = pytest.mark.slow

QUIET = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1", "PIP_USER": "0"}


def call(*command: str | Path, cwd: Path) -> str:
    """What a program prints; it must succeed, and finds nothing through PYTHONPATH but what the tests themselves do."""
    done = subprocess.run([str(part) for part in command], cwd=cwd, env=QUIET, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout, made with the packages of the lock and without a network."""
    folder = tmp_path_factory.mktemp("wheel")
    flags = ["--no-build-isolation", "--no-deps", "--no-index", "--disable-pip-version-check", "--wheel-dir", folder]
    call(sys.executable, "-m", "pip", "wheel", *flags, ROOT, cwd=folder)
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def programs(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the programs of an environment that holds the wheel and sees the locked packages, not the checkout."""
    folder = tmp_path_factory.mktemp("installed") / "environment"
    venv.create(folder, with_pip=False)
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    names = {"base": str(folder), "platbase": str(folder)}
    packages = Path(sysconfig.get_path("purelib", "venv", names))
    (packages / "locked.pth").write_text(f"{sysconfig.get_path('purelib')}\n", encoding="utf-8")
    flags = ["--no-deps", "--no-index", "--disable-pip-version-check", "--no-compile"]
    call(sys.executable, "-m", "pip", "--python", scripts / "python", "install", *flags, wheel, cwd=folder.parent)
    return scripts


def test_the_wheel_holds_the_package_and_every_template_static_file_and_font(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        held = {name: packed.read(name) for name in packed.namelist() if ".dist-info/" not in name}
    expected = {
        f"lantern/home/{name}/{path}": data for name in ("templates", "static") for path, data in tree(ROOT / name).items()
    }
    expected |= {f"lantern/{path}": data for path, data in tree(ROOT / "lantern").items()}
    assert sorted(held) == sorted(expected)
    assert held == expected
    assert {".ttf", ".otf"} & {Path(name).suffix for name in held if "/print/fonts/" in name}


def tree(folder: Path) -> dict[str, bytes]:
    """A folder's files without what Python leaves behind."""
    return {path: data for path, data in snapshot(folder).items() if "__pycache__" not in path}


def test_the_wheel_says_what_it_needs_in_the_words_of_the_one_list(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        (name,) = [name for name in packed.namelist() if name.endswith(".dist-info/METADATA")]
        told = BytesParser().parsebytes(packed.read(name))
    lines = (ROOT / "requirements/build.in").read_text(encoding="utf-8").splitlines()
    assert sorted(told.get_all("Requires-Dist") or []) == sorted(line for line in lines if line and not line.startswith("#"))
    assert (told["Name"], told["Version"]) == ("lantern", lantern.__version__)


def test_an_installed_lantern_knows_its_own_home(programs: Path, tmp_path: Path) -> None:
    said = call(programs / "python", "-c", "from lantern import site; print(site.__file__); print(site.HOME)", cwd=tmp_path)
    module, home = (Path(line) for line in said.splitlines())
    assert not module.is_relative_to(ROOT)
    assert home == module.parent / "home"
    assert call(programs / "lantern", "--version", cwd=tmp_path) == f"Lantern {lantern.__version__}\n"
    assert call(programs / "python", "-m", "lantern", "--version", cwd=tmp_path) == f"Lantern {lantern.__version__}\n"


def test_the_command_builds_a_site_elsewhere_as_build_py_does(programs: Path, tmp_path: Path) -> None:
    """Pages, static files and printed sheets with their fonts, to the byte."""
    ours, theirs = small(tmp_path / "ours"), tmp_path / "theirs"
    shutil.copytree(ours, theirs)
    assert run("--root", str(ours)).returncode == 0
    call(programs / "lantern", cwd=theirs)
    made = snapshot(ours / "public")
    assert {Path(path).suffix for path in made} >= {".html", ".js", ".pdf", ".svg"}
    assert snapshot(theirs / "public") == made
    assert call(programs / "lantern", "check", cwd=theirs) == run("check", cwd=ours).stdout


def test_what_is_wrong_is_told_alike(programs: Path, tmp_path: Path) -> None:
    """Exit code, results and problems of a site that cannot be built."""
    broken = small(tmp_path / "site")
    (broken / "content/site.toml").write_text("name = \n", encoding="utf-8")
    ours = run("build", cwd=broken)
    theirs = subprocess.run([str(programs / "lantern"), "build"], cwd=broken, env=QUIET, capture_output=True, text=True)
    assert (theirs.returncode, theirs.stdout, theirs.stderr) == (ours.returncode, ours.stdout, ours.stderr)
    assert ours.returncode == 1
