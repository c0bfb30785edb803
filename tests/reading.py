"""How hard the English pages are to read: two grades a page, and the sentences that make one hard.

    python -m tests.reading             # every page: grade by Flesch and Kincaid, grade by SMOG
    python -m tests.reading the-order   # these pages, each with its ten hardest sentences
    python -m tests.reading --hard      # every page over grade 6 by SMOG, with its ten hardest sentences

In:    content/ as it stands.
Out:   School grades (6.0: a reader with six years of school). SMOG counts words of three syllables or more.
Never: changes a page.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import textstat

from lantern.content import pages
from lantern.content.pages import Page
from lantern.document import html, markdown

ROOT = Path(__file__).resolve().parent.parent
GRADE = 6.0
"""The grade a page may have by Flesch and Kincaid, and should have by SMOG."""
WORST = 10


def prose(page: Page) -> str:
    """A page's sentences without headings, citations, facts and the names of organisations."""
    tree = markdown.render(page.body).tree
    for heading in [element for element in tree if re.fullmatch("h[1-6]", element.tag)]:
        tree.remove(heading)
    text = re.sub(r"\{[a-z0-9_.]+\}", "them", html.text(tree))
    lines = (line.strip() for line in text.split("\n"))
    return " ".join(line if line.endswith((".", "!", "?")) else f"{line}." for line in lines if line)


def kincaid(text: str) -> float:
    """The grade by Flesch and Kincaid."""
    return float(textstat.flesch_kincaid_grade(text))


def smog(text: str) -> float:
    """The grade by SMOG; 0 where there are fewer than three sentences, which it cannot measure."""
    return float(textstat.smog_index(text))


def grades(text: str) -> str:
    """Both grades, as they are told."""
    return f"Flesch–Kincaid {kincaid(text):.1f}, SMOG {smog(text):.1f}"


def hardest(text: str, count: int = WORST) -> list[str]:
    """The sentences with most long words, of these the longest first."""
    sentences = dict.fromkeys(re.split(r"(?<=[.!?])\s+", text))
    ranked = sorted(sentences, key=lambda sentence: (-textstat.polysyllabcount(sentence), -len(sentence.split())))
    return [sentence for sentence in ranked if textstat.polysyllabcount(sentence)][:count]


def report(pages: list[Page], *, whole: bool) -> str:
    """A line for each page; with `whole` its hardest sentences below it."""
    lines = []
    for page in pages:
        lines.append(f"{page.path}: {grades(prose(page))}")
        lines += [f"  {textstat.polysyllabcount(one)} long words: {one}" for one in hardest(prose(page))] if whole else []
    return "\n".join(lines)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.reading", description="How hard the English pages are to read.")
    parser.add_argument("pages", nargs="*", metavar="PAGE", help='"the-order"; every page where none is named')
    parser.add_argument("--hard", action="store_true", help="only pages over grade 6 by SMOG, with their hardest sentences")
    chosen = parser.parse_args()
    known = {page.slug: page for page in pages.read(ROOT)[0].pages}
    if strange := [slug for slug in chosen.pages if slug not in known]:
        parser.error(f"there is no page “{strange[0]}” in content/")
    found = [known[slug] for slug in chosen.pages] or list(known.values())
    if chosen.hard:
        found = [page for page in found if smog(prose(page)) > GRADE]
    print(report(found, whole=chosen.hard or bool(chosen.pages)))


if __name__ == "__main__":
    main()
