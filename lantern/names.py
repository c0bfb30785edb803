"""Names of files: what other programs leave beside people's own files. Pure.

In:    a file's or a folder's name, without its path.
Out:   whether it is a leftover, or hidden and not to be published.
Never: touches disk; looks into a file.
"""

from __future__ import annotations

import re

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
