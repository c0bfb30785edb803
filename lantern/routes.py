"""Page × locale → path, address, relative link. Pure.

In:    slugs ("at-home"; "index" is the front page), language tags ("zh-Hant").
Out:   paths inside the site ("zh-Hant/at-home.html") and links between them.
Never: knows a domain, touches disk. Files are flat, so a folder opened from a memory stick works.
"""

from __future__ import annotations

import posixpath

CHOOSER = "index.html"
"""The page at the site's root, which offers every language."""


def tag(code: str) -> str:
    """A locale's BCP 47 tag: zh_Hant → zh-Hant."""
    return code.replace("_", "-")


def path(slug: str, language: str) -> str:
    """The file of a page in a language, relative to the site's root."""
    return f"{language}/{slug}.html"


def link(target: str, *, source: str) -> str:
    """The relative link that leads from the file `source` to the file `target`."""
    return posixpath.relpath(target, posixpath.dirname(source) or ".")


def address(target: str, base_url: str) -> str:
    """The absolute address of a file of the site; the chooser's is the site's own."""
    return f"{base_url}/" if target == CHOOSER else f"{base_url}/{target}"
