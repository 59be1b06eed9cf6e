"""Declare the settings of ``conf.py``: each once, with its type, default, help and check."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from variantdocs.remote.settings import RemoteSettings
from variantdocs.remote.types import RemoteError
from variantdocs.remote.url import canonical_prefix

_NUMBER: frozenset[type] = frozenset({int, float})
_TEXT_OR_NONE: frozenset[type] = frozenset({str, type(None)})
_PATH: frozenset[type] = frozenset({str, Path})
_PATH_OR_NONE: frozenset[type] = frozenset({str, Path, type(None)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A setting of ``conf.py``. ``field`` is its name in :class:`RemoteSettings`."""

    name: str
    default: Any
    types: frozenset[type]
    help: str
    field: str
    read: Callable[[Any, Path], Any]
    """Gives the value from what is written and the folder of ``conf.py``; raises ``ValueError``."""


def _prefixes(value: Any, confdir: Path) -> tuple[str, ...]:
    if not isinstance(value, list | tuple | set | frozenset):
        raise ValueError("write a list of URL prefixes")
    return tuple(canonical_prefix(str(prefix)) for prefix in value)


def _folders(value: Any, confdir: Path) -> dict[str, Path]:
    if not isinstance(value, Mapping):
        raise ValueError("write a table: URL prefix: folder")
    folders = {canonical_prefix(str(prefix)): confdir / str(folder) for prefix, folder in value.items()}
    for folder in folders.values():
        if not folder.is_dir():
            raise ValueError(f"there is no folder {os.path.relpath(folder, confdir)}")
    return folders


def _tokens(value: Any, confdir: Path) -> dict[str, str]:
    if not isinstance(value, Mapping):
        raise ValueError("write a table: URL prefix: name of an environment variable")
    for name in value.values():
        if not (isinstance(name, str) and name.isidentifier()):
            raise ValueError("write the name of an environment variable after each prefix, never the token")
    return {canonical_prefix(str(prefix)): name for prefix, name in value.items()}


def _mode(value: Any, confdir: Path) -> str:
    if value == "auto":
        in_ci = os.environ.get("CI", "").strip().lower() not in {"", "0", "false"}
        return "frozen" if in_ci else "dev"
    if value not in {"dev", "frozen", "offline"}:
        raise ValueError(f"{value!r} is not one of auto, dev, frozen, offline")
    return str(value)


def _file(value: Any, confdir: Path) -> Path:
    return confdir / str(value)


def _cache(value: Any, confdir: Path) -> Path:
    return user_cache() if value is None else confdir / Path(str(value)).expanduser()


def _number(*, at_least: float) -> Callable[[Any, Path], float]:
    def read(value: Any, confdir: Path) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not value >= at_least:
            raise ValueError(f"{value!r} is not a number of at least {at_least:g}")
        return value

    return read


def _proxy(value: Any, confdir: Path) -> str | None:
    if value is not None and not str(value).startswith(("http://", "https://")):
        raise ValueError("write http://host:port")
    return None if value is None else str(value)


_DEFAULTS = RemoteSettings(cache=Path(), lock=Path())

SETTINGS = (
    Setting(
        name="rli_allowed",
        default=list(_DEFAULTS.allowed),
        types=frozenset({list, tuple, set, frozenset}),
        help="URL prefixes that may be fetched",
        field="allowed",
        read=_prefixes,
    ),
    Setting(
        name="rli_local",
        default={},
        types=frozenset({dict}),
        help="URL prefix: folder that is read in its place, relative to conf.py",
        field="local",
        read=_folders,
    ),
    Setting(
        name="rli_mode",
        default="auto",
        types=frozenset({str}),
        help="dev, frozen or offline; auto is frozen where CI is set, else dev",
        field="mode",
        read=_mode,
    ),
    Setting(
        name="rli_lock",
        default="remote.lock",
        types=_PATH,
        help="the lock file, relative to conf.py",
        field="lock",
        read=_file,
    ),
    Setting(
        name="rli_cache",
        default=None,
        types=_PATH_OR_NONE,
        help="the folder of fetched files; by default in the user's cache folder",
        field="cache",
        read=_cache,
    ),
    Setting(
        name="rli_max_age",
        default=3600,
        types=_NUMBER,
        help="seconds for which a fetched file is taken as fresh",
        field="max_age",
        read=_number(at_least=0),
    ),
    Setting(
        name="rli_max_bytes",
        default=1 << 20,
        types=frozenset({int}),
        help="bytes that one file may have",
        field="max_bytes",
        read=_number(at_least=1),
    ),
    Setting(
        name="rli_timeout",
        default=10,
        types=_NUMBER,
        help="seconds that one socket operation may take",
        field="timeout",
        read=_number(at_least=0.001),
    ),
    Setting(
        name="rli_deadline",
        default=60,
        types=_NUMBER,
        help="seconds that all fetching of one build may take",
        field="deadline",
        read=_number(at_least=0.001),
    ),
    Setting(
        name="rli_max_urls",
        default=2000,
        types=frozenset({int}),
        help="URLs that one build may fetch",
        field="max_urls",
        read=_number(at_least=1),
    ),
    Setting(
        name="rli_tokens",
        default={},
        types=frozenset({dict}),
        help="URL prefix: name of the environment variable that holds its token",
        field="tokens",
        read=_tokens,
    ),
    Setting(
        name="rli_proxy",
        default=None,
        types=_TEXT_OR_NONE,
        help="the only proxy that is used",
        field="proxy",
        read=_proxy,
    ),
)


def user_cache() -> Path:
    """Give the folder for fetched files that all projects of a user share."""
    if given := os.environ.get("RLI_CACHE_DIR"):
        return Path(given)
    if sys.platform == "win32":
        root = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        root = Path.home() / "Library" / "Caches"
    else:
        root = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return root / "variantdocs" / "rli"


def settings_from(values: Mapping[str, Any], confdir: Path) -> tuple[RemoteSettings, tuple[str, ...]]:
    """Read the settings.

    :param values: Name → value, as in ``conf.py``.
    :returns: The settings, and every problem; with a problem they are not to be used.
    """
    problems: list[str] = []
    fields: dict[str, Any] = {}
    for setting in SETTINGS:
        try:
            fields[setting.field] = setting.read(values[setting.name], confdir)
        except (ValueError, RemoteError) as exc:
            problems.append(f"{setting.name}: {exc}")
    fields = {"cache": Path(), "lock": Path()} | fields
    return RemoteSettings(**fields), tuple(problems)
