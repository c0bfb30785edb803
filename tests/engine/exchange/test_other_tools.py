"""Other tools' catalogs of our text: a small site of our own, as mdbook-i18n-helpers, po4a and mdpo write its catalogs."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from lantern.cli import main
from lantern.document import markdown
from lantern.exchange import other_tools, take
from lantern.exchange.other_tools import Match, TextIndex, make_index, matches, offers, problems, summary, tally
from lantern.locales import merge
from lantern.message import Message
from lantern.site import read_site
from tests.making import SITES, built, copied, entry, pair, po, read_po


def shelf_of(root: Path) -> TextIndex:
    site, faults = read_site(root)
    assert site is not None, faults
    parsed = {page.path: markdown.parse(page.body) for page in site.content.pages}
    references = {path: tuple((name, link[0]) for name, link in one.references.items()) for path, one in parsed.items()}
    return make_index(
        site.messages(), references, ["".join(pre.itertext()) for one in parsed.values() for pre in one.tree.iter("pre")]
    )


def matched(tool: str) -> tuple[Match, ...]:
    path = SITES / "foreign" / f"{tool}.po"
    found, faults = take.opened(path.read_bytes(), path.name)
    assert found is not None, faults
    return matches(found, shelf_of(SITES / "foreign"))


@pytest.mark.parametrize(
    ("tool", "share", "reasons"),
    [
        ("mdbook", (22, 23), {"code": 2, "raw HTML": 1, "not in this site": 1}),
        ("po4a", (11, 12), {"parts differ": 2, "cut differently": 1, "code": 1, "no words": 1}),
        ("mdpo", (5, 5), {"parts differ": 1}),
    ],
)
def test_each_tool_s_prose_is_found_and_the_rest_has_a_reason(tool: str, share: tuple[int, int], reasons: dict[str, int]) -> None:
    found = matched(tool)
    assert tally(found) == (*share, Counter(reasons))
    assert all(match.matched or match.reason for match in found)
    assert summary(found).startswith(f"{share[0]} of {share[1]} prose messages matched ({100 * share[0] / share[1]:.1f} %)")


def test_what_did_not_match_is_told_with_its_line() -> None:
    told = {(one.rule, one.line) for one in problems(matched("mdbook"), "mdbook.po")}
    text = (SITES / "foreign/mdbook.po").read_text(encoding="utf-8").split("\n")
    assert {(rule, text[line - 1]) for rule, line in told} == {
        ("import-code", 'msgid "# a comment in code"'),
        ("import-code", r'msgid "\"the door is open\""'),
        ("import-raw-html", 'msgid "<kbd>Enter</kbd>"'),
        ("import-not-in-this-site", 'msgid "The winter house is closed."'),
    }


@pytest.mark.parametrize(
    ("tool", "text", "said"),
    [
        ("mdbook", "Read [the rules][rules] first.", "Lea primero [las reglas][rules]."),
        ("mdbook", "You may *not* swim.", "*No* puede nadar."),
        ("mdbook", "The water is cold in May\\. It is colder in April.", "El agua está fría en mayo. En abril está más fría."),
        (
            "mdbook",
            "Ask the keeper, or  \nlook at the [map](map.md#north).",
            "Pregunte al guarda, o  \nmire el [mapa](map.md#north).",
        ),
        ("po4a", "Before you swim", "Antes de nadar"),
        ("po4a", "You may *not* swim.", "*No* puede nadar."),
        ("po4a", "A red flag means: stay out.", "Una bandera roja quiere decir: no entre."),
        ("mdpo", "Read [the rules][rules] first.", "Lea primero [las reglas][rules]."),
    ],
)
def test_translations_arrive_in_our_spelling(tool: str, text: str, said: str) -> None:
    (offer,) = [one for one in offers(matched(tool)) if one.message.text == text]
    assert (offer.said, offer.previous) == (said, None)


def test_what_is_put_together_from_parts_is_a_guess() -> None:
    guessed = {one.message.text: one.said for one in offers(matched("mdpo")) if one.previous}
    assert guessed["Then walk on. You will see the roof."] == "Después siga. Verá el tejado."
    assert guessed["Boathouse"] == "Casa de los botes."
    two = [one for one in offers(matched("mdbook")) if one.message.text == "Open"]
    assert [one.message.context for one in two] == ["verb", "state"]
    assert all(one.previous for one in two)


def test_of_two_entries_the_one_in_our_spelling_wins() -> None:
    ours = make_index([Message("Say *no*.")], {}, [])
    found = matches(read_po(po("es", pair("Say no.", "Niegue."), pair("Say *no*.", "Diga *no*."))), ours)
    assert [one.said for one in offers(found)] == ["Diga *no*."]


def test_two_texts_of_the_same_words_are_not_confused() -> None:
    ours = make_index([Message("Say *no*."), Message("*Say* no.")], {}, [])
    (match,) = matches(read_po(po("es", pair("Say no.", "Diga no."))), ours)
    assert (match.reason, match.offers) == ("ambiguous", ())


@pytest.mark.parametrize("theirs", ["Say *no* twice.", "Say _no_ twice."])
def test_a_text_that_the_site_had_before_is_a_guess(theirs: str) -> None:
    now = Message("Say *no*, then wait.")
    ours = make_index([now], {}, [], {(None, "Say *no* twice."): [now]})
    (match,) = matches(read_po(po("es", pair(theirs, "Diga *no* dos veces."))), ours)
    assert (match.matched, [one.said for one in match.offers]) == (True, ["Diga *no* dos veces."])
    assert [one.previous for one in offers([match])] == [(None, theirs, None)]


@pytest.mark.parametrize("tool", ["mdbook", "po4a", "mdpo"])
def test_the_command_writes_drafts_and_the_site_renders(tool: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = copied("foreign", tmp_path)
    code = main.main(["messages", "--root", str(root), "--import", str(root / f"{tool}.po")])
    told = capsys.readouterr()
    assert code == ("617-555-0100" in told.err)
    assert "prose messages matched" in told.out
    es = read_po((root / "locales/es/LC_MESSAGES/messages.po").read_bytes())
    assert merge.state(entry(es, "Come in and sit *by the stove*. The kettle is **always** on.")) == "draft"
    assert "junto a la estufa" in built(root).text("es/index.html")
    if tool == "mdbook":
        assert not any(entry(es, "The pier is well-known. It has 3 lamps.").strings), "it holds a number that the source lacks"
        assert not any(entry(es, "Follow the shore. Turn left at the oak.").strings), "it is fuzzy there"
        assert {merge.state(one) for one in es.entries if one.text == "Open"} == {"stale"}


def test_reasons_have_words_for_people() -> None:
    assert all(text.endswith(".") for text in other_tools.REASONS.values())
