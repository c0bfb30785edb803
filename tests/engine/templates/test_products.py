"""What is printed is a file beside the print templates: what it says, and what is told of one that cannot be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from lantern.problem import Problem
from lantern.templates import products
from lantern.templates.products import Product
from tests.making import ROOT, little, write
from tests.sheets import inputs_of

OURS = (ROOT / "templates", "templates")
PRINT = frozenset({"card", "flyer", "large"})
WEB = frozenset({"page", "search", "finder"})


def parse(text: str) -> tuple[tuple[Product, ...], tuple[Problem, ...]]:
    return products.parse(text, "p.toml", templates=PRINT, web=WEB)


def test_lantern_s_own_file_has_no_fault() -> None:
    names = frozenset(path.stem for path in (ROOT / "templates/print").glob("*.typ"))
    found, faults = products.load([OURS], templates=names)
    assert faults == ()
    assert [product.name for product in found][:3] == ["card", "{slug}-flyer", "guide"]


def test_a_table_is_a_product_in_the_order_of_the_file() -> None:
    text = """[flyer]
groups = ["situation"]
each = true
[b]
template = "card"
pages = ["one", "two"]
papers = [["letter"], ["a3", "tabloid"]]
dials = false
"""
    assert parse(text) == (
        (
            Product("{slug}-flyer", "flyer", groups=("situation",), each=True),
            Product("b", "card", pages=("one", "two"), papers=(("letter",), ("a3", "tabloid")), dials=False),
        ),
        (),
    )


PAGES = 'pages = ["a"]\n'


@pytest.mark.parametrize(
    ("text", "line", "rule"),
    [
        ("[card\n", 1, "toml"),
        ("card = 3\n", 1, "product"),
        (f"[Card]\ntemplate = 'card'\n{PAGES}", 1, "product"),
        (f"['../card']\ntemplate = 'card'\n{PAGES}", 1, "product"),
        (f"[poster]\n{PAGES}", 1, "unknown-template"),
        (f"[card]\n{PAGES}template = 'cart'\n", 3, "unknown-template"),
        ("[card]\npages = 'a'\n", 2, "wrong-type"),
        ("[card]\npages = ['a', 3]\n", 2, "wrong-type"),
        (f"[card]\n{PAGES}half = 1\n", 3, "wrong-type"),
        (f"[card]\n{PAGES}halves = true\n", 3, "unknown-key"),
        ("[card]\n", 1, "product"),
        ("[card]\npages = []\n", 2, "product"),
        (f"[card]\n{PAGES}groups = ['tool']\n", 2, "product"),
        (f"[card]\n{PAGES}also = ['finder']\n", 3, "product"),
        ("[card]\ngroups = ['tools']\n", 2, "group"),
        ("[card]\ngroups = ['tool']\nwithout = ['serch']\n", 3, "unknown-template"),
        (f"[card]\n{PAGES}papers = []\n", 3, "paper"),
        (f"[card]\n{PAGES}papers = ['a4']\n", 3, "paper"),
        (f"[card]\n{PAGES}papers = [[]]\n", 3, "paper"),
        (f"[card]\n{PAGES}papers = [['a5']]\n", 3, "paper"),
        (f"[card]\n{PAGES}papers = [[3]]\n", 3, "paper"),
        (f"[card]\n{PAGES}papers = [[['a4']]]\n", 3, "paper"),
        (f"[card]\n{PAGES}papers = [['a4'], ['a4']]\n", 3, "paper"),
        (f"[card]\n{PAGES}papers = [['a4', 'print-shop']]\n", 3, "paper"),
        (f"[card]\n{PAGES}papers = [['print-shop']]\nhalf = true\n", 4, "paper"),
        (f"[card]\n{PAGES}pictures = ['../x']\n", 3, "product"),
    ],
)
def test_a_table_that_is_no_product_is_told_with_its_line(text: str, line: int, rule: str) -> None:
    found, faults = parse(f"{text}[flyer]\n{PAGES}" if rule != "toml" else text)
    assert [product.name for product in found] == ([] if rule == "toml" else ["flyer"])  # the others are still products
    assert [(fault.path, fault.line, fault.rule) for fault in faults] == [("p.toml", line, rule)]
    assert faults[0].hint


def test_all_faults_are_told_in_one_run() -> None:
    faults = parse("[card]\npages = []\nbeside = 1\n[x]\npages = ['a']\n[flyer]\ngroups = ['y', 'z']\n")[1]
    assert [fault.line for fault in faults] == [3, 4, 7, 7]


@pytest.mark.parametrize(
    "other",
    [
        "[card-booklet]\ntemplate = 'large'\n",
        "[large]\npictures = ['card']\n",
        "[large]\npictures = ['card-fillable']\n",
    ],
)
def test_two_sheets_cannot_have_files_of_one_name(other: str) -> None:
    faults = parse(f"[card]\n{PAGES}half = true\nfillable = true\n{other}{PAGES}")[1]
    assert [(fault.line, fault.rule) for fault in faults] == [(1, "product"), (5, "product")]


def test_a_site_s_own_file_replaces_lantern_s(tmp_path: Path) -> None:
    root = write(little(tmp_path, locales=("en",)), {"templates/print/products.toml": "[card-single]\npages = ['index']\n"})
    site = inputs_of(root)
    assert [product.name for product in site.products] == ["card-single"]
    assert site.printed == {"index"}


def test_a_site_that_prints_nothing_says_so_with_an_empty_file(tmp_path: Path) -> None:
    root = write(little(tmp_path, locales=("en",)), {"templates/print/products.toml": "# No paper.\n"})
    assert inputs_of(root).printed == frozenset()
