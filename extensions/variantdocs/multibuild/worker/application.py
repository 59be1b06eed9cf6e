"""A Sphinx application that collects its messages from the moment when it loads extensions."""

from __future__ import annotations

from sphinx.application import Sphinx

from variantdocs.multibuild.worker.message_collector import collect_messages
from variantdocs.sphinx_patches.performance.log_levels import drop_unhandled_records
from variantdocs.sphinx_patches.versions.tested import untested_versions


class CollectingApplication(Sphinx):
    """Sphinx's application; extensions may report problems long before a build starts."""

    def setup_extension(self, extname: str) -> None:
        """Collect messages from the first extension on, and only those that a handler takes."""
        collect_messages(self)
        if not self.extensions and not untested_versions():
            drop_unhandled_records()
        super().setup_extension(extname)
