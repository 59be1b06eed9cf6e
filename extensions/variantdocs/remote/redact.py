"""Make text safe to print: no secrets, no characters that act on a terminal."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Iterable

HIDDEN = "[hidden]"

SECRET_PARAMETER = re.compile(
    r"(?:access|auth|private|id|refresh|job|deploy)?[-_.]?(?:token|key|sig|signature|secret|password|passwd|pwd)"
    r"|auth|authorization|credentials?|jwt|x-(?:amz|goog)-[a-z-]+|awsaccesskeyid|api[-_]?key",
    re.IGNORECASE,
)
"""The name of a query parameter that is likely to hold a secret (match the whole name)."""

_USER = re.compile(r"(?P<before>[A-Za-z][A-Za-z0-9+.-]*:[/\\]{2,})[^/?#\s]*@")
_PARAMETER = re.compile(r"(?P<name>[?&;][^=&#\s]*)=(?P<value>[^&;#\s]+)")
_TOKEN = re.compile(r"gh[pousr]_[A-Za-z0-9]{8,}|github_pat_\w{8,}|GHSAT[A-Z0-9]{6,}|glpat-[\w-]{8,}")


def holds_secret(text: str) -> bool:
    """Say whether text holds something that looks like a token of a known service."""
    return _TOKEN.search(text) is not None


def redacted(text: str, *, secrets: Iterable[str] = ()) -> str:
    """Hide secrets: given ones, user names and passwords in URLs, tokens in queries."""
    for secret in secrets:
        if secret:
            text = text.replace(secret, HIDDEN)
    text = _USER.sub(lambda found: f"{found['before']}{HIDDEN}@", text)
    text = _PARAMETER.sub(_without_value, text)
    return _TOKEN.sub(HIDDEN, text)


def printable(text: str, *, limit: int = 500) -> str:
    """Escape what would move a cursor, turn text around, or be invisible; cut what is too long."""
    if len(text) > limit:
        text = text[:limit] + "…"
    if text.isprintable():  # so there is none of them
        return text
    return "".join(_escaped(char) if _acts(char) else char for char in text)


def shown(text: str, *, secrets: Iterable[str] = ()) -> str:
    """Make text from a page or a server fit for a message."""
    return printable(redacted(text, secrets=secrets))


def _without_value(found: re.Match[str]) -> str:
    name = found["name"]
    if SECRET_PARAMETER.fullmatch(unquote(name[1:])):
        return f"{name}={HIDDEN}"
    return found[0]


def _acts(char: str) -> bool:
    return unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def _escaped(char: str) -> str:
    code = ord(char)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
