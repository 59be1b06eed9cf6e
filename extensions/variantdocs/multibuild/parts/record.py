"""What the build of a part leaves beside the index: what it has written, and from what."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from variantdocs.multibuild.parts.part import Part
from variantdocs.output import read_json, write_bytes

_VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PartRecord:
    """What is needed to put a part together with the others of its variant.

    ``pages`` are those that it holds. ``tools`` are the versions of what made it, such as ``Sphinx 9.0.4``.
    ``shown`` is a digest of what pages show of others, and of their dates. ``search`` is what the pages add
    to the search index; ``None`` if there is no search.
    """

    part: Part
    pages: tuple[str, ...]
    tools: tuple[str, ...]
    shown: str
    search: Mapping[str, Any] | None


def write_part_record(path: Path, record: PartRecord) -> None:
    """Leave ``record`` in the file ``path``."""
    data = {"version": _VERSION, **asdict(record), "part": str(record.part)}
    write_bytes(path, (json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n").encode("utf-8"))


def read_part_record(path: Path) -> PartRecord | None:
    """The record in the file ``path``; ``None`` if there is none, because the whole variant was built.

    :raises ValueError: it cannot be used; the text says why, and what to do.
    """
    try:
        data = read_json(path)
        if data["version"] != _VERSION:
            raise ValueError
        return PartRecord(
            part=Part.from_text(data["part"]),
            pages=tuple(data["pages"]),
            tools=tuple(data["tools"]),
            shown=data["shown"],
            search=data["search"],
        )
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError):
        raise ValueError(
            f"{path.name} is damaged, or of another version of variantdocs; build this part again"
        ) from None
