"""Turn what an author wrote into the one URL that is fetched, or say why it is not one.

There is one parser, and its result is what is connected to: two parsers that disagree about the
host of a URL are how a list of allowed hosts is passed by.
"""

from __future__ import annotations

import re
import string
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote_from_bytes, unquote_to_bytes

from urllib3.exceptions import LocationParseError
from urllib3.util import parse_url

from variantdocs.messages import Kind
from variantdocs.remote.redact import SECRET_PARAMETER, holds_secret, shown
from variantdocs.remote.types import RemoteError

_URL = re.compile(
    r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://(?P<authority>[^/?#]*)"
    r"(?P<path>[^?#]*)(?:\?(?P<query>[^#]*))?(?:#(?P<fragment>.*))?"
)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?")
_LINES = re.compile(r"L(?P<first>\d+)(?:C\d+)?(?:-L?(?P<last>\d+)(?:C\d+)?)?")
_BLOB = re.compile(r"/(?P<repo>[^/]+/[^/]+)/(?:blob|raw|blame)/(?P<rest>.+)")
_TREE = re.compile(r"/[^/]+/[^/]+/tree/.+")
_TREE_PAGE = re.compile(r"^(?P<repo>https://(?:www\.)?github\.com/[^/]+/[^/]+)/tree/", re.IGNORECASE)
_BAD_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_MAX_LENGTH = 2048

_UNRESERVED = string.ascii_letters + string.digits + "-._~"
_SAFE_IN_PATH = "!$&'()*+,;=:@/%"
_SAFE_IN_QUERY = _SAFE_IN_PATH + "?"


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteSource:
    """What the argument of a directive says."""

    url: str
    """The canonical URL, without a fragment: what is fetched, locked and shown."""
    lines: str | None = None
    """The lines that ``#L3-L9`` selects, as ``:lines:`` would be written: ``3-9``."""


def source_of(argument: str) -> RemoteSource:
    """Read a directive's argument.

    ``https://github.com/o/r/blob/main/x.py#L3-L9`` gives the raw file's URL and ``3-9``.

    :raises RemoteError: ``rli.blocked`` if it is no URL that may ever be fetched, ``rli.option``
        if its fragment selects nothing.
    """
    url, fragment = _parsed(argument.strip(), signed=False)
    return RemoteSource(url=url, lines=_lines(url, fragment))


def canonical_url(url: str, *, signed: bool = False) -> str:
    """Give the one form of a URL, without its fragment.

    :param signed: Accept secrets in the query: a server may redirect to a signed address, an
        author may not write one.
    :raises RemoteError: ``rli.blocked``.
    """
    return _parsed(url, signed=signed)[0]


def canonical_prefix(prefix: str) -> str:
    """Give the one form of a URL prefix from a setting; it ends with ``/``.

    A prefix is a host, or a folder below it: ``https://host/owner`` does not cover ``/owner2``. The
    page of a folder on GitHub (``…/tree/main/examples``) stands for the files in it.

    :raises RemoteError: if nothing that may be fetched begins with it.
    """
    prefix = _TREE_PAGE.sub(r"\g<repo>/blob/", prefix)
    return canonical_url(prefix if prefix.endswith("/") else prefix + "/")


def has_prefix(url: str, prefix: str) -> bool:
    """Say whether a canonical URL lies below a canonical prefix, or is what it names."""
    return url.startswith(prefix) or url == prefix.removesuffix("/")


def split(url: str) -> tuple[str, str]:
    """Split a canonical URL into its host and what is asked of it: ``("host", "/path?query")``."""
    host, slash, rest = url.removeprefix("https://").partition("/")
    return host, slash + rest


def segments(path: str) -> list[str]:
    """Give the decoded parts of a canonical path (without a leading slash)."""
    return [unquote_to_bytes(part).decode("utf-8", "surrogateescape") for part in path.split("/")]


def refuse_odd_characters(text: str) -> None:
    """Refuse what parsers drop, or read in ways of their own: controls, odd spaces, backslashes.

    :raises RemoteError: ``rli.blocked``.
    """
    if len(text) > _MAX_LENGTH:
        raise _blocked(text, f"it is longer than {_MAX_LENGTH} characters")
    if text.isprintable() and "\\" not in text:  # nothing that the loop would find
        return
    for char in text:
        category = unicodedata.category(char)
        odd_space = category == "Zs" and char != " "
        if char == "\\" or odd_space or category in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}:
            raise _blocked(text, f"it holds the character U+{ord(char):04X}; write it percent-encoded")


@lru_cache(maxsize=4096)  # a page names its URLs several times in a build, and again in the next
def _parsed(text: str, *, signed: bool) -> tuple[str, str]:
    refuse_odd_characters(text)
    match = _URL.fullmatch(text)
    if match is None:
        raise _not_a_url(text)
    if match["scheme"].lower() != "https":
        raise _blocked(text, "only https:// is fetched")
    host = _host(text, match["authority"])
    path = _path(text, match["path"] or "/")
    query = _query(text, match["query"] or "", signed=signed)
    if holds_secret(text) and not signed:
        raise _blocked(text, f"it holds a token; {_USE_TOKENS}")
    url = _raw_file(text, host, path, query)
    _agree(text, url)
    return url, match["fragment"] or ""


_USE_TOKENS = "remove it, and name the environment variable that holds it in rli_tokens"


def _not_a_url(text: str) -> RemoteError:
    if not text:
        return RemoteError(Kind.RLI_BLOCKED, "no URL is given; write https://host/path")
    if _SCHEME.match(text):
        return _blocked(text, "only https:// is fetched")
    return _blocked(
        text, "not a URL; write https://host/path, or use literalinclude for a file of this project"
    )


def _host(text: str, authority: str) -> str:
    if "@" in authority:
        raise _blocked(text, f"it holds a user name or a password; {_USE_TOKENS}")
    if authority.startswith("["):
        raise _blocked(text, "its host is an address; write a full name, such as raw.githubusercontent.com")
    host, colon, port = authority.lower().partition(":")
    if colon and port != "443":
        raise _blocked(text, "it names a port; only port 443 is used")
    labels = host.split(".")
    if not host.isascii() or any(not _LABEL.fullmatch(label) for label in labels) or len(host) > 253:
        raise _blocked(text, "its host is not a plain name")
    if len(labels) < 2 or labels[-1][0].isdigit():
        raise _blocked(text, "its host is not a full name, such as raw.githubusercontent.com")
    if any(label.startswith("xn--") for label in labels):
        raise _blocked(text, "its host is an encoded name, which may look like another")
    return host


def _path(text: str, path: str) -> str:
    canonical = _percent_encoded(text, path, safe=_SAFE_IN_PATH)
    decoded = unquote_to_bytes(canonical)
    if any(part in {b".", b".."} for part in decoded.replace(b"\\", b"/").split(b"/")):
        raise _blocked(text, "its path holds . or ..; write the path without them")
    return canonical


def _query(text: str, query: str, *, signed: bool) -> str:
    canonical = _percent_encoded(text, query, safe=_SAFE_IN_QUERY)
    if signed:
        return canonical
    for part in re.split("[&;]", canonical):
        name, equals, _ = part.partition("=")
        if equals and SECRET_PARAMETER.fullmatch(unquote_to_bytes(name).decode("latin-1")):
            raise _blocked(text, f"its query holds a secret; {_USE_TOKENS}")
    return canonical


def _percent_encoded(text: str, part: str, *, safe: str) -> str:
    if _BAD_PERCENT.search(part):
        raise _blocked(text, "a % in it is not followed by two hexadecimal digits; write %25")
    encoded = quote_from_bytes(part.encode(), safe=safe)
    encoded = re.sub("%[0-9A-Fa-f]{2}", _one_spelling, encoded)
    if any(byte < 0x20 or byte == 0x7F for byte in unquote_to_bytes(encoded)):
        raise _blocked(text, "it holds an encoded control character")
    return encoded


def _one_spelling(found: re.Match[str]) -> str:
    char = chr(int(found[0][1:], 16))
    return char if char in _UNRESERVED else found[0].upper()


def _raw_file(text: str, host: str, path: str, query: str) -> str:
    """Replace the address of the page that shows a file with that of the file."""
    if host in {"github.com", "www.github.com"}:
        blob = _BLOB.fullmatch(path)
        if blob is not None:
            return f"https://raw.githubusercontent.com/{blob['repo']}/{blob['rest']}"
        if _TREE.fullmatch(path):
            raise _blocked(text, "this is the page of a folder; give the URL of a file")
    return f"https://{host}{path}" + (f"?{query}" if query else "")


def _agree(text: str, url: str) -> None:
    """Be sure that the library that connects reads the URL as it was read here."""
    try:
        theirs = parse_url(url)
    except LocationParseError:
        raise _blocked(text, "it cannot be read") from None
    if (
        (theirs.scheme, theirs.host, theirs.request_uri) != ("https", *split(url))
        or theirs.auth
        or theirs.port
    ):
        raise _blocked(text, "it can be read in two ways")


def _lines(url: str, fragment: str) -> str | None:
    if not fragment:
        return None
    found = _LINES.fullmatch(fragment)
    if found is None:
        message = f"{shown(url)}: #{shown(fragment)} selects no lines; write #L3 or #L3-L9, or remove it"
        raise RemoteError(Kind.RLI_OPTION, message)
    first, last = int(found["first"]), int(found["last"] or found["first"])
    if not 1 <= first <= last:
        message = f"{shown(url)}: #{shown(fragment)} selects no lines; lines count from 1, the smaller first"
        raise RemoteError(Kind.RLI_OPTION, message)
    return f"{first}-{last}" if found["last"] else str(first)


def _blocked(text: str, reason: str) -> RemoteError:
    return RemoteError(Kind.RLI_BLOCKED, f"{shown(text)}: {reason}")
