"""Limit a build to the pages of its variant, and report pages that no toctree reaches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import NoneType
from typing import TYPE_CHECKING

from sphinx.errors import ConfigError

from variantdocs import events
from variantdocs.config.current import current_of
from variantdocs.messages import Kind, report
from variantdocs.pages.autosummary_pages import narrowed_to_entries
from variantdocs.pages.confinement import ConfinedFiles, confine, pages_outside
from variantdocs.pages.declarations.declared import NotDeclared
from variantdocs.pages.membership import (
    DECLARATION_PROBLEMS,
    DECLARATIONS,
    MEMBERS,
    Memberships,
    included_declaration,
    scan_memberships,
)
from variantdocs.pages.opened_files import OpenedFiles
from variantdocs.pages.published_sources import (
    default_to_no_sources,
    keep_builder_from_copying,
    write_expanded_sources,
)
from variantdocs.pages.references import PAGE_REFERENCES, PageReferencesCollector
from variantdocs.pages.source_files import SOURCE_PATHS, SourceFiles, find_source_files
from variantdocs.pages.unmatched_rules import unmatched_text
from variantdocs.paths import shown_path
from variantdocs.sphinx_patches.autosummary import ENTRIES, find_entries_by_variant
from variantdocs.sphinx_patches.versions.older_sphinx import current_docname
from variantdocs.templating.sphinx_hooks import expander_of, report_problems
from variantdocs.templating.tags import Problem

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment


def connect(app: Sphinx) -> None:
    """Register the directive and the event handlers."""
    from variantdocs.pages.toctree import VariantTocTree

    app.add_directive("toctree", VariantTocTree, override=True)
    app.add_config_value(
        "variants_confine_reads",
        None,
        "env",
        frozenset({bool, NoneType}),
        "whether pages may read files of the project only; by default where CI is set",
    )
    app.add_env_collector(PageReferencesCollector)
    app.add_transform(ConfinedFiles)
    events.connect(app, default_to_no_sources, keep_builder_from_copying, leave_out_pages, report_orphans)
    events.connect(app, confine, write_expanded_sources, look_for_entries)
    opened = OpenedFiles()
    events.connect(app, opened.start_reading, opened.start_page, opened.note_files)


def look_for_entries(app: Sphinx, config: Config) -> None:
    """Let autosummary make a page for every entry that a variant has."""

    def texts_of(path: Path) -> dict[str, str]:
        source = path.read_text(config.source_encoding, errors="replace")
        return expander_of(app).texts_by_variant(source)

    find_entries_by_variant(app, texts_of)


def leave_out_pages(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Take the pages of other variants out of the build.

    :returns: The pages to read again: their declaration has another problem, or they name a page that was
        added or removed.
    :raises ConfigError: a variant has no start page.
    """
    current = current_of(app)
    variant = current.variant.name
    files = find_source_files(app)
    files = files.without(pages_outside(app, files.paths))
    found = scan_memberships(files.paths.items(), current.variant_set)
    found = _without_other_entries(app, files, found.without(files.not_found_by))
    _check_root(app, found)
    expander_of(app).page_variants = {
        files.paths[docname]: variants for docname, variants in found.members.items()
    }
    expander_of(app).check_included = partial(_problem_of_included, app)
    _report_declarations(app, files, found)
    changed_problems = _refuse_pages(app, files, found)
    outside = {docname for docname in env.found_docs if not found.has(docname, variant)}
    touched: set[str] = set()
    if env.all_docs and (moved := _added_or_removed(MEMBERS.of(env), found.members, variant)):
        touched = {page for page, named in PAGE_REFERENCES.of(env).items() if named.names_one_of(moved)}
    touched |= changed_problems
    env.found_docs.difference_update(outside)
    for docnames in (added, changed):
        docnames.difference_update(outside)
    removed.update(outside & env.all_docs.keys())
    DECLARATIONS.set(app, found.declarations)
    MEMBERS.set(env, dict(found.members))
    SOURCE_PATHS.set(env, files.relative_to(app.srcdir))
    return sorted(touched & env.found_docs)


def _without_other_entries(app: Sphinx, files: SourceFiles, found: Memberships) -> Memberships:
    """Leave the pages that autosummary has made to the variants that have an entry for them."""
    known = ENTRIES.of(app)
    entries = {docname: known[path] for docname, path in files.paths.items() if path in known}
    return replace(found, members=narrowed_to_entries(found.members, entries))


def _problem_of_included(app: Sphinx, text: str, markdown: bool) -> Problem | None:
    page = Path(app.env.doc2path(current_docname(app.env)))
    return included_declaration(
        text,
        markdown=markdown,
        variants=expander_of(app).variants_of(page),
        variant_set=current_of(app).variant_set,
    )


def _report_declarations(app: Sphinx, files: SourceFiles, found: Memberships) -> None:
    """Warn of lines that only look like declarations, and of rules that match nothing."""
    current = current_of(app)
    misread = expander_of(app).misread
    misread.clear()  # the preview builds more than once
    for docname, warning in found.warnings.items():
        if found.has(docname, current.variant.name):
            path = files.paths[docname]
            report_problems((warning,), str(path))
            declaration = found.declarations[docname]
            if isinstance(declaration, NotDeclared):
                misread[path] = declaration.misread
    for rule in found.unmatched:
        message = unmatched_text(
            rule.pattern,
            files.paths.keys(),
            suffixes=app.config.source_suffix,
            source_folder=Path(app.srcdir).name,
        )
        settings_path = current.variant_set.path
        report(
            Kind.UNMATCHED_RULE, message, location=f"{settings_path}:{rule.line}" if settings_path else None
        )


def _refuse_pages(app: Sphinx, files: SourceFiles, found: Memberships) -> set[str]:
    """Build a page whose declaration cannot be used as a placeholder, so that it does not leak.

    :returns: The pages whose problem is not that of the last build.
    """
    before = DECLARATION_PROBLEMS.of(app.env)
    DECLARATION_PROBLEMS.set(app.env, dict(found.problems))
    refused = expander_of(app).refused
    refused.update({files.paths[docname]: (problem,) for docname, problem in found.problems.items()})
    docnames = before.keys() | found.problems.keys()
    return {docname for docname in docnames if before.get(docname) != found.problems.get(docname)}


def _check_root(app: Sphinx, found: Memberships) -> None:
    root = app.config.root_doc
    members = found.members.get(root)
    if members is None:
        return  # Sphinx says that there is no start page
    lacking = [name for name in current_of(app).variant_set.names if name not in members]
    if lacking:
        path = shown_path(str(app.env.doc2path(root)))
        raise ConfigError(
            f"{path}: the start page must be in every variant, and is not in {', '.join(lacking)}; "
            "use blocks in it instead"
        )


def _added_or_removed(
    before: Mapping[str, frozenset[str]], now: Mapping[str, frozenset[str]], variant: str
) -> set[str]:
    """The pages added to or removed from the variant or the project."""
    return {
        docname
        for docname in before.keys() | now.keys()
        if (docname in before) != (docname in now)
        or (variant in before.get(docname, ())) != (variant in now.get(docname, ()))
    }


def report_orphans(app: Sphinx, env: BuildEnvironment) -> None:
    """Report the pages that no toctree of this variant reaches."""
    included = set().union(*env.included.values())
    for docname in sorted(env.all_docs):
        if docname in env.files_to_rebuild or docname in included or docname == app.config.root_doc:
            continue
        if "orphan" in env.metadata[docname]:
            continue
        report(
            Kind.ORPHAN,
            "no toctree reaches this page; name it in one, or write `orphan: true` at its top",
            location=docname,
        )
