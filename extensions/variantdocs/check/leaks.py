"""The leak gate: text that must never appear in a variant's output (``forbid:``)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from variantdocs.check.read_output import texts_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Leak:
    """A forbidden text that was found in a file."""

    variant: str
    file: Path
    forbidden: str
    found: str


def find_leaks(output: Path, forbid: Mapping[str, Sequence[str]]) -> Iterator[Leak]:
    """The texts of ``forbid`` that are in the files below ``output``, each once per file."""
    for variant, forbidden in forbid.items():
        patterns = [(text, _compile(text)) for text in forbidden]
        folder = output / variant
        for file in sorted(path for path in folder.rglob("*") if path.is_file()):
            texts = list(texts_of(file.relative_to(folder).as_posix(), file.read_bytes()))
            for text, pattern in patterns:
                found = next((match for part in texts if (match := pattern.search(part))), None)
                if found is not None:
                    yield Leak(variant=variant, file=file, forbidden=text, found=found[0])


def _compile(text: str) -> re.Pattern[str]:
    if text.startswith("re:"):
        return re.compile(text[3:])
    return re.compile(r"\s+".join(map(re.escape, text.split())), re.I)
