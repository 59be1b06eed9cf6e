"""The base of every collector of the package: fills values per page while Sphinx reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from sphinx.environment.collectors import EnvironmentCollector

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from variantdocs.env_store import PageValues


class PageCollector(EnvironmentCollector):
    """Fills :class:`PageValues` while pages are read; purges and merges them when Sphinx does."""

    values: ClassVar[PageValues[Any]]

    def clear_doc(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        """Drop what was collected of the page."""
        self.values.purge(env, docname)

    def merge_other(
        self, app: Sphinx, env: BuildEnvironment, docnames: AbstractSet[str], other: BuildEnvironment
    ) -> None:
        """Take over what another process has read."""
        self.values.merge(env, docnames, other)

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        """Collect nothing; for values that are not filled page by page as Sphinx reads."""
