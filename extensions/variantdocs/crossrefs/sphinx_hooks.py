"""Connect anchors, page indexes and link resolution to Sphinx."""

from __future__ import annotations

from typing import TYPE_CHECKING

from variantdocs import events

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def connect(app: Sphinx) -> None:
    """Register the collector, the role, the transform and the event handlers."""
    from variantdocs.crossrefs.anchors import AnchorCollector
    from variantdocs.crossrefs.indexes import load_indexes, write_index
    from variantdocs.crossrefs.link_positions import LinkPositions
    from variantdocs.crossrefs.outside_links import check_theme_options, link_rendered_pages
    from variantdocs.crossrefs.resolver import LinkResolver
    from variantdocs.crossrefs.role import VariantRole
    from variantdocs.crossrefs.unresolved import record_unresolved

    app.add_env_collector(AnchorCollector)
    app.add_role("variant", VariantRole())
    app.add_transform(LinkPositions)
    app.add_post_transform(LinkResolver)
    events.connect(
        app, link_rendered_pages, write_index, load_indexes, check_theme_options, record_unresolved
    )
