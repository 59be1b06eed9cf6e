"""Text that ``forbid:`` says must never appear in a variant's output."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from variantdocs.check.bounded_search import search
from variantdocs.check.leaks.leak import Leak, LeakType
from variantdocs.check.read_output import texts_of
from variantdocs.paths import shown_path


def find_forbidden(output: Path, forbid: Mapping[str, Sequence[str]]) -> Iterator[Leak]:
    """The texts of ``forbid`` that are below ``output``, each once per variant, with the files that hold it.

    :param forbid: variant → texts, in any case of letters, or regular expressions after ``re:``.
    :raises ConfigurationError: an expression takes too long.
    """
    for variant, forbidden in forbid.items():
        patterns = {text: compile_text(text) for text in forbidden}
        found: dict[str, dict[Path, str]] = {text: {} for text in forbidden}
        folder = output / variant
        for file in sorted(path for path in folder.rglob("*") if path.is_file()):
            texts = list(texts_of(file.relative_to(folder).as_posix(), file.read_bytes()))
            for text, pattern in patterns.items():
                match = search(pattern, texts, rule=text, where=shown_path(file))
                if match is not None:
                    found[text][file] = match[0]
        for text, holders in found.items():
            if holders:
                first, *_ = holders.values()
                yield Leak(
                    type=LeakType.FORBIDDEN, variant=variant, files=tuple(holders), text=first, rule=text
                )


def compile_text(text: str) -> re.Pattern[str]:
    """What ``forbid:`` and ``allow:`` match: a text in any case and white space, or an expression."""
    if text.startswith("re:"):
        return re.compile(text[3:])
    return re.compile(r"\s+".join(map(re.escape, text.split())), re.I)
