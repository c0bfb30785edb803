"""What kinds of pages can do is one table: no other module compares the name of a template, a group or a page with a text."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from lantern.content import kinds
from lantern.content.kinds import Group, Kind
from lantern.templates import jinja
from tests.making import ROOT

HOUSE = ROOT / "lantern"
TABLE = HOUSE / "content/kinds.py"
NAMED = {"template", "group", "slug"}
ASKS = {"get", "startswith", "endswith", "removeprefix", "removesuffix", "__eq__", "count", "index", "find"}
"""Methods by which a name can be looked up in literal texts, or literal texts in it."""


def names_of_pages(tree: ast.Module) -> set[str]:
    """Names of a module that hold what stands for a template, a group or a page: `slug = one.page.slug`."""
    found = set(NAMED)
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.NamedExpr | ast.AnnAssign) and node.value is not None and is_name(node.value, NAMED):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            found |= {target.id for target in targets if isinstance(target, ast.Name)}
    return found


def is_name(node: ast.AST, names: set[str]) -> bool:
    return (isinstance(node, ast.Attribute) and node.attr in NAMED) or (isinstance(node, ast.Name) and node.id in names)


def literals(tree: ast.Module) -> set[str]:
    """Names of a module that hold nothing but literal texts."""
    return {
        target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None and is_literal(node.value, set())
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    }


def is_literal(node: ast.AST, known: set[str]) -> bool:
    """True for a text that is not empty, for a collection with one in it, and for a name of either."""
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str) and node.value != ""
    if isinstance(node, ast.Name):
        return node.id in known
    if isinstance(node, ast.Attribute):
        return node.attr in known
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Name) and any(is_literal(inner, known) for inner in node.args)
    if isinstance(node, ast.Dict):
        return any(key is not None and is_literal(key, known) for key in node.keys)
    return isinstance(node, ast.Tuple | ast.List | ast.Set | ast.Starred | ast.BinOp) and any(
        is_literal(inner, known) for inner in ast.iter_child_nodes(node)
    )


def comparisons(tree: ast.Module, foreign: set[str] = frozenset()) -> Iterator[tuple[int, str]]:  # type: ignore[assignment]
    """(line, what) wherever the name of a template, a group or a page meets a literal text; `foreign`: names of other modules."""
    names, known = names_of_pages(tree), literals(tree) | foreign
    for node in ast.walk(tree):
        sides: list[ast.AST] = []
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ASKS:
            sides = [node.func.value, *node.args]
        elif isinstance(node, ast.Subscript):
            sides = [node.value, node.slice]
        elif isinstance(node, ast.Match):
            sides = [node.subject, *(case.value for case in ast.walk(node) if isinstance(case, ast.MatchValue))]
        if any(is_name(side, names) for side in sides) and any(is_literal(side, known) for side in sides):
            yield getattr(node, "lineno", 0), ast.unparse(node)


def trees() -> dict[Path, ast.Module]:
    paths = (path for path in sorted(HOUSE.rglob("*.py")) if path != TABLE)
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in paths}


def test_no_other_module_compares_the_name_of_a_template_a_group_or_a_page() -> None:
    known = trees()
    own = literals(ast.parse(TABLE.read_text(encoding="utf-8")))
    public = {name for tree in known.values() for name in literals(tree) if name.isupper()} - own
    found = [
        f"{path.relative_to(ROOT)}:{line}: {what}" for path, tree in known.items() for line, what in comparisons(tree, public)
    ]
    assert found == []


@pytest.mark.parametrize(
    "code",
    [
        'page.template == "show"',
        '"show" == one.page.template',
        'page.template in {"print", "version"}',
        'page.group not in ("home", "help")',
        'LISTS = frozenset({"home"})\none.page.template in LISTS',
        "context.ON_PAPER and one.page.template in context.ON_PAPER",
        '{"show": 1}.get(page.template)',
        '{"show": 1}[page.template]',
        'slug.startswith("card")',
        'kind = page.template\nkind == "show"',
        'match page.template:\n    case "show":\n        pass',
        'slug == "index"',
        'page.template in {*MORE, "help"}',
    ],
)
def test_the_rule_sees_every_way_to_compare(code: str) -> None:
    assert list(comparisons(ast.parse(code), {"ON_PAPER"}))


@pytest.mark.parametrize(
    "code", ["page.slug == slug", "page.template in names", 'page.group == ""', 'name == "show"', "page.kind.news"]
)
def test_the_rule_lets_other_questions_be(code: str) -> None:
    assert not list(comparisons(ast.parse(code)))


def test_every_kind_in_the_table_has_a_template() -> None:
    assert set(kinds.KINDS) <= jinja.names([(ROOT / "templates", "templates")])


def test_a_template_that_the_table_does_not_name_makes_plain_pages() -> None:
    assert kinds.kind_of("of-another-site") == kinds.kind_of(kinds.PLAIN) == Kind()
    assert kinds.kind_of(kinds.PLAIN).recordable
    assert kinds.kind_of(kinds.PLAIN).formats


def test_a_page_of_no_group_is_not_sent_alone() -> None:
    assert kinds.group_of("") == Group(formats=False)
    assert kinds.UNGROUPED in kinds.GROUPS


def test_a_kind_that_shows_sheets_tells_of_them() -> None:
    assert all(kind.tells_of_sheets for kind in kinds.KINDS.values() if kind.shows_sheets or kind.checks_versions)
