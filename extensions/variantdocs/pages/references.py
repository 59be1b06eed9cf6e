"""Record which pages each page names, so that those are read again when such a page comes or goes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.environment.collectors import EnvironmentCollector

from variantdocs.config.patterns import matches

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_ATTRIBUTE = "variantdocs_named"


@dataclass(slots=True)
class NamedPages:
    """What one page names: docnames and patterns in its toctrees, last parts of its link targets.

    ``links`` holds the last part of each target, without suffix and anchor: ``page`` for
    ``../a/page.md#x``. The rest of the path is not reliable: MyST takes a target for a page or for
    an anchor depending on whether the file exists.
    """

    patterns: set[str] = field(default_factory=set)
    links: set[str] = field(default_factory=set)

    def names_one_of(self, docnames: Collection[str]) -> bool:
        """Whether this page names one of ``docnames``."""
        if any(_last_part(docname) in self.links for docname in docnames):
            return True
        return self.names_in_toctrees(docnames)

    def names_in_toctrees(self, docnames: Collection[str]) -> bool:
        """Whether a toctree of this page names one of ``docnames``."""
        return any(matches(pattern, docname) for pattern in self.patterns for docname in docnames)


def _last_part(target: str) -> str:
    path = target.partition("#")[0].rstrip("/")
    path = path.removesuffix("/index")
    return path.rpartition("/")[2].removesuffix(".md").removesuffix(".rst")


def named_by_pages(env: BuildEnvironment) -> dict[str, NamedPages]:
    """docname → what that page names."""
    found: dict[str, NamedPages] | None = getattr(env, _ATTRIBUTE, None)
    if found is None:
        found = {}
        setattr(env, _ATTRIBUTE, found)
    return found


class NamedPagesCollector(EnvironmentCollector):
    """Collects what each page names, and keeps it as Sphinx keeps its own."""

    def clear_doc(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        """Forget the page."""
        named_by_pages(env).pop(docname, None)

    def merge_other(
        self, app: Sphinx, env: BuildEnvironment, docnames: AbstractSet[str], other: BuildEnvironment
    ) -> None:
        """Take over what another process has read."""
        theirs = named_by_pages(other)
        for docname in docnames:
            if docname in theirs:
                named_by_pages(env)[docname] = theirs[docname]

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        """Collect the targets of links; toctrees have told theirs already."""
        env = app.env
        named = named_by_pages(env).setdefault(env.current_document.docname, NamedPages())
        for node in doctree.findall(addnodes.pending_xref):
            named.links.add(_last_part(str(node.get("reftarget", ""))))
        for reference in doctree.findall(nodes.reference):
            named.links.add(_last_part(str(reference.get("refuri", ""))))
        named.links.discard("")
