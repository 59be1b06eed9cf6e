"""Links in a terminal from a message to its entry in the manual.

Decides from the environment alone whether the terminal shows links, as most that do can be told by a
variable. The escape sequence is OSC 8.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, metadata

from variantdocs.messages import Kind

_KINDS = frozenset(Kind)
_PROGRAMS = frozenset({"ghostty", "Hyper", "iTerm.app", "rio", "Tabby", "vscode", "WezTerm", "zed"})
_VARIABLES = ("DOMTERM", "KITTY_WINDOW_ID", "KONSOLE_VERSION", "WT_SESSION")
_VTE_WITH_LINKS = 5000  # 0.50


def shows_links(environ: Mapping[str, str], *, is_terminal: bool) -> bool:
    """Whether the terminal shows links.

    ``FORCE_HYPERLINK`` decides if it is set: ``0`` for no, anything else for yes. ``NO_COLOR`` and
    ``CI`` switch links off.
    """
    if forced := environ.get("FORCE_HYPERLINK"):
        return forced != "0"
    if not is_terminal or "NO_COLOR" in environ or "CI" in environ or environ.get("TERM") == "dumb":
        return False
    vte = environ.get("VTE_VERSION", "")
    return (
        environ.get("TERM_PROGRAM") in _PROGRAMS
        or any(name in environ for name in _VARIABLES)
        or (vte.isdecimal() and int(vte) >= _VTE_WITH_LINKS)
    )


def manual_address(environ: Mapping[str, str]) -> str:
    """The address of the manual's page of messages; empty if it is not published.

    It is in ``VARIANTDOCS_MANUAL``, or in the package's metadata as the URL named ``Messages``.
    """
    if given := environ.get("VARIANTDOCS_MANUAL"):
        return given
    try:
        urls = metadata("variantdocs").get_all("Project-URL") or []
    except PackageNotFoundError:
        return ""
    return next((str(url).removeprefix("Messages, ") for url in urls if url.startswith("Messages, ")), "")


def link_kind(line: str, kind: str, manual: str) -> str:
    """``line`` with the kind at its end as a link to its entry in the page ``manual``.

    A kind of Sphinx or of another extension has no entry, and stays as it is.
    """
    end = f"[{kind}]"
    if kind not in _KINDS or not line.endswith(end):
        return line
    address = f"{manual}#{kind.replace('.', '-')}"
    return f"{line.removesuffix(end)}\x1b]8;;{address}\x1b\\{end}\x1b]8;;\x1b\\"
