"""The shape of the house, as data: which module may import which, who owns a library, what every module says of itself."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import lantern

ROOT = Path(__file__).resolve().parent.parent
MODULES = {path.stem: path for path in sorted((ROOT / "lantern").glob("*.py")) if path.stem != "__init__"}

# A module imports only from rows above its own, never from its own row (docs/decisions/0003-rooms-and-layers.md).
ROWS = (
    ("problem", "message", "names", "systems"),
    ("output", "memory", "toml"),
    (
        *("settings", "catalog", "blocks", "markup", "outline", "qr", "picture", "static", "routes", "stamps"),
        *("imprint", "pdf", "bundle"),
        *("canonical", "glossary", "figures", "letters", "punctuation"),
    ),
    ("update", "content", "guard", "pseudo"),
    ("locales", "calls", "trivial", "exchange"),
    ("translate", "bilingual", "foreign", "reply"),
    ("checks", "quality", "templates", "search", "feed", "parts", "impact", "audio", "document", "press", "products"),
    ("inputs", "review", "status"),
    ("views",),
    ("forms", "manuscript"),
    ("paper",),
    ("shelf",),
    ("site",),
    ("recall", "printing", "watch", "places", "editor", "arguments", "terminal"),
    ("workbench",),
    ("preview",),
    ("serve", "translators"),
    ("cli",),
)
ROW = {name: number for number, names in enumerate(ROWS) for name in names}

# Each library has one owner, which hides its surprises.
OWNER = {
    "markdown": "blocks",
    "babel": "locales",
    "jinja2": "templates",
    "markupsafe": "templates",
    "segno": "qr",
    "PIL": "picture",
    "typst": "press",
    "pikepdf": "pdf",
    "livereload": "serve",
    "tornado": "serve",
}

# What a library is called where packages come from, if not as it is imported.
PACKAGE = {"PIL": "pillow"}
# What these bring with them, and nobody here imports: pikepdf's.
BROUGHT = {"lxml", "packaging"}

# The pure middle: no disk, network, clock or terminal. (`picture` writes into memory, and needs io for that.)
PURE = (
    *("problem", "message", "catalog", "update", "blocks", "guard", "markup", "outline", "qr", "routes", "calls", "translate"),
    *("bilingual", "checks", "search", "feed", "views", "forms", "pseudo", "places", "workbench"),
    *("stamps", "trivial", "parts", "impact", "review", "status", "audio"),
    *("glossary", "figures", "letters", "punctuation", "quality"),
    *("canonical", "exchange", "foreign", "reply", "names"),
    *("document", "products", "manuscript"),
)
RIM = {"io", "logging", "os", "pathlib", "random", "secrets", "shutil", "signal", "socket", "subprocess", "tempfile", "time"}

# Tests that look across modules (test_content also mirrors one: it holds what the pages themselves must be).
ACROSS = {
    *("test_shape", "test_care", "test_make", "test_browser", "test_guide"),
    *("test_engine_knows_no_city", "test_laws", "test_content", "test_faults"),
    *("test_pseudo_pages", "test_stale"),
    *("test_roundtrip", "test_translating"),
    *("test_paper_guide", "test_paper_sheets", "test_paper_groups"),
}
# What may change after it is made: the memory of one process between two builds.
MUTABLE = {"site.Memo"}
DRAWERS = {"utils", "util", "helpers", "common", "base", "manager", "core", "misc"}
LONGEST = 40

modules = pytest.mark.parametrize("name", MODULES)


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imported(node: ast.AST) -> Iterator[str]:
    """Dotted names a statement imports, our own as `lantern.NAME`."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        package = ".".join(part for part in ("lantern" if node.level else "", node.module or "") if part)
        bare = package == "lantern"
        yield from (f"lantern.{alias.name}" for alias in node.names) if bare else (package,)


def imports_of(path: Path) -> set[str]:
    return {name for node in ast.walk(tree_of(path)) for name in imported(node)}


def rooms_of(path: Path) -> set[str]:
    """The modules of ours that a file imports."""
    return {name.split(".")[1] for name in imports_of(path) if name.startswith("lantern.")} & set(MODULES)


def functions_of(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree_of(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def test_every_module_has_a_row_and_every_row_a_module() -> None:
    assert set(ROW) == set(MODULES)


@modules
def test_imports_only_go_down(name: str) -> None:
    row = ROW.get(name, -1)  # a module without a row: the test above tells
    upward = {other for other in rooms_of(MODULES[name]) if ROW.get(other, -1) >= row >= 0}
    assert not upward, f"{name} (row {row}) imports {upward}"


@modules
def test_a_library_has_one_owner(name: str) -> None:
    foreign = {module.split(".")[0] for module in imports_of(MODULES[name])} - set(sys.stdlib_module_names) - {"lantern"}
    strays = {library for library in foreign if OWNER.get(library) != name}
    assert not strays, f"{name} imports {strays}; their owners: {OWNER}"


def test_every_library_the_site_needs_has_an_owner() -> None:
    lines = (ROOT / "requirements/build.txt").read_text(encoding="utf-8").splitlines()
    assert {line.split("==")[0] for line in lines if "==" in line} - BROUGHT == {PACKAGE.get(name, name) for name in OWNER}


@pytest.mark.parametrize("name", PURE)
def test_the_middle_is_pure(name: str) -> None:
    assert not {module.split(".")[0] for module in imports_of(MODULES[name])} & RIM


@modules
def test_our_imports_stand_at_the_top(name: str) -> None:
    """An import inside a function hides a cycle. (The standard library's may stand there: fcntl is not everywhere.)"""
    inside = {room for function in functions_of(MODULES[name]) for node in ast.walk(function) for room in imported(node)}
    assert not {room for room in inside if room.startswith("lantern")}


@modules
def test_a_module_says_what_comes_in_what_goes_out_and_what_it_never_does(name: str) -> None:
    text = ast.get_docstring(tree_of(MODULES[name])) or ""
    assert [word for word in ("In:", "Out:", "Never:") if f"\n{word}" not in text] == []


@modules
def test_data_is_frozen(name: str) -> None:
    classes = [node for node in ast.walk(tree_of(MODULES[name])) if isinstance(node, ast.ClassDef)]
    marks = {f"{name}.{node.name}": ast.unparse(mark) for node in classes for mark in node.decorator_list}
    loose = {kind for kind, mark in marks.items() if mark.startswith("dataclass") and "frozen=True" not in mark}
    assert loose <= MUTABLE


@pytest.mark.parametrize("path", [*MODULES.values(), ROOT / "build.py", ROOT / "make.py"], ids=lambda path: path.stem)
def test_functions_fit_in_the_eye(path: Path) -> None:
    lengths = {node.name: (node.end_lineno or 0) - node.lineno + 1 for node in functions_of(path)}
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}


GREEDY = re.compile(r"""[\w.)\]}"']([*+?]|\{\d*,?\d*\})\+|\(\?>""")


def greedy_patterns(source: str) -> list[str]:
    """The possessive quantifiers and atomic groups in a module's strings; a sign in square brackets is a sign."""
    tree = ast.parse(source)
    called = [node for node in ast.walk(tree) if isinstance(node, ast.Call | ast.Assign | ast.Return | ast.AnnAssign)]
    strings = {node.value for call in called for node in ast.walk(call) if isinstance(node, ast.Constant)}
    patterns = (text for text in strings if isinstance(text, str) and not re.fullmatch(r"[\w ]*\++", text))
    return sorted(text for text in patterns if GREEDY.search(re.sub(r"\[\^?\]?(?:\\.|[^\]\\])*\]", "[]", text)))


@pytest.mark.parametrize("path", sorted((ROOT / "lantern").rglob("*.py")), ids=lambda path: path.stem)
def test_no_pattern_is_possessive(path: Path) -> None:
    """Debian 12's own Python, 3.11.2, matches possessive quantifiers and atomic groups wrongly: no catalog could be read."""
    assert greedy_patterns(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("pattern", ["a*+b", "[ab]++", "(?:a|b)?+", "a{2,3}+", "x(?>a|ab)c"])
def test_a_possessive_pattern_would_be_found(pattern: str) -> None:
    assert greedy_patterns(f"import re\nA = re.compile(r'{pattern}')\n")
    assert greedy_patterns(
        f"import re\ndef f(word):\n    return re.match(rf'{{word}}{pattern.replace('{', '{{').replace('}', '}}')}', 'a')\n"
    )
    assert not greedy_patterns("import re\nA = re.compile(r'[*+?}+]+')\nB = re.compile(r'\\++')\n")


def test_the_door_opens_one_room_and_make_none() -> None:
    assert rooms_of(ROOT / "build.py") == {"cli"}
    assert {module.split(".")[0] for module in imports_of(ROOT / "make.py")} <= set(sys.stdlib_module_names)


def test_tests_mirror_modules() -> None:
    tests = {path.stem for path in (ROOT / "tests").glob("test_*.py")}
    assert sorted(tests) == sorted({f"test_{name}" for name in MODULES} | ACROSS)


def test_no_room_is_a_drawer() -> None:
    assert not DRAWERS & set(MODULES)


def test_one_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == lantern.__version__
