"""The settings of ``rli``: each declared once, with its type, default, help and check.

A field ``x`` of :class:`RemoteSettings` is the setting ``rli_x`` of ``conf.py``; but ``tls_cacerts``
is Sphinx's own.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, ValidationInfo
from pydantic.fields import FieldInfo

from variantdocs.errors import ConfigurationError
from variantdocs.remote.types import RemoteError
from variantdocs.remote.url import canonical_prefix

Mode = Literal["dev", "frozen", "offline"]

_PREFIX = "rli_"
_OF_SPHINX = frozenset({"tls_cacerts"})


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


def _prefix(value: object) -> str:
    try:
        return canonical_prefix(str(value))
    except RemoteError as exc:
        raise ValueError(exc.message) from None


def _prefixes(value: object) -> tuple[str, ...]:
    if not isinstance(value, list | tuple | set | frozenset):
        raise ValueError("write a list of URL prefixes")
    return tuple(map(_prefix, value))


def _folders(value: object, info: ValidationInfo) -> dict[str, Path]:
    if not isinstance(value, Mapping):
        raise ValueError("write a table: URL prefix: folder")
    folders = {_prefix(prefix): _path(folder, info) for prefix, folder in value.items()}
    for folder in folders.values():
        if not folder.is_dir():
            raise ValueError(f"there is no folder {os.path.relpath(folder, _confdir(info))}")
    return folders


def _tokens(value: object) -> dict[str, str]:
    if not isinstance(value, Mapping):
        raise ValueError("write a table: URL prefix: name of an environment variable")
    for name in value.values():
        if not (isinstance(name, str) and name.isidentifier()):
            raise ValueError("write the name of an environment variable after each prefix, never the token")
    return {_prefix(prefix): name for prefix, name in value.items()}


def _mode(value: object) -> str:
    if value == "auto":
        in_ci = os.environ.get("CI", "").strip().lower() not in {"", "0", "false"}
        return "frozen" if in_ci else "dev"
    if value not in {"dev", "frozen", "offline"}:
        raise ValueError(f"{value!r} is not one of auto, dev, frozen, offline")
    return str(value)


def _path(value: object, info: ValidationInfo) -> Path:
    return _confdir(info) / Path(str(value)).expanduser()


def _cache(value: object, info: ValidationInfo) -> Path:
    return user_cache() if value is None else _path(value, info)


def _confdir(info: ValidationInfo) -> Path:
    return info.context or Path()


def _at_least(least: float) -> BeforeValidator:
    def check(value: object) -> object:
        if isinstance(value, bool) or not isinstance(value, int | float) or not value >= least:
            raise ValueError(f"{value!r} is not a number of at least {least:g}")
        return value

    return BeforeValidator(check)


def _proxy(value: object) -> str | None:
    from urllib3.exceptions import HTTPError
    from urllib3.util import parse_url

    if value is None:
        return None
    try:
        parsed = parse_url(str(value))
    except HTTPError:
        parsed = None
    if parsed is None or parsed.scheme != "http" or not parsed.host:
        raise ValueError("not the address of a proxy; write http://host:port")
    return str(value)


def _authorities(value: object) -> object:
    paths = value.values() if isinstance(value, Mapping) else [value] if value else []
    for path in paths:
        if not Path(str(path)).exists():
            raise ValueError(f"there is no file or folder {path}")
    return value or None


def _config_name(field: str) -> str:
    return field if field in _OF_SPHINX else _PREFIX + field


class RemoteSettings(BaseModel):
    """What may be fetched, how, and where it is kept."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True)

    allowed: Annotated[tuple[str, ...], BeforeValidator(_prefixes)] = Field(
        default=(
            "https://raw.githubusercontent.com/",
            "https://gist.githubusercontent.com/",
            "https://github.com/",
        ),
        description="URL prefixes that may be fetched",
    )
    local: Annotated[Mapping[str, Path], BeforeValidator(_folders)] = Field(
        default={}, description="URL prefix: folder that is read in its place, relative to conf.py"
    )
    mode: Annotated[Mode, BeforeValidator(_mode)] = Field(
        default="auto",  # type: ignore[arg-type]  # auto is one of the three once it is validated
        description="`dev`, `frozen` or `offline`; `auto` is `frozen` where CI is set, else `dev`",
    )
    lock: Annotated[Path, BeforeValidator(_path)] = Field(
        default=Path("remote.lock"), description="the lock file, relative to conf.py"
    )
    cache: Annotated[Path, BeforeValidator(_cache)] = Field(
        default=None,  # type: ignore[assignment]  # the user's cache folder, which may change
        description="the folder of fetched files; by default in the user's cache folder",
    )
    max_age: Annotated[float, _at_least(0)] = Field(
        default=3600, description="seconds for which a fetched file is taken as fresh"
    )
    max_bytes: Annotated[int, _at_least(1)] = Field(
        default=1 << 20, description="bytes that one file may have"
    )
    timeout: Annotated[float, _at_least(0.001)] = Field(
        default=10, description="seconds that one socket operation may take"
    )
    deadline: Annotated[float, _at_least(0.001)] = Field(
        default=60, description="seconds that all fetching of one build may take"
    )
    max_urls: Annotated[int, _at_least(1)] = Field(default=2000, description="URLs that one build may fetch")
    tokens: Annotated[Mapping[str, str], BeforeValidator(_tokens)] = Field(
        default={}, description="URL prefix: name of the environment variable that holds its token"
    )
    proxy: Annotated[str | None, BeforeValidator(_proxy)] = Field(
        default=None, description="the only proxy that is used"
    )
    tls_cacerts: Annotated[str | Mapping[str, str] | None, BeforeValidator(_authorities)] = Field(
        default=None, description="the certificate authorities to trust, for all hosts or by host"
    )

    @classmethod
    def from_config(cls, values: Mapping[str, Any], confdir: Path) -> RemoteSettings:
        """Read the settings.

        :param values: Name → value, as in ``conf.py``.
        :raises ConfigurationError: naming everything that is wrong.
        """
        try:
            return cls.model_validate(
                {name: values[_config_name(name)] for name in cls.model_fields}, context=confdir
            )
        except ValidationError as exc:
            raise ConfigurationError(
                tuple(
                    f"{_config_name(str(error['loc'][0]))}: {error['msg'].removeprefix('Value error, ')}"
                    for error in exc.errors()
                )
            ) from None


def config_values() -> Iterator[tuple[str, Any, frozenset[type], str]]:
    """Give what Sphinx has to know of each setting: name, default, types, help."""
    for name, field in RemoteSettings.model_fields.items():
        if name not in _OF_SPHINX:
            default, types = _for_sphinx(field)
            yield _config_name(name), default, types, field.description or ""


def _for_sphinx(field: FieldInfo) -> tuple[Any, frozenset[type]]:
    match field.default:
        case tuple() as default:
            return list(default), frozenset({list, tuple, set, frozenset})
        case Path() as default:
            return str(default), frozenset({str, Path})
        case None:
            return None, frozenset({str, Path, type(None)})
        case int() as default:
            return default, frozenset({int, float})
        case default:
            return default, frozenset({type(default)})
