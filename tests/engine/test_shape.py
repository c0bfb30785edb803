"""The shape of the house, as data: which wing may import which, who owns a library, what every module says of itself."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import lantern

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ROOT / "lantern"
MODULES = {
    ".".join(path.relative_to(HOUSE).with_suffix("").parts): path
    for path in sorted(HOUSE.rglob("*.py"))
    if path.stem not in {"__init__", "__main__"}
}
WINGS = {path.parent.name: path for path in sorted(HOUSE.glob("*/__init__.py"))}

# A wing (or a module beside the wings) imports only from steps to its left, never from its own (docs/decisions/0003).
STEPS = (
    ("problem", "message", "routes"),
    ("document", "files"),
    ("content",),
    ("locales", "rules"),
    ("editions", "templates", "exchange"),
    ("site",),
    ("web", "paper"),
    ("pipeline",),
    ("translators", "preview"),
    ("cli",),
)
STEP = {name: number for number, names in enumerate(STEPS) for name in names}
MOST_ROWS = 4
"""Rows of imports inside one wing."""

# Each library has one owner, which hides its surprises.
OWNER = {
    "markdown": "document",
    "babel": "locales",
    "jinja2": "templates.jinja",
    "markupsafe": "templates.jinja",
    "segno": "files.qr",
    "PIL": "files.picture",
    "tinycss2": "templates.css",
    "typst": "templates.typst",
    "pikepdf": "files.pdf",
    "livereload": "preview.server",
    "tornado": "preview.server",
}

# What a library is called where packages come from, if not as it is imported.
PACKAGE = {"PIL": "pillow"}
# What these bring with them, and nobody here imports: pikepdf's, tinycss2's.
BROUGHT = {"lxml", "packaging", "webencodings"}

# At the rim: what may touch disk, network, clock or terminal. Everything else is pure.
RIM = {"io", "logging", "os", "pathlib", "random", "secrets", "shutil", "signal", "socket", "subprocess", "tempfile", "time"}
AT_THE_RIM = {
    *("files.publish", "files.cache", "files.static", "files.archive", "files.picture", "files.systems"),
    *("content.toml", "content.settings", "content.pages", "content.records", "locales.catalogs"),
    *("templates.jinja", "templates.products", "templates.typst", "site", "pipeline"),
    *("paper.imprint", "files.pdf", "paper.typeset", "paper.printing"),
    "web.directory",
    *("preview.server", "preview.builder", "preview.watch", "preview.editor"),
    *("cli.main", "cli.arguments", "cli.report", "cli.translators"),
}

# Tests of the engine that look across modules.
ACROSS = {
    "shape",
    "make",
    "faults",
    "laws",
    "engine_knows_no_city",
    "pseudo_pages",
    "stale",
    "roundtrip",
    "translating",
    "fuzz",
    "wheel",
    "docs",
}
# Where a module's tests stand beside those of a neighbour that it is one thing with.
TESTED_WITH = {
    "content.pages": "tests/site/test_content.py",
    "content.records": "tests/site/test_content.py",
    "document.inline": "tests/engine/document/test_markdown.py",
    "editions.advice": "tests/engine/rules/test_advise.py",
    "editions.contacts": "tests/engine/editions/test_edition.py",
    "editions.progress": "tests/engine/editions/test_edition.py",
    "editions.translator": "tests/engine/editions/test_edition.py",
    "locales.languages": "tests/engine/locales/test_catalogs.py",
    "web.pages": "tests/engine/web/test_formats.py",
    "web.phrases": "tests/engine/templates/test_jinja.py",
}
# What may change after it is made: the memory of one process between two builds.
MUTABLE = {"web.pages.BuildMemo", "paper.manuscript.ManuscriptWriter"}
CHANGING = {"dict", "list", "set", "bytearray", "defaultdict", "Counter", "deque"}
"""Types of values that can be changed after they are made: no field of a frozen class has one."""
DRAWERS = {"utils", "util", "helpers", "common", "base", "manager", "core", "misc"}
LONGEST = 40

modules = pytest.mark.parametrize("name", MODULES)


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imported(node: ast.AST, package: list[str]) -> Iterator[str]:
    """Dotted names a statement imports; our own, from any level of dots, as `lantern.WING.MODULE`."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.level:
        base = [*package[: len(package) - node.level + 1], *(node.module or "").split(".")]
        names = [".".join(["lantern", *(part for part in [*base, alias.name] if part)]) for alias in node.names]
        yield from (name if name.removeprefix("lantern.") in MODULES else name.rpartition(".")[0] for name in names)
    elif isinstance(node, ast.ImportFrom):
        yield node.module or ""


def imports_of(path: Path) -> set[str]:
    package = list(path.relative_to(HOUSE).parent.parts) if path.is_relative_to(HOUSE) else []
    return {name for node in ast.walk(tree_of(path)) for name in imported(node, package)}


def ours_of(path: Path) -> set[str]:
    """The modules of ours that a file imports, without the package's name."""
    return {name.removeprefix("lantern.") for name in imports_of(path) if name.startswith("lantern.")} & set(MODULES)


def functions_of(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree_of(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def wing_of(name: str) -> str:
    return name.partition(".")[0]


def test_every_wing_has_a_step_and_every_step_a_wing() -> None:
    assert set(STEP) == {wing_of(name) for name in MODULES}


@modules
def test_a_wing_imports_only_wings_to_its_left(name: str) -> None:
    others = {other for other in ours_of(MODULES[name]) if wing_of(other) != wing_of(name)}
    wrong = {other for other in others if STEP.get(wing_of(other), 99) >= STEP.get(wing_of(name), -1)}
    assert not wrong, f"{name} imports {wrong}"


@pytest.mark.parametrize("wing", WINGS)
def test_inside_a_wing_there_are_at_most_four_rows_and_no_circle(wing: str) -> None:
    inner = {
        name: {other for other in ours_of(path) if wing_of(other) == wing}
        for name, path in MODULES.items()
        if wing_of(name) == wing
    }
    left, rows = dict(inner), 0
    while left:
        row = {name for name, others in left.items() if not others & set(left)}
        assert row, f"a circle among {set(left)}"
        left, rows = {name: others for name, others in left.items() if name not in row}, rows + 1
    assert rows <= MOST_ROWS, f"{wing} has {rows} rows"


@modules
def test_a_library_has_one_owner(name: str) -> None:
    foreign = {module.split(".")[0] for module in imports_of(MODULES[name])} - set(sys.stdlib_module_names) - {"lantern", ""}
    strays = {library for library in foreign if OWNER.get(library) not in {name, wing_of(name)}}
    assert not strays, f"{name} imports {strays}; their owners: {OWNER}"


def test_every_library_the_site_needs_has_an_owner() -> None:
    lines = (ROOT / "requirements/build.txt").read_text(encoding="utf-8").splitlines()
    assert {line.split("==")[0] for line in lines if "==" in line} - BROUGHT == {PACKAGE.get(name, name) for name in OWNER}


def test_the_middle_is_pure() -> None:
    touching = {name for name, path in MODULES.items() if {module.split(".")[0] for module in imports_of(path)} & RIM}
    assert touching <= AT_THE_RIM
    assert set(MODULES) >= AT_THE_RIM


@modules
def test_our_imports_stand_at_the_top(name: str) -> None:
    """An import inside a function hides a cycle. (The standard library's may stand there: fcntl is not everywhere.)"""
    package = list(MODULES[name].relative_to(HOUSE).parent.parts)
    inside = {room for function in functions_of(MODULES[name]) for node in ast.walk(function) for room in imported(node, package)}
    assert not {room for room in inside if room.startswith("lantern")}


@modules
def test_a_module_says_what_comes_in_what_goes_out_and_what_it_never_does(name: str) -> None:
    text = ast.get_docstring(tree_of(MODULES[name])) or ""
    assert [word for word in ("In:", "Out:", "Never:") if f"\n{word}" not in text] == []


@pytest.mark.parametrize("wing", WINGS)
def test_a_wing_says_what_comes_in_what_goes_out_what_it_never_does_and_what_it_owns(wing: str) -> None:
    text = ast.get_docstring(tree_of(WINGS[wing])) or ""
    assert [word for word in ("In:", "Out:", "Never:") if f"\n{word}" not in text] == []
    owned = {library for library, owner in OWNER.items() if wing_of(owner) == wing}
    named = re.search(r"^Owns:\s+(.*)", text, re.M)
    assert set(re.findall(r"[a-zA-Z][\w]*", named[1] if named else "")) >= owned


def frozen_classes(path: Path) -> Iterator[tuple[ast.ClassDef, bool]]:
    for node in ast.walk(tree_of(path)):
        marks = [ast.unparse(mark) for mark in node.decorator_list] if isinstance(node, ast.ClassDef) else []
        if isinstance(node, ast.ClassDef) and any(mark.startswith("dataclass") for mark in marks):
            yield node, any("frozen=True" in mark for mark in marks)


@modules
def test_data_is_frozen_and_holds_nothing_that_changes(name: str) -> None:
    found = list(frozen_classes(MODULES[name]))
    assert {f"{name}.{kind.name}" for kind, frozen in found if not frozen} <= MUTABLE
    changing = {
        f"{kind.name}.{ast.unparse(field.target)}"
        for kind, frozen in found
        for field in kind.body
        if frozen
        and isinstance(field, ast.AnnAssign)
        and re.match(r"(\w+\.)*(\w+)", ast.unparse(field.annotation))
        and re.split(r"[\[. ]", ast.unparse(field.annotation))[0] in CHANGING
    }
    assert not changing


def test_no_class_has_its_name_twice() -> None:
    names = [node.name for path in MODULES.values() for node in ast.walk(tree_of(path)) if isinstance(node, ast.ClassDef)]
    public = [name for name in names if not name.startswith("_")]
    assert sorted(public) == sorted(set(public))


@pytest.mark.parametrize("path", [*MODULES.values(), ROOT / "build.py", ROOT / "make.py"], ids=lambda path: path.stem)
def test_functions_fit_in_the_eye(path: Path) -> None:
    lengths = {node.name: (node.end_lineno or 0) - node.lineno + 1 for node in functions_of(path)}
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}


def test_the_picture_names_what_is_there() -> None:
    """`lantern/__init__.py` is the engineer's door: all wings with all their modules, the line of imports, files to read."""
    text = ast.get_docstring(tree_of(HOUSE / "__init__.py")) or ""
    wings = dict(re.findall(r"^ {4}(\w+)/ .*\n((?: {18}\w.*\n)+)", text, re.M))
    there = {wing: sorted(name.split(".")[1] for name in MODULES if wing_of(name) == wing and "." in name) for wing in WINGS}
    assert {wing: sorted(names.split()) for wing, names in wings.items()} == there
    assert {name for name in MODULES if "." not in name and not re.search(rf"^ {{4}}(.* )?{name}\.py ", text, re.M)} == set()
    owned = dict(re.findall(r"^ {4}(\w+)/ .*\((.*)\)$", text.casefold(), re.M))
    assert {name for name, owner in OWNER.items() if PACKAGE.get(name, name) not in owned.get(wing_of(owner), "")} == set()
    named = {path for path in re.findall(r"[\w/]+\.(?:py|md)\b", text) if path not in there}
    assert {path for path in named if not any((folder / path).exists() for folder in (HOUSE, ROOT))} == set()
    assert len({path for path in named if "/" in path}) > 10
    line = " ← ".join(" | ".join(names) for names in STEPS)
    assert line in " ".join(text.split())
    steps = re.findall(r"^ {4}(\d+)\. [\w/]+\.py\b", text, re.M)
    assert [int(number) for number in steps] == list(range(1, len(steps) + 1))
    assert len(steps) > 8


def test_the_door_opens_one_room_and_make_none() -> None:
    assert {name.split(".")[1] for name in imports_of(ROOT / "build.py") if name.startswith("lantern.")} == {"cli"}
    assert {module.split(".")[0] for module in imports_of(ROOT / "make.py")} <= set(sys.stdlib_module_names)


def test_tests_mirror_modules() -> None:
    engine = ROOT / "tests/engine"
    tests = {".".join(path.relative_to(engine).with_suffix("").parts) for path in engine.rglob("test_*.py")}
    mirrors = {".".join([*name.split(".")[:-1], f"test_{name.split('.')[-1]}"]) for name in set(MODULES) - set(TESTED_WITH)}
    assert tests - {f"test_{name}" for name in ACROSS} == mirrors


@pytest.mark.parametrize("name", TESTED_WITH)
def test_a_module_without_tests_of_its_own_is_used_by_those_of_its_neighbour(name: str) -> None:
    assert name in MODULES
    used = {found for node in ast.walk(tree_of(ROOT / TESTED_WITH[name])) for found in absolute(node)}
    assert f"lantern.{name}" in used


def absolute(node: ast.AST) -> Iterator[str]:
    """The modules that an import statement of a test names, as `lantern.WING.MODULE`."""
    if isinstance(node, ast.ImportFrom) and not node.level:
        yield node.module or ""
        yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_no_room_is_a_drawer() -> None:
    assert not DRAWERS & {part for name in MODULES for part in name.split(".")}


def test_one_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == lantern.__version__
