"""Connect anchors, page indexes and link resolution to Sphinx."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx

WRITE_INDEX = 901
"""After all that makes up what pages are called and how they are numbered (event ``env-get-updated``)."""
WAIT = 902
"""When a build of all variants waits until each of them has written its index."""
LOAD_INDEXES = 903


def connect(app: Sphinx) -> None:
    """Register the collector, the role, the transform and the event handlers."""
    from variantdocs.crossrefs.anchors import AnchorCollector
    from variantdocs.crossrefs.indexes import load_indexes, write_index
    from variantdocs.crossrefs.link_positions import LinkPositions
    from variantdocs.crossrefs.resolver import LinkResolver
    from variantdocs.crossrefs.role import VariantRole
    from variantdocs.crossrefs.unresolved import record_unresolved

    app.add_env_collector(AnchorCollector)
    app.add_role("variant", VariantRole())
    app.add_transform(LinkPositions)
    app.add_post_transform(LinkResolver)
    app.connect("env-get-updated", write_index, priority=WRITE_INDEX)
    app.connect("env-get-updated", load_indexes, priority=LOAD_INDEXES)
    # First: a later handler may find the target elsewhere.
    app.connect("missing-reference", record_unresolved, priority=1)
