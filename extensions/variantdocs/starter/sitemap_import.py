"""Turn a tree of pages into toctrees and page rules for the files that there are."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from variantdocs.paths import shown_path
from variantdocs.starter.changes import Change, Plan
from variantdocs.starter.existing_project import ExistingProject
from variantdocs.starter.sitemap import SitemapNode

_HAS_TOCTREE = re.compile(r"^\s*(?:\.\. toctree::|[`~:]{3,}\s*\{toctree\})", re.M)
_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.S)
_MARKDOWN_HEADING = re.compile(r"^# +(.+?)(?: +#+)? *$", re.M)
_REST_HEADING = re.compile(r"^(\S.*)\n([=\-~^\"'*+#:.`_])\2{2,} *$", re.M)


@dataclass(frozen=True, slots=True, kw_only=True)
class SitemapImport:
    """What a tree makes of a project: page rules (pattern → variants), and toctrees."""

    rules: dict[str, tuple[str, ...]]
    toctrees: Plan


def import_sitemap(
    project: ExistingProject, home: SitemapNode, variants: Sequence[str], *, filename: str
) -> SitemapImport:
    """The rules and toctrees that say what the tree says.

    :param variants: All variants of the project.
    :param filename: The tree's file, as messages show it.
    """
    found = _Files(project, home)
    problems = [
        f"{filename}:{node.line}: {node.path}: has no file; expected {found.expected(node)}"
        for node in home.walk()
        if found.docname(node) is None
    ]
    named = {found.docname(node) for node in home.walk()}
    problems += [
        f"{shown_path(path)}: has no node in {filename}"
        for docname, path in found.pages.items()
        if docname not in named
    ]
    changes, notes = [], []
    for node in home.walk():
        docname, entries = found.docname(node), list(_entries(node, found))
        if docname is None or not entries:
            continue
        path = found.pages[docname]
        data = path.read_bytes()
        if _HAS_TOCTREE.search(data.decode("utf-8", errors="replace")):
            notes.append(f"{shown_path(path)}: already has a toctree; left unchanged")
            continue
        lines = [_entry(child, page, docname, found) for child, page in entries]
        summary = f"added a toctree of {len(lines)} {'page' if len(lines) == 1 else 'pages'}"
        edited = with_toctree(data, lines, markdown=path.suffix == ".md")
        changes.append(Change(path=path, data=edited, before=data, summary=summary))
    return SitemapImport(
        rules=dict(_rules(home, tuple(variants), tuple(variants), found)),
        toctrees=Plan(changes=tuple(changes), notes=tuple(notes), problems=tuple(problems)),
    )


class _Files:
    """The pages of a project, by the node of the tree that stands for each."""

    def __init__(self, project: ExistingProject, home: SitemapNode) -> None:
        self.pages = project.pages()
        self._source = project.source
        self._root_doc = project.root_doc
        self._docnames = {id(node): self._found(node) for node in home.walk()}

    def docname(self, node: SitemapNode) -> str | None:
        """The page of ``node``; ``None`` if there is no file."""
        return self._docnames[id(node)]

    def expected(self, node: SitemapNode) -> str:
        """The files that could be the page of ``node``, for people."""
        base = shown_path(self._source / (node.path or self._root_doc))
        return f"{base}.md or .rst" if not node.children or not node.path else f"{base}/index.md or .rst"

    def has_pages_below(self, path: str) -> bool:
        return any(docname.startswith(f"{path}/") for docname in self.pages)

    def heading(self, docname: str) -> str | None:
        """The first heading of a page, as far as plain text shows it."""
        path: Path = self.pages[docname]
        text = path.read_text("utf-8", errors="replace").replace("\r\n", "\n")
        pattern = _MARKDOWN_HEADING if path.suffix == ".md" else _REST_HEADING
        found = pattern.search(_FRONT_MATTER.sub("", text))
        return found[1].strip() if found else None

    def _found(self, node: SitemapNode) -> str | None:
        candidates = (node.path, f"{node.path}/index") if node.path else (self._root_doc,)
        return next((docname for docname in candidates if docname in self.pages), None)


def _entries(node: SitemapNode, files: _Files) -> Iterator[tuple[SitemapNode, str]]:
    """The pages of a node's toctree. A child without a file is replaced by its own children."""
    for child in node.children:
        docname = files.docname(child)
        if docname is not None:
            yield child, docname
        else:
            yield from _entries(child, files)


def _entry(node: SitemapNode, docname: str, parent: str, files: _Files) -> str:
    relative = posixpath.relpath(docname, posixpath.dirname(parent) or ".")
    if node.title is None or node.title == files.heading(docname):
        return relative
    return f"{node.title} <{relative}>"


def _rules(
    node: SitemapNode, inherited: tuple[str, ...], everyone: tuple[str, ...], files: _Files
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """A rule for each node whose variants are others than its parent's; later rules win."""
    own = inherited
    if node.path and node.variants is not None:
        own = tuple(name for name in everyone if name in node.variants)
    if own != inherited:
        docname = files.docname(node)
        if docname == node.path or (docname is not None and not node.children):
            yield docname, own
        if node.children and files.has_pages_below(node.path):
            yield f"{node.path}/**", own
    for child in node.children:
        yield from _rules(child, own, everyone, files)


def with_toctree(source: bytes, entries: Sequence[str], *, markdown: bool) -> bytes:
    """A page with a hidden toctree at its end."""
    if markdown:
        lines = ["```{toctree}", ":hidden:", "", *entries, "```"]
    else:
        lines = [".. toctree::", "   :hidden:", "", *(f"   {entry}" for entry in entries)]
    newline = b"\r\n" if b"\r\n" in source else b"\n"
    end = b"" if source.endswith(newline) or not source else newline
    return source + end + newline + b"".join(line.encode() + newline for line in lines)
