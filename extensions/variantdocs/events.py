"""Every Sphinx event that the package connects to, in the order in which its handlers run.

This table is the only place that gives a handler its event and its priority: a feature names its handlers to
:func:`connect`. Lower priorities run first; other extensions usually have 500.

Between ``source-read`` and ``doctree-read`` a page is parsed (``templating.source_lines``), transformed and
collected. ``crossrefs.link_positions`` and ``sphinx_patches.equation_labels`` are transforms;
``templating.read_records``, ``pages.references``, ``crossrefs.anchors`` and ``remote.sphinx_hooks`` have
collectors. ``crossrefs.resolver`` is a post-transform: it runs when a page is about to be written.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx


@dataclass(frozen=True, slots=True)
class Handler:
    """One handler of one event.

    ``name`` is its module below the package and its name there. ``needs`` says what must have happened
    before, ``why`` what the handler is for.
    """

    priority: int
    name: str
    needs: str
    why: str


EVENTS: Mapping[str, tuple[Handler, ...]] = {
    "config-inited": (
        Handler(
            10,
            "config.sphinx_hooks.choose_variant",
            needs="conf.py has run",
            why="every other extension sees the settings and tags of the variant",
        ),
        Handler(
            20,
            "pages.published_sources.default_to_no_sources",
            needs="the variant's settings",
            why="source files hold the text of every variant",
        ),
        Handler(
            30,
            "switcher.sphinx_hooks.place_switcher",
            needs="the variant's settings",
            why="themes (500) read their options after it",
        ),
        Handler(
            35,
            "page_metadata.sphinx_hooks.offer_editing",
            needs="the variant's settings",
            why="themes (500) read their options after it",
        ),
        Handler(
            40,
            "templating.sphinx_hooks.expand_settings",
            needs="the variant's settings",
            why="settings that become part of pages hold the text of this variant",
        ),
        Handler(
            50,
            "templating.sphinx_hooks.replace_markdown_parsers",
            needs="all extensions are loaded",
            why="Markdown parsers of the project leave source lines",
        ),
        Handler(
            60,
            "pages.sphinx_hooks.look_for_entries",
            needs="all extensions are loaded",
            why="autosummary (builder-inited) looks for entries in the text of each variant",
        ),
        Handler(
            900,
            "remote.sphinx_hooks.Remote.configure",
            needs="all that changes settings",
            why="make the loader that the settings ask for",
        ),
        Handler(
            980,
            "multibuild.single_variant.lock_doctrees",
            needs="the variant's doctree folder",
            why="two builds in one folder would spoil each other's files",
        ),
        Handler(
            990,
            "rebuild.relocation.follow_move",
            needs="nothing",
            why="a moved project reuses what was read; Sphinx loads the environment next",
        ),
    ),
    "builder-inited": (
        Handler(
            10,
            "templating.sphinx_hooks.prepare_application",
            needs="the variant",
            why="pages can be expanded, and messages have source lines",
        ),
        Handler(
            20,
            "rebuild.freshness.Freshness.set_times",
            needs="the environment is loaded",
            why="Sphinx compares times; set them to what the content says",
        ),
        Handler(
            500,
            "multibuild.single_variant.report_untested_versions",
            needs="nothing",
            why="patches are made for the versions that are tested",
        ),
        Handler(
            500,
            "search.sphinx_hooks.add_scripts",
            needs="the builder",
            why="search fields show what they find while the reader types",
        ),
        Handler(
            500,
            "switcher.sphinx_hooks.add_files",
            needs="the builder",
            why="the switcher's style and script",
        ),
        Handler(
            510,
            "crossrefs.outside_links.link_rendered_pages",
            needs="the builder has its templates",
            why="entries of toctrees and links of the theme may lead to other editions",
        ),
        Handler(
            520,
            "pages.published_sources.keep_builder_from_copying",
            needs="the builder",
            why="source files hold the text of every variant",
        ),
        Handler(
            990,
            "pages.confinement.confine",
            needs="every extension has registered its directives",
            why="pages read no file outside the project",
        ),
    ),
    "env-get-outdated": (
        Handler(
            10,
            "pages.sphinx_hooks.leave_out_pages",
            needs="Sphinx has found all source files",
            why="other extensions see the pages of this variant only",
        ),
        Handler(
            20,
            "rebuild.freshness.Freshness.pages_with_other_values",
            needs="the pages of this variant",
            why="read again what shows a changed value of variants.yaml",
        ),
        Handler(
            900,
            "multibuild.worker.recorder.BuildRecorder.record_removed",
            needs="the pages of this variant",
            why="a removed page changes the index and the search index",
        ),
        Handler(
            950,
            "rebuild.duplicate_names.pages_to_reread",
            needs="all other pages to read are known",
            why="pages that define the same name are read together",
        ),
    ),
    "env-before-read-docs": (
        Handler(
            0,
            "rebuild.freshness.Freshness.record_start",
            needs="nothing",
            why="a file written from here on may have been read before or after",
        ),
        Handler(
            0,
            "multibuild.worker.message_collector.MessageCollector.enter_reading",
            needs="nothing",
            why="from here on messages are about the pages that are read",
        ),
        Handler(
            1,
            "multibuild.worker.sharing_steps.SharingSteps.leave_pages_to_others",
            needs="all pages to read are known",
            why="another variant reads the pages that it shows alike",
        ),
        Handler(
            5,
            "rebuild.reading_order.purge_pages",
            needs="the pages that are read here",
            why="names of pages to be read do not get in the way of others",
        ),
        Handler(
            10,
            "rebuild.duplicate_names.DuplicateNames.start",
            needs="pages to read are purged",
            why="listen for names that are defined twice",
        ),
        Handler(
            889,
            "rebuild.page_fingerprints.record_data",
            needs="extensions have begun the build",
            why="what they begin each build with is about the build, not about what pages show",
        ),
        Handler(
            890,
            "multibuild.worker.recorder.BuildRecorder.record_outdated",
            needs="all that adds pages",
            why="the summary says how many were read",
        ),
        Handler(
            891,
            "multibuild.worker.page_progress.PageProgress.begin_reading",
            needs="all that adds pages",
            why="the terminal says how many are to be read",
        ),
        Handler(
            895,
            "pages.opened_files.OpenedFiles.start_reading",
            needs="nothing",
            why="files that are newer than this were written by the build",
        ),
        Handler(
            900,
            "remote.sphinx_hooks.Remote.fetch_before_reading",
            needs="all that adds pages",
            why="fetch together, before processes fork",
        ),
    ),
    "env-purge-doc": (
        Handler(
            500, "rebuild.freshness.forget", needs="nothing", why="the files of the page are recorded again"
        ),
        Handler(
            501,
            "rebuild.page_fingerprints.forget_outline",
            needs="nothing",
            why="its outline is worked out again",
        ),
        Handler(
            502, "rebuild.duplicate_names.forget_page", needs="nothing", why="its names are compared again"
        ),
    ),
    "source-read": (
        Handler(
            -2_000_000,
            "pages.opened_files.OpenedFiles.start_page",
            needs="nothing",
            why="what any other handler opens for the page counts",
        ),
        Handler(
            -1_000_000,
            "templating.sphinx_hooks.see_text",
            needs="nothing",
            why="know the text before any extension changes it",
        ),
        Handler(
            1,
            "sphinx_patches.performance.garbage_collection.PageGarbage.before_reading",
            needs="nothing",
            why="collect garbage between pages",
        ),
        Handler(
            10,
            "templating.sphinx_hooks.expand_page",
            needs="the author's text",
            why="other extensions see the text that the variant shows",
        ),
        Handler(
            1_000_000,
            "templating.sphinx_hooks.compare_text",
            needs="all other handlers",
            why="a page that another extension changed is not shared between variants",
        ),
    ),
    "include-read": (
        Handler(
            -1_000_000,
            "templating.sphinx_hooks.see_text",
            needs="nothing",
            why="know the text before any extension changes it",
        ),
        Handler(
            10,
            "templating.source_lines.include.expand_included_markdown",
            needs="the author's text",
            why="slice, then expand, a file that MyST includes",
        ),
        Handler(
            1_000_000,
            "templating.sphinx_hooks.compare_text",
            needs="all other handlers",
            why="a page that another extension changed is not shared between variants",
        ),
    ),
    "doctree-read": (
        Handler(
            400,
            "templating.sphinx_hooks.report_foreign_tags",
            needs="the page is parsed",
            why="readers would see tags that come from elsewhere",
        ),
        Handler(
            500,
            "multibuild.worker.recorder.BuildRecorder.record_read",
            needs="nothing",
            why="messages of the last build about this page are replaced",
        ),
        Handler(
            501,
            "multibuild.worker.page_progress.PageProgress.count_read",
            needs="nothing",
            why="the terminal says how many pages are read",
        ),
        Handler(
            900,
            "rebuild.duplicate_names.DuplicateNames.compare_documented",
            needs="sphinx.ext.viewcode (500) has noted the page's objects",
            why="viewcode says nothing of an object documented twice",
        ),
        Handler(
            1_000_000,
            "pages.opened_files.OpenedFiles.note_files",
            needs="all other handlers",
            why="the page depends on the files that were opened for it",
        ),
    ),
    "env-merge-info": (
        Handler(
            500,
            "rebuild.duplicate_names.DuplicateNames.compare",
            needs="another process has read pages",
            why="Sphinx says nothing of names defined twice in two processes",
        ),
        Handler(
            501,
            "multibuild.worker.page_progress.PageProgress.count_read_elsewhere",
            needs="another process has read pages",
            why="the terminal says how many pages are read",
        ),
    ),
    "env-updated": (
        Handler(
            0,
            "multibuild.worker.page_progress.PageProgress.end_reading",
            needs="all pages of this process are read",
            why="the terminal says what the build is doing",
        ),
        Handler(
            1,
            "multibuild.worker.sharing_steps.SharingSteps.merge_pages",
            needs="all pages of this process are read",
            why="merge the pages that other variants read",
        ),
        Handler(
            10,
            "rebuild.duplicate_names.DuplicateNames.read_again",
            needs="merged pages",
            why="names defined twice are reported as one process would",
        ),
        Handler(
            500,
            "remote.sphinx_hooks.Remote.after_reading",
            needs="all pages are read",
            why="close sockets before writing forks; report what is not locked",
        ),
        Handler(
            880,
            "rebuild.duplicate_names.DuplicateNames.stop",
            needs="all reading is done",
            why="stop listening",
        ),
        Handler(
            890,
            "rebuild.reading_order.sort_by_page",
            needs="all that reads pages",
            why="the environment is as if one process had read all pages in order",
        ),
        Handler(
            900,
            "rebuild.freshness.Freshness.record_contents",
            needs="all that reads pages",
            why="record the files of each page for the next build",
        ),
    ),
    "env-get-updated": (
        Handler(
            0,
            "multibuild.worker.message_collector.MessageCollector.enter_checking",
            needs="nothing",
            why="from here on messages are about all pages, whichever were read",
        ),
        Handler(
            1,
            "rebuild.reading_order.remove_section_numbers",
            needs="Sphinx has not numbered sections yet",
            why="Sphinx keeps numbers of toctrees that are no longer numbered",
        ),
        Handler(
            901,
            "crossrefs.indexes.write_index",
            needs="all titles, anchors and numbers",
            why="other variants judge their links by it",
        ),
        Handler(
            902,
            "multibuild.worker.sharing_steps.SharingSteps.wait_for_all",
            needs="this variant's index is written",
            why="links across variants need every index",
        ),
        Handler(
            902,
            "multibuild.single_variant.read_other_variants",
            needs="this variant's index is written",
            why="the same, where one variant is built alone",
        ),
        Handler(
            903,
            "crossrefs.indexes.load_indexes",
            needs="every index is written",
            why="links are judged by them",
        ),
        Handler(
            903,
            "page_metadata.sphinx_hooks.find_page_dates",
            needs="the files of every page are known",
            why="pages with another date are written again, by several processes",
        ),
        Handler(
            904,
            "multibuild.worker.build.VariantBuild.pages_to_rewrite",
            needs="every index is loaded",
            why="pages that show something of changed pages are written again",
        ),
    ),
    "env-check-consistency": (
        Handler(
            400,
            "templating.sphinx_hooks.report_settings",
            needs="nothing",
            why="readers would see tags in settings",
        ),
        Handler(
            500, "pages.sphinx_hooks.report_orphans", needs="all toctrees are known", why="variants.orphan"
        ),
        Handler(
            501,
            "multibuild.worker.recorder.BuildRecorder.record_check",
            needs="nothing",
            why="messages of the last build about the whole site are replaced",
        ),
        Handler(
            502,
            "crossrefs.outside_links.check_theme_options",
            needs="every index is loaded",
            why="links of the theme may lead to other editions",
        ),
    ),
    "write-started": (
        Handler(
            0,
            "multibuild.worker.message_collector.MessageCollector.enter_writing",
            needs="nothing",
            why="from here on messages are about the pages that are written",
        ),
        Handler(
            1,
            "sphinx_patches.performance.garbage_collection.PageGarbage.before_writing",
            needs="the environment is saved",
            why="collect garbage between written pages",
        ),
        Handler(
            400,
            "multibuild.worker.part_writing.PartWriting.leave_pages_to_other_parts",
            needs="all pages are read",
            why="the build of a part writes no other pages, and indexes (500) no others",
        ),
        Handler(
            500,
            "sphinx_patches.search_index.complete_search_index",
            needs="the builder",
            why="the search index of an incremental build is a clean build's",
        ),
        Handler(
            501,
            "multibuild.worker.build.VariantBuild.finish_only_if_changed",
            needs="the builder",
            why="a variant without changes writes no index again",
        ),
        Handler(
            900,
            "bodies.shared_bodies.SharedBodies.share_rendering",
            needs="all else that takes part in writing",
            why="a body that comes out the same in another variant is rendered once",
        ),
    ),
    "doctree-resolved": (
        Handler(
            500,
            "multibuild.worker.recorder.BuildRecorder.record_written",
            needs="nothing",
            why="messages of the last build about writing this page are replaced",
        ),
        Handler(
            501,
            "multibuild.worker.page_progress.PageProgress.count_written",
            needs="nothing",
            why="the terminal says how many pages are written",
        ),
    ),
    "missing-reference": (
        Handler(
            1,
            "crossrefs.unresolved.record_unresolved",
            needs="no domain resolved the reference",
            why="the page is written again when names change; before handlers at 500 look for it elsewhere",
        ),
    ),
    "html-page-context": (
        Handler(
            390,
            "page_metadata.sphinx_hooks.add_metadata",
            needs="the rendered body",
            why="before the switcher (400) is put into it",
        ),
        Handler(
            400,
            "switcher.sphinx_hooks.add_to_page",
            needs="the page's context",
            why="before themes (500) turn lists of sidebar templates into HTML",
        ),
        Handler(
            500,
            "search.sphinx_hooks.add_summary_script",
            needs="nothing",
            why="the search page shows words of the pages, without their navigation",
        ),
        Handler(
            500,
            "rebuild.generated_pages.GeneratedPages.record",
            needs="nothing",
            why="pages without a source are made again when all others are",
        ),
    ),
    "build-finished": (
        Handler(
            100,
            "pages.published_sources.write_expanded_sources",
            needs="all pages are written",
            why="extensions (500) may read the published sources",
        ),
        Handler(
            500, "remote.sphinx_hooks.Remote.finish", needs="nothing", why="exit status, and the uses file"
        ),
        Handler(
            501, "switcher.sphinx_hooks.write_not_found_page", needs="nothing", why="the variant's 404.html"
        ),
        Handler(
            502,
            "sphinx_patches.search_index.save_index",
            needs="the search index is written",
            why="for the next build",
        ),
        Handler(
            900,
            "multibuild.single_variant.release_doctrees",
            needs="everything is written",
            why="another build may use the folder now",
        ),
    ),
}
"""Event → its handlers, both in the order in which they run. Per-page events repeat for each page."""


def connect(app: Sphinx, *handlers: Callable[..., Any]) -> None:
    """Connect each of ``handlers``, functions or bound methods, to its events.

    :raises LookupError: a handler is not in :data:`EVENTS`.
    """
    for handler in handlers:
        name = f"{handler.__module__}.{handler.__qualname__}".removeprefix("variantdocs.")
        if name not in _PLACES:
            raise LookupError(f"{name} is not in the table of events")
        for event, priority in _PLACES[name]:
            app.connect(event, handler, priority)


def _places() -> Mapping[str, list[tuple[str, int]]]:
    """Handler → its events and priorities."""
    found: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for event, handlers in EVENTS.items():
        for handler in handlers:
            found[handler.name].append((event, handler.priority))
    return found


_PLACES = _places()
