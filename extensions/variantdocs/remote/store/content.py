"""Tell a file from what servers send in its place."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from variantdocs.remote.url import segments, split

_LFS = b"version https://git-lfs.github.com/spec/v1"
_HTML_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--(?:(?!-->).){0,2000}-->\s*)*(?:<!doctype\s+html|<html)\b",
    re.IGNORECASE | re.DOTALL,
)
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<")
# What holds HTML without being a page that a server made up.
_HTML_SUFFIXES = frozenset(
    f".{name}"
    for name in (
        *(
            "html",
            "htm",
            "xhtml",
            "shtml",
            "svg",
            "vue",
            "svelte",
            "astro",
            "php",
            "jsp",
            "asp",
            "aspx",
            "cshtml",
        ),
        *("erb", "ejs", "hbs", "mustache", "j2", "jinja", "jinja2", "tmpl", "tpl", "gotmpl", "njk", "liquid"),
        *("twig", "md", "mdx", "txt", "xml", "eml", "mjml"),
    )
)


def not_a_file(url: str, body: bytes, *, content_type: str = "") -> str | None:
    """Say why bytes cannot be the file at a URL, or None if they can.

    :param content_type: What the server called them.
    """
    if not body:
        return "the file is empty"
    if body.startswith(_LFS):
        return (
            "the repository holds only a pointer to this file (Git LFS);"
            " include a file that lies in the repository itself"
        )
    if _is_page(url, body, content_type):
        return "not a raw file: the server sent a web page; give the URL behind the page's Raw button"
    target = _link_target(url, body)
    if target is not None:
        return f"this is a symbolic link; give the URL of the file that it leads to, {target}"
    return None


def _is_page(url: str, body: bytes, content_type: str) -> bool:
    if _suffixes(url) & _HTML_SUFFIXES:
        return False
    if _HTML_PAGE.match(body[:4096]):
        return True
    return content_type.split(";")[0].strip().lower() == "text/html" and _MARKUP.match(body) is not None


def _link_target(url: str, body: bytes) -> str | None:
    """A link is served as one line without an end: the path of its target."""
    if len(body) > 255 or not re.fullmatch(rb"(?:[\w.-]+/)+[\w.-]+", body):
        return None
    text = body.decode()
    leads_up = text.startswith(("./", "../"))
    same_suffix = PurePosixPath(text).suffix in _suffixes(url)
    return text if leads_up or same_suffix else None


def _suffixes(url: str) -> set[str]:
    path = split(url)[1].partition("?")[0]
    return {suffix.lower() for suffix in PurePosixPath(segments(path)[-1]).suffixes}
