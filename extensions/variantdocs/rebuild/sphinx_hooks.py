"""Register what decides which pages are read and written again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from variantdocs import events
from variantdocs.rebuild.duplicate_names import DUPLICATES, DuplicateNames, forget_page, pages_to_reread
from variantdocs.rebuild.freshness import Freshness, forget
from variantdocs.rebuild.page_fingerprints import forget_outline, record_data
from variantdocs.rebuild.reading_order import purge_pages, remove_section_numbers, sort_by_page
from variantdocs.rebuild.relocation import follow_move
from variantdocs.sphinx_patches.equation_labels import StableEquationLabels
from variantdocs.sphinx_patches.search_index import complete_search_index, save_index

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
        pages_to_reread,
        freshness.record_start,
        purge_pages,
        names.start,
        record_data,
        forget,
        forget_outline,
        forget_page,
        names.compare_documented,
        names.compare,
        names.read_again,
        names.stop,
        sort_by_page,
        freshness.record_contents,
        remove_section_numbers,
        complete_search_index,
        save_index,
    )
