"""For the build of a wheel (pyproject.toml): what the installed program needs is what requirements/build.in names.

In:    requirements/build.in: a requirement a line, comments after `#`.
Out:   the metadata's `dependencies`.
Never: read when Lantern runs.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface


class RequirementsHook(MetadataHookInterface):
    """Found by hatchling as the one class of its kind in this file."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Puts the requirements into the project's metadata, which pyproject.toml calls dynamic."""
        lines = Path(self.root, "requirements", "build.in").read_text(encoding="utf-8").splitlines()
        bare = (line.partition("#")[0].strip() for line in lines)
        metadata["dependencies"] = [requirement for requirement in bare if requirement]
