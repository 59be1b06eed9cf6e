"""Make up for lines that older versions of MyST-Parser count wrong, or lose.

Replaces: the empty ``rawsource`` of images.
Why: Before MyST-Parser 5.2 the lines of an included file are counted from 2. A directive gets no text of
    its own, so an ``image`` gets no ``rawsource``, and Sphinx drops the line of an image without one.
Upstream: https://github.com/executablebooks/MyST-Parser/releases/tag/v5.2.0
Versions: MyST-Parser 4.0 to 5.1.
Remove when: the oldest version that is supported is MyST-Parser 5.2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import myst_parser
from docutils import nodes
from packaging.version import Version

if TYPE_CHECKING:
    from collections.abc import Iterable

_IS_OLDER = Version(myst_parser.__version__) < Version("5.2")


def lines_before_included_text() -> int:
    """How many lines MyST counts before the first line of an included file."""
    return 1 if _IS_OLDER else 0


def keep_lines_of(images: Iterable[nodes.image]) -> None:
    """Have Sphinx keep the lines of ``images``, which MyST has just made."""
    if _IS_OLDER:
        for image in images:
            image.rawsource = image.rawsource or image.get("uri", "")
