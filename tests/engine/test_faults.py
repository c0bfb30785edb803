"""Planted faults are caught, and docs/checks.md lists the rules as they are."""

from __future__ import annotations

import ast
import importlib.util
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import pytest

from lantern.editions.translator import Translator
from lantern.exchange import other_tools
from lantern.message import Message
from lantern.rules import glossary
from lantern.site import read_site
from tests.making import ROOT, translator


def load() -> ModuleType:
    """bench/ is no package: the file is loaded by its path."""
    spec = importlib.util.spec_from_file_location("bench_faults", ROOT / "bench" / "faults.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


faults = load()

SAID = {
    "Call {luce.phone} on February 5, 2026, at 9 am, not 911.[^mma]": (
        "Llame a {luce.phone} el 5 de febrero de 2026 a las 9 a. m., no al 911.[^mma]"
    ),
    "A paper (Form I-200) from **ICE** is [not a warrant](warrants.md).": (
        "Un papel (formulario I-200) de **ICE** [no es una orden](warrants.md)."
    ),
    "They do not open the door to two agents.": "No abren la puerta a dos agentes.",
}
MISSED_BY_NATURE = {
    "few_words_left",
    "lost_denial",
    "other_chinese",
    "drawn_out",
    "too_wide",
    "cut_sentence",
    "swapped",
    "truncated",
}
"""Faults that this catalog has no place for, or that rules catch in part (docs/checks.md says in which)."""


def spoken() -> Translator:
    own = translator("es", SAID)
    terms, _ = glossary.parse('[w]\nen = ["warrant"]\n[w.es]\nsay = ["orden"]\navoid = ["garantía"]\n')
    return Translator(own.tongue, own.source, terms)


def test_what_is_planted_in_sound_text_is_caught() -> None:
    counts = faults.measured([spoken()], [Message(text, kind="paragraph") for text in SAID], each=3)
    names = {kind.__doc__: kind.__name__ for kind in faults.KINDS}
    missed = {names[said] for said, (planted, refused, warned) in counts.items() if refused + warned < planted}
    assert missed <= MISSED_BY_NATURE
    assert len(counts) >= 25


def test_sound_text_is_let_be_and_a_seed_gives_one_table() -> None:
    own, messages = spoken(), [Message(text, kind="paragraph") for text in SAID]
    assert own.refusals(messages) == ()
    first, second = (faults.table(faults.measured([own], messages, each=2)) for _ in range(2))
    assert first == second
    assert "| **all errors** |" in first


def test_no_lawful_variant_of_sound_text_is_refused() -> None:
    counts = faults.measured([spoken()], [Message(text, kind="paragraph") for text in SAID], each=3, kinds=faults.LAWFUL)
    assert len(counts) >= 5
    assert {said: refused for said, (_, refused, _) in counts.items() if refused} == {}


def test_the_published_table_holds_what_is_asked() -> None:
    """98 % of errors stopped and at most 1 % of lawful variants; after a change of rules: python bench/faults.py --write"""
    text = (ROOT / "docs" / "checks.md").read_text(encoding="utf-8")
    stopped, alarms = (
        float(found) for found in re.findall(r"\| \*\*all (?:errors|variants), refused\*\* \| \| ([\d.]+) % ", text)
    )
    assert stopped >= 98
    assert alarms <= 1


def test_every_kind_has_a_name_of_its_own() -> None:
    names = [kind.__doc__ for kind in (*faults.KINDS, *faults.LAWFUL)]
    assert len(set(names)) == len(names) >= 20
    assert all(names)


def test_the_list_of_rules_is_in_step() -> None:
    """After a change of a rule's docstring: python bench/faults.py --rules --write"""
    text = (ROOT / "docs" / "checks.md").read_text(encoding="utf-8")
    assert faults.rules() in text


_NAME = re.compile(r"[a-z]+(?:-[a-z]+)*")


def _places_of_rules(trees: Sequence[ast.Module]) -> dict[str, set[int]]:
    """For each function and class with a parameter or field `rule`, the places it can have among the arguments."""
    found: dict[str, set[int]] = {}
    for node in (node for tree in trees for node in ast.walk(tree)):
        names: list[str] = []
        if isinstance(node, ast.FunctionDef):
            given = [one for one in node.args.args if one.arg not in {"self", "cls"}]
            names = [one.arg if not one.annotation or ast.unparse(one.annotation) == "str" else "" for one in given]
        elif isinstance(node, ast.ClassDef):
            names = [one.target.id for one in node.body if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name)]
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and "rule" in names:
            found.setdefault(node.name, set()).add(names.index("rule"))
    return found


def _is_sentence(node: ast.expr) -> bool:
    last = node.values[-1] if isinstance(node, ast.JoinedStr) else node
    if not isinstance(last, ast.Constant) or not isinstance(last.value, str):
        return False
    return last.value.endswith((".", ":", "{text}")) and (last is not node or " " in last.value)


def _rules_named(node: ast.AST, places: Mapping[str, set[int]]) -> Iterator[ast.expr]:
    """The expressions of a call or tuple that stand where a rule's name stands."""
    if isinstance(node, ast.Call):
        called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        called = "error" if called == "say" else called  # say = error if … else warning
        arguments = [part for one in node.args for part in ([one, one] if isinstance(one, ast.Starred) else [one])]  # *place
        yield from (arguments[at] for at in places.get(called, ()) if at < len(arguments))
        yield from (word.value for word in node.keywords if word.arg == "rule")
    elif isinstance(node, ast.Tuple) and len(node.elts) in {3, 4}:  # (rule, what is wrong, what to do)
        yield from (name for name, said in pairwise(node.elts) if isinstance(name, ast.Constant) and _is_sentence(said))


def rules_in_the_code() -> set[str]:
    """Every name of a rule that stands in the code."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in sorted((ROOT / "lantern").rglob("*.py"))]
    places = _places_of_rules(trees)
    named = [expression for tree in trees for node in ast.walk(tree) for expression in _rules_named(node, places)]
    words = {part.value for one in named for part in ast.walk(one) if isinstance(part, ast.Constant)}
    imported = {f"import-{reason.replace(' ', '-').lower()}" for reason in other_tools.REASONS}
    return {word for word in words if isinstance(word, str) and _NAME.fullmatch(word)} | imported


def test_every_rule_of_the_code_is_explained_once() -> None:
    text = (ROOT / "docs" / "checks.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z-]+)` \| .*\S.* \|$", text, re.MULTILINE)
    known = rules_in_the_code()
    assert {"broken-link", "unsafe-svg", "take-guess", "import-code", "catalog-copy", "logo-size", "may-not", "phone"} <= known
    assert sorted(known - set(rows)) == [], "docs/checks.md, “Every other word in brackets”, lacks these"
    other = text.partition("## Every other word in brackets")[2]
    listed = re.findall(r"^\| `([a-z-]+)` \|", other, re.MULTILINE)
    assert sorted(set(listed) - known) == [], "no code gives these"
    assert sorted({name for name in listed if listed.count(name) > 1}) == []


def test_the_document_is_rewritten_between_its_marks() -> None:
    text = "a\n<!-- rules -->\nold\n<!-- end of rules -->\nb\n"
    assert faults.replaced(text, "rules", "new") == "a\n<!-- rules -->\nnew\n<!-- end of rules -->\nb\n"


def test_the_site_s_own_catalogs_break_no_rule() -> None:
    """No false alarm: what the eleven catalogs say is shown."""
    found, problems = read_site(ROOT)
    assert found is not None, problems
    unique = tuple({message.key: message for message in found.messages()}.values())
    refused = [problem for one in found.translators[1:] for problem in one.refusals(unique)]
    # The glossary is the translators' own, and so is what it avoids: `check` tells them, not a test of the engine.
    assert [str(one) for one in refused if one.rule != "avoid"] == []
    assert {one.tongue.locale.code for one in found.translators if one.rules.months} >= {"es", "ar", "zh_Hant"}


def test_the_command_prints_the_rules(capsys: pytest.CaptureFixture[str]) -> None:
    assert faults.main(["--rules"]) == 0
    assert "| `figures` |" in capsys.readouterr().out


def test_a_site_that_cannot_be_read_has_no_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert faults.main(["--root", str(tmp_path)]) == 1
    assert "build.py check" in capsys.readouterr().err
