"""Names of files: what other programs leave behind, what every system can hold, which two meet in one place. Pure.

In:    a file's or a folder's name; paths inside the site, with "/".
Out:   whether a name is a leftover, or hidden and not to be published; why a path cannot be held; pairs of paths that clash.
Never: touches disk; looks into a file.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

PUBLISHED = frozenset({".well-known", ".nojekyll"})
"""Hidden names at a site's root that web servers and other programs ask for (RFC 8615; GitHub Pages)."""

_LEFT = (
    # Locks, safety copies and half-written files of editors and of office programs. A lock file of Word holds its user's name.
    *(r"~\$.+", r"~.+\.(?:tmp|idlk)", r".+~", r"#.+#", r"\.#.*", r"\.~.*", r"4913", r".+___jb_\w+___", r"nohup\.out"),
    r".+\.(?:bak\d*|backup|old|orig|rej|save(?:\.\d+)?|asd|wbk|xlk|autosave|dwl2?|idlk|ldb|laccdb|lock)(?:\.\d+)?",
    r".+\.(?:sw[a-z]|swpx|un~|kate-swp|tmp|temp|part|partial|filepart|crdownload|opdownload|download|pyc|stackdump)",
    # What systems, memory sticks and disks in the network keep for themselves.
    *(r"\.ds_store", r"\._.*", r"__macosx", r"\.appledouble", r"icon\r", r"\.localized", r"\.apdisk", r"\.spotlight-v100"),
    *(r"\.trash(?:es|-\d+)?", r"\.fseventsd", r"\.temporaryitems", r"network trash folder", r"temporary items"),
    *(r"(?:eh)?thumbs(?:_vista)?\.db", r"desktop\.ini", r"\$recycle\.bin", r"recycler", r"system volume information"),
    *(r".+\.(?:lnk|webloc)", r"autorun\.inf", r"lost\+found", r"\.directory", r"\.(?:fuse_hidden|nfs)[0-9a-f]+", r"@eadir"),
    *(r"#recycle", r"#snapshot", r"__pycache__", r"cvs"),
    # Two saves that met: Dropbox, Nextcloud, Syncthing, Google Drive; and what a merge leaves.
    r".*\((?:[^()]*['’]s )?(?:conflicted copy|case conflict|conflict)\b[^()]*\).*",
    *(r".*\.sync-conflict-\d+.*", r".*_conflict-\d+.*", r".+_(?:backup|base|local|remote)_\d+(?:\.\w+)?", r".*\[conflict\].*"),
)
_LEFTOVER = re.compile("|".join(_LEFT), re.IGNORECASE | re.DOTALL)


def is_leftover(name: str) -> bool:
    """True for what a program or a system left beside people's files: nobody wants it read, watched or published."""
    return _LEFTOVER.fullmatch(name) is not None


def is_hidden(name: str) -> bool:
    """True for a name that begins with a dot, but for those that a site is asked for."""
    return name.startswith(".") and name not in PUBLISHED


# ── names for every system that may hold the site ───────────────────────────────────────────────────────────────────

LONGEST_NAME = 200
"""Bytes of one name: file systems hold 255 (143 where they are encrypted), and a browser's download adds to it."""
LONGEST_PATH = 200
"""Letters of a whole path: Windows holds 260 with the folder that the site is copied to."""
_DEVICE = re.compile(r"(?:con|prn|aux|nul|clock\$|conin\$|conout\$|(?:com|lpt)[0-9¹²³])\s*(?:\.|\Z)", re.IGNORECASE)
_REFUSED = re.compile(r'[<>:"|?*\\]')


@lru_cache(maxsize=1 << 15)
def unfit(path: str) -> str:
    """Why a path cannot stand on every system (Windows, macOS, a memory stick, a web server), as a sentence; "" if it can."""
    if len(path) > LONGEST_PATH:
        return f"The path has {len(path)} letters; {LONGEST_PATH} is the most that every system holds."
    return next((reason for part in path.split("/") if (reason := _unfit(part))), "")


def _unfit(name: str) -> str:
    if any(unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for letter in name):
        return f"“{name}” holds a character that nobody sees."
    if found := _REFUSED.search(name):
        return f"“{name}” holds {found[0]}, which Windows and memory sticks refuse."
    if _DEVICE.match(name):
        return f"“{name}” is a name that Windows keeps for a device."
    if name != name.strip() or name.endswith("."):
        return f"“{name}” begins or ends with a space, or ends with a full stop, which Windows drops."
    if len(name.encode()) > LONGEST_NAME:
        return f"“{name}” has {len(name.encode())} bytes; {LONGEST_NAME} is the most that every system holds."
    return ""


@lru_cache(maxsize=1 << 15)
def key(path: str) -> str:
    """What two paths have in common that are one on some system: letter case and the way accents are written do not count."""
    plain = unicodedata.normalize("NFD", path)
    folded = "".join(small if len(small := letter.casefold()) == 1 else letter for letter in plain)
    return unicodedata.normalize("NFC", folded)


@dataclass(frozen=True, slots=True)
class Claim:
    """A path inside the site, and the file that it is made of, as people are told of it."""

    path: str
    maker: str


def clashes(claims: Iterable[Claim]) -> Iterator[tuple[Claim, Claim, str]]:
    """(claim, earlier claim, how) for each one that cannot stand beside an earlier one.

    how: "same"; "alike" but for case or accents; "folder" where one is a file and the other a folder of that name.
    """
    files: dict[str, Claim] = {}
    folders: dict[str, tuple[str, Claim]] = {}
    for claim in claims:
        wanted = key(claim.path)
        above = {key(folder): folder for folder in _above(claim.path)}
        twins = [folders[folded][1] for folded, folder in above.items() if folders.get(folded, (folder,))[0] != folder]
        if wanted in files:
            yield claim, files[wanted], "same" if files[wanted].path == claim.path else "alike"
        elif wanted in folders:
            yield claim, folders[wanted][1], "folder"
        elif inside := [files[folded] for folded in above if folded in files]:
            yield claim, inside[0], "folder"
        elif twins:
            yield claim, twins[0], "alike"
        else:
            files[wanted] = claim
            for folded, folder in above.items():
                folders.setdefault(folded, (folder, claim))


def _above(path: str) -> list[str]:
    """The folders that a path stands in."""
    return [path[:place] for place, letter in enumerate(path) if letter == "/"]
