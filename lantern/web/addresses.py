"""Who makes which address: no two makers of one, and no name that some system cannot hold.

In:    what was written for the web, the site's static files, the addresses of sheets.
Out:   Problems, each at the file that a person can rename.
Never: looks at what a file holds.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..files import names
from ..files.names import Claim
from ..files.publish import File
from ..problem import Problem, error
from ..site import Site

_HOW = {
    "same": "The file has the address of another",
    "alike": "The file's address differs from another's in letter case or accents only, and many systems take them for one",
    "folder": "One name is needed for a file and for a folder, here and by another",
}


def collisions(made: Iterable[File], site: Site, sheets: Iterable[tuple[str, str]]) -> list[Problem]:
    """A Problem for each address that has two makers, and for each name that some system cannot hold.

    sheets: (address, path of the page it is made of) of everything that is printed.
    """
    claims = [Claim(file.path, _maker(file.path, site)) for file in made]
    claims += [Claim(path, maker) for path, maker in sheets]
    claims += [Claim(file.path, f"static/{file.path}") for file in site.static]
    found: dict[tuple[str, ...], Problem] = {}  # one a file: a page has the same fault in every language and form
    for claim, other, how in names.clashes(claims):
        found.setdefault((claim.maker, other.maker, how), _collision(claim, other, how))
    for claim in claims:
        if reason := names.unfit(claim.path):
            hint = "Give it another name; small letters, digits and hyphens are good everywhere."
            found.setdefault((claim.maker,), error(claim.maker, 1, "name", reason, hint))
    return list(found.values())


def _collision(claim: Claim, other: Claim, how: str) -> Problem:
    whose = f"{other.path} ({other.maker}:1)" if other.maker != claim.maker else other.path
    return error(claim.maker, 1, "collision", f"{_HOW[how]}: {claim.path} and {whose}.", "Give it another name.")


def _maker(path: str, site: Site) -> str:
    """The file that people can rename where this path is in the way: the page it is made of, or the site's settings."""
    slug = path.rpartition("/")[2].partition(".")[0]
    return next((page.path for page in site.content.pages if page.slug == slug), "content/site.toml")
