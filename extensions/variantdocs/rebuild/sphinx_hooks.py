"""Register what decides which pages are read and written again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from variantdocs import events
from variantdocs.rebuild.duplicate_names import DUPLICATES, DuplicateNames, forget_page, read_together
from variantdocs.rebuild.freshness import Freshness, forget
from variantdocs.rebuild.page_fingerprints import forget_outline
from variantdocs.rebuild.reading_order import forget_numbers, forget_pages, put_in_order
from variantdocs.rebuild.relocation import follow_move
from variantdocs.sphinx_patches.equation_labels import StableEquationLabels
from variantdocs.sphinx_patches.search_index import keep_search_index_whole, save_index

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def connect(app: Sphinx) -> None:
    """Register the transform and the event handlers."""
    app.add_transform(StableEquationLabels)
    freshness, names = Freshness(), DuplicateNames(app)
    DUPLICATES.set(app, names)
    events.connect(
        app,
        follow_move,
        freshness.set_times,
        freshness.pages_with_other_values,
        read_together,
        freshness.note_start,
        forget_pages,
        names.start,
        forget,
        forget_outline,
        forget_page,
        names.compare_documented,
        names.compare,
        names.read_again,
        names.stop,
        put_in_order,
        freshness.note_contents,
        forget_numbers,
        keep_search_index_whole,
        save_index,
    )
