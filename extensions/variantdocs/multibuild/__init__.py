"""Build all variants, each in a process of its own, and the files above them.

Takes a build's arguments; gives the published folders, the messages and the exit status. Must not know how
a page is expanded or a link is judged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> dict[str, Any]:
    """Make the builds of a single variant know the other variants."""
    from variantdocs import events
    from variantdocs.env_store import EXTENSION_METADATA
    from variantdocs.multibuild.single_variant import (
        lock_doctrees,
        read_other_variants,
        release_doctrees,
        report_untested_versions,
    )

    app.setup_extension("variantdocs.crossrefs")
    events.connect(app, lock_doctrees, report_untested_versions, read_other_variants, release_doctrees)
    return dict(EXTENSION_METADATA)
