"""Tell Sphinx which pages the variant has, and report those that no toctree reaches."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.errors import ConfigError

from variantdocs import events
from variantdocs.config.current import current_of
from variantdocs.messages import Kind, report
from variantdocs.pages.members import MEMBERS
from variantdocs.pages.membership import Memberships, scan_memberships
from variantdocs.pages.references import PAGE_REFERENCES, NamedPagesCollector
from variantdocs.paths import shown_path
from variantdocs.templating.sphinx_hooks import expander_of, report_problems

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment


def connect(app: Sphinx) -> None:
    """Register the directive and the event handlers."""
    from variantdocs.pages.toctree import VariantTocTree

    app.add_directive("toctree", VariantTocTree, override=True)
    app.add_env_collector(NamedPagesCollector)
    events.connect(app, publish_no_sources, leave_out_pages, report_orphans)


def publish_no_sources(app: Sphinx, config: Config) -> None:
    """Keep the source files, which hold every variant's text, out of the output."""
    config.html_copy_source = False


def leave_out_pages(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Take the pages of other variants out of the build.

    :returns: The pages to read again because a page that they name came or went.
    :raises ConfigError: a variant has no start page.
    """
    current = current_of(app)
    variant = current.variant.name
    found = scan_memberships(
        ((docname, Path(env.doc2path(docname))) for docname in sorted(env.found_docs)), current.variant_set
    )
    _check_root(app, found)
    expander_of(app).page_variants = {
        Path(env.doc2path(docname)): variants for docname, variants in found.members.items()
    }
    for docname, problem in found.problems.items():
        if variant in found.members[docname]:
            report_problems((problem,), str(env.doc2path(docname)))
    outside = {docname for docname in env.found_docs if not found.has(docname, variant)}
    touched: set[str] = set()
    if env.all_docs and (moved := _came_or_went(MEMBERS.of(env), found.members, variant)):
        touched = {page for page, named in PAGE_REFERENCES.of(env).items() if named.names_one_of(moved)}
    env.found_docs.difference_update(outside)
    for docnames in (added, changed):
        docnames.difference_update(outside)
    removed.update(outside & env.all_docs.keys())
    MEMBERS.set(env, dict(found.members))
    return sorted(touched - outside)


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


def _came_or_went(
    before: Mapping[str, frozenset[str]], now: Mapping[str, frozenset[str]], variant: str
) -> set[str]:
    """The pages that came to the variant or to the project, or left one of them."""
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
