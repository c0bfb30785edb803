"""Editions of one language → the data its search page looks through, on the reader's own device.

In:    the Editions of one locale, in the order of the menu.
Out:   a script file that hands the pages to static/search.js: it loads from a folder too, where JSON would be refused.
Never: sends anything anywhere; stems, ranks or guesses: static/search.js does the looking, this only says what is there.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable

from ..document import html
from ..editions.edition import Edition
from ..files.publish import File

NAME = "search-data.js"


def data(editions: Iterable[Edition], *, language: str) -> File:
    """`<language>/search-data.js`: one call with [[address, title, description, text], …]."""
    pages = [[f"{one.page.slug}.html", one.title.text, one.description.text, _text(one)] for one in editions]
    body = json.dumps(pages, ensure_ascii=False, separators=(",", ":"))
    # U+2028 and U+2029 end a line in old scripts; "</" could end the element that holds one.
    safe = body.replace("\u2028", " ").replace("\u2029", " ").replace("</", "<\\/")
    return File(f"{language}/{NAME}", f"lanternPages({unicodedata.normalize('NFC', safe)});\n".encode())


def _text(one: Edition) -> str:
    """Every word a page shows: its body, and who it lists."""
    listed = [f"{contact.name.text} {contact.what.text if contact.what else ''}" for contact in one.listing]
    return re.sub(r"\s+", " ", " ".join([html.text(one.tree), *listed])).strip()
