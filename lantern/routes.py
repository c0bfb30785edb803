"""Page × locale → path, address, relative link. Pure.

In:    slugs ("at-home"; "index" is the front page), language tags ("zh-Hant").
Out:   paths inside the site ("zh-Hant/at-home.html") and links between them.
Never: knows a domain, touches disk. Files are flat, so a folder opened from a memory stick works.
"""

from __future__ import annotations

import posixpath
import re
from urllib.parse import unquote, urlsplit

CHOOSER = "index.html"
"""The page at the site's root, which offers every language."""
_HOST = re.compile(r"[A-Za-z0-9_-]{1,63}(?:\.[A-Za-z0-9_-]{1,63}){0,20}\.?|[0-9A-Fa-f:.]{2,45}")


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


def address_fault(url: str) -> str:
    """Why a web address must not be published, or "": its host shows another name than it has, or it hides one before an @."""
    try:
        parts = urlsplit(url)
        host = unquote(parts.hostname or "")
    except ValueError:  # an open bracket in the host
        return "is not a web address"
    if not host or any(sign in url for sign in "\\ \t\n"):
        return "is not a web address"
    if "@" in unquote(parts.netloc):
        return "holds a name before an @, so it leads elsewhere than it seems"
    if not host.isascii():
        return "has letters in its host that may look like others"
    if any(part.startswith("xn--") for part in host.lower().split(".")):
        return "has a host in code (xn--), which may look like another"
    return "" if _HOST.fullmatch(host) else "has no host that browsers would all read alike"
