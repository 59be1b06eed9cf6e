"""Record which pages each page names, so that those are read again when such a page comes or goes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from variantdocs.config.patterns import matches
from variantdocs.env_store import PageValues
from variantdocs.page_collector import PageCollector
from variantdocs.sphinx_patches.versions.older_sphinx import current_docname

if TYPE_CHECKING:
    from sphinx.application import Sphinx


@dataclass(slots=True)
class PageReferences:
    """What one page names: docnames and patterns in its toctrees, last parts of its link targets.

    ``links`` holds the last part of each target, without suffix and anchor: ``page`` for
    ``../a/page.md#x``. The rest of the path is not reliable: MyST takes a target for a page or for
    an anchor depending on whether the file exists. ``addresses`` are those in toctrees, each with the
    places (``path:line``) where it is written, in the order of the page.
    """

    patterns: set[str] = field(default_factory=set)
    links: set[str] = field(default_factory=set)
    addresses: dict[str, list[str]] = field(default_factory=dict)

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


PAGE_REFERENCES: PageValues[PageReferences] = PageValues("page_references")
"""docname → what that page names."""


class PageReferencesCollector(PageCollector):
    """Collects what each page names."""

    values = PAGE_REFERENCES

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        """Collect the targets of links; toctrees have told theirs already."""
        env = app.env
        named = PAGE_REFERENCES.of(env).setdefault(current_docname(env), PageReferences())
        for node in doctree.findall(addnodes.pending_xref):
            named.links.add(_last_part(str(node.get("reftarget", ""))))
        for reference in doctree.findall(nodes.reference):
            named.links.add(_last_part(str(reference.get("refuri", ""))))
        named.links.discard("")
