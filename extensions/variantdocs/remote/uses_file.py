"""Hand what a build found out about remote files to the commands: one JSON file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from variantdocs.remote.settings import RemoteSettings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from variantdocs.remote.uses import RemoteUse

_VERSION = 1


def write_uses(
    path: Path,
    *,
    settings: RemoteSettings,
    source_encoding: str,
    uses: Mapping[str, Sequence[RemoteUse]],
) -> None:
    """Write the file; :func:`read_uses` reads it."""
    whole = {
        "version": _VERSION,
        "source_encoding": source_encoding,
        "settings": _plain(settings),
        "uses": {docname: [use.to_json() for use in found] for docname, found in uses.items()},
    }
    path.write_text(json.dumps(whole), encoding="utf-8")


def read_uses(path: Path) -> Mapping[str, Any] | None:
    """Read the file: its ``settings``, ``source_encoding`` and ``uses``; None if there is none."""
    try:
        found: dict[str, Any] = json.loads(path.read_bytes())
    except FileNotFoundError:
        return None
    return found | {"settings": _settings(found["settings"])}


def _plain(settings: RemoteSettings) -> dict[str, Any]:
    return {
        "cache": str(settings.cache),
        "lock": str(settings.lock),
        "mode": settings.mode,
        "allowed": list(settings.allowed),
        "local": {prefix: str(folder) for prefix, folder in settings.local.items()},
        "max_age": settings.max_age,
        "max_bytes": settings.max_bytes,
        "timeout": settings.timeout,
        "deadline": settings.deadline,
        "max_urls": settings.max_urls,
        "tokens": dict(settings.tokens),
        "proxy": settings.proxy,
    }


def _settings(plain: dict[str, Any]) -> RemoteSettings:
    paths = {"cache": Path(plain["cache"]), "lock": Path(plain["lock"])}
    local = {prefix: Path(folder) for prefix, folder in plain["local"].items()}
    return RemoteSettings(**(plain | paths | {"local": local, "allowed": tuple(plain["allowed"])}))
