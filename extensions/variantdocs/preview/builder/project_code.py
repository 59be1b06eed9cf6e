"""Tell which loaded modules are the project's own, so that a process that has them is not kept too long."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

_INSTALLED = ("site-packages", "dist-packages")


def project_modules(names: Iterable[str]) -> list[Path]:
    """The files of those loaded modules that are neither installed, nor Python's, nor this package's."""
    found, standard = [], Path(sys.base_prefix, "lib")
    for name in names:
        file = getattr(sys.modules.get(name), "__file__", None)
        if file and not name.startswith("variantdocs.") and name not in ("__main__", "variantdocs"):
            path = Path(file)
            if not path.is_relative_to(standard) and not any(part in _INSTALLED for part in path.parts):
                found.append(path)
    return sorted(found)
