"""Merge pages that another variant has read, and that would be read the same here.

This uses Sphinx's protocol of parallel reading: one process pickles its environment, the other merges it
into its own and copies the doctrees. What makes a page depend on the variant is recorded while it is read
(:mod:`variantdocs.templating.read_records`).
"""

from __future__ import annotations

import gc
import pickle
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from variantdocs.build_messages import Message
from variantdocs.multibuild.protocol import OutdatedPages, PageToRead
from variantdocs.multibuild.sharing.purge import purge_other_pages
from variantdocs.multibuild.sharing.reading_output import take_over_reading_output
from variantdocs.output import write_bytes
from variantdocs.pages.membership import MEMBERS
from variantdocs.pages.references import PAGE_REFERENCES
from variantdocs.pages.toctree_entries import names_in_text
from variantdocs.rebuild.duplicate_names import SHARED_NAMES, before_merging
from variantdocs.rebuild.reading_order import purge_pages
from variantdocs.rebuild.stable_digest import digest
from variantdocs.sphinx_patches.versions.tested import untested_versions
from variantdocs.templating.read_records import READ_RECORDS
from variantdocs.templating.sphinx_hooks import expand_ahead

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_SHARED = "shared.pickle"


def outdated_pages(app: Sphinx, docnames: Sequence[str]) -> OutdatedPages:
    """The pages to read, and which of them another variant may read.

    The root page is always read here: Sphinx checks that it exists before pages can be merged. So is a page
    that depended on the variant when it was last read, even if its text is the same.
    """
    obstacle, write_obstacle = _obstacle(app), _unsafe_extensions(app, "write")
    known = len(app.env.all_docs)
    if obstacle:
        return OutdatedPages(
            other=len(docnames), known=known, obstacle=obstacle, write_obstacle=write_obstacle
        )
    pages, other = {}, 0
    records = READ_RECORDS.of(app.env)
    left_out = MEMBERS.of(app.env).keys() - app.env.found_docs
    for docname in docnames:
        found = expand_ahead(app, docname)
        depended = docname in records and records[docname].depends_on_variant
        if found is None or depended or docname == app.config.root_doc:
            other += 1 if found is None else len(found.text)
        else:
            # The same toctree may lose different entries in another variant.
            lost = names_in_text(found.text, left_out, page=docname, suffixes=app.config.source_suffix)
            fingerprint = " ".join((found.fingerprint, *sorted(lost)))
            pages[docname] = PageToRead(fingerprint=fingerprint, size=len(found.text))
    return OutdatedPages(
        settings=_reading_settings(app),
        pages=pages,
        other=other,
        known=known,
        write_obstacle=write_obstacle,
    )


def write_share(app: Sphinx) -> Path:
    """Write the environment to a file for the other variants to merge; return its path."""
    path = Path(app.doctreedir, _SHARED)
    write_bytes(path, pickle.dumps(app.env, pickle.HIGHEST_PROTOCOL))
    return path


def remove_share(doctrees: Path) -> None:
    """Remove the file that :func:`write_share` has written."""
    (doctrees / _SHARED).unlink(missing_ok=True)


@dataclass(slots=True)
class PageMerger:
    """Merges pages that other variants have read into ``app``."""

    app: Sphinx
    _merged: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """variant → the pages merged from it"""

    @property
    def docnames(self) -> tuple[str, ...]:
        """All merged pages."""
        return tuple(docname for pages in self._merged.values() for docname in pages)

    def merge(self, wanted: Mapping[str, tuple[str, ...]], environments: Mapping[str, Path]) -> list[str]:
        """Merge as many of the ``wanted`` pages as possible.

        :param wanted: variant → pages that it has read for this one.
        :param environments: variant → the file with its environment.
        :returns: The pages that have to be read here after all.
        """
        rest: list[str] = []
        gc.freeze()  # so that the collections below go through nothing but the environments of others
        for variant, docnames in wanted.items():
            other = _load(environments.get(variant))
            if other is None:
                rest.extend(docnames)
                continue
            merged = tuple(docname for docname in docnames if self._is_the_same(docname, other))
            rest.extend(set(docnames) - set(merged))
            purge_other_pages(self.app, other, merged)
            self._merge(merged, other, environments[variant].parent)
            self._merged[variant] = merged
            del other
            gc.collect()  # an environment and its domains refer to each other
        return sorted(rest)

    def messages(self, reported: Mapping[str, tuple[Message, ...]]) -> tuple[Message, ...]:
        """The messages that other variants have reported about the merged pages.

        Without those about duplicate names: the pages concerned are read here.

        :param reported: variant → all messages reported there.
        """
        return tuple(
            message
            for variant, docnames in self._merged.items()
            for message in reported.get(variant, ())
            if message.page in docnames and not message.is_duplicate_name
        )

    def _merge(self, docnames: tuple[str, ...], other: BuildEnvironment, doctrees: Path) -> None:
        env = self.app.env
        purge_pages(self.app, env, docnames)
        before_merging(self.app)
        env.merge_info_from(docnames, other, self.app)
        for docname in docnames:
            target = Path(self.app.doctreedir, f"{docname}.doctree")
            target.parent.mkdir(parents=True, exist_ok=True)
            # A copy, because the other variant overwrites its file when it reads the page again.
            shutil.copyfile(doctrees / f"{docname}.doctree", target)
        if docnames:
            take_over_reading_output(docnames, theirs=doctrees, ours=Path(self.app.doctreedir))

    def _is_the_same(self, docname: str, other: BuildEnvironment) -> bool:
        """Whether reading the page there had the same effect as reading it here, given the same text."""
        record = READ_RECORDS.of(other).get(docname)
        if record is None or record.depends_on_variant or docname in SHARED_NAMES.of(other):
            return False
        named = PAGE_REFERENCES.of(other).get(docname)
        differing = other.found_docs ^ self.app.env.found_docs
        return not (named is not None and named.patterns and named.names_in_toctrees(differing))


def _load(path: Path | None) -> BuildEnvironment | None:
    if path is None:
        return None
    found: BuildEnvironment = pickle.loads(path.read_bytes())
    return found


def _obstacle(app: Sphinx) -> str:
    """Why no other variant can read pages for this one; empty if one can."""
    if untested := untested_versions():
        return f"variantdocs is not tested with {', '.join(untested)}"
    return _unsafe_extensions(app, "read")


def _unsafe_extensions(app: Sphinx, step: Literal["read", "write"]) -> str:
    """The extensions that do not let pages be read or written in parallel, in a sentence; else empty."""
    unsafe = sorted(
        name
        for name, extension in app.extensions.items()
        if not getattr(extension, f"parallel_{step}_safe", step == "write")
    )
    return f"{', '.join(unsafe)} cannot {step} pages in parallel (parallel_{step}_safe)" if unsafe else ""


def _reading_settings(app: Sphinx) -> str:
    values = {value.name: value.value for value in app.config.filter({"env", "gettext"})}
    return digest(values)
