"""Take over from another variant what has been read there and would be read the same here.

Sphinx's own protocol of parallel reading does the work: what a process has read is pickled with
its environment and merged into the environment of another, and its doctrees are the same files.
What makes a page depend on the variant is noted while it is read
(:mod:`variantdocs.templating.read_records`).
"""

from __future__ import annotations

import pickle
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from variantdocs.build_messages import Message
from variantdocs.multibuild.protocol import Outdated, PageToRead
from variantdocs.multibuild.sharing.purge import forget_other_pages
from variantdocs.output import write_bytes
from variantdocs.pages.membership import MEMBERS
from variantdocs.pages.references import PAGE_REFERENCES
from variantdocs.pages.toctree_entries import names_in_text
from variantdocs.paths import shown_path
from variantdocs.rebuild.duplicate_names import SHARED_NAMES, before_merging
from variantdocs.rebuild.reading_order import forget_pages
from variantdocs.rebuild.stable_digest import digest
from variantdocs.templating.read_records import READ_RECORDS
from variantdocs.templating.sphinx_hooks import expand_ahead

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_SHARED = "shared.pickle"


def offer(app: Sphinx, docnames: Sequence[str]) -> Outdated:
    """Say what is to be read, and which of it another variant may read.

    The start page is always read: Sphinx wants to see it before pages can be taken over. So is one
    that depended on the variant when it was last read, though its text may be the same.
    """
    obstacle = _obstacle(app)
    known = len(app.env.all_docs)
    if obstacle:
        return Outdated(other=len(docnames), known=known, obstacle=obstacle)
    pages, other = {}, 0
    records = READ_RECORDS.of(app.env)
    left_out = MEMBERS.of(app.env).keys() - app.env.found_docs
    for docname in docnames:
        found = expand_ahead(app, docname)
        depended = docname in records and records[docname].depends_on_variant
        if found is None or depended or docname == app.config.root_doc:
            other += 1 if found is None else len(found.text)
        else:
            # A toctree may lose other entries in another variant, though its text is the same.
            lost = names_in_text(found.text, left_out, page=docname, suffixes=app.config.source_suffix)
            fingerprint = " ".join((found.fingerprint, *sorted(lost)))
            pages[docname] = PageToRead(fingerprint=fingerprint, size=len(found.text))
    return Outdated(settings=_reading_settings(app), pages=pages, other=other, known=known)


def leave_for_others(app: Sphinx) -> Path:
    """Write what has been read to where the other variants find it."""
    path = Path(app.doctreedir, _SHARED)
    write_bytes(path, pickle.dumps(app.env, pickle.HIGHEST_PROTOCOL))
    return path


def forget_what_was_left(doctrees: Path) -> None:
    """Remove what :func:`leave_for_others` has written."""
    (doctrees / _SHARED).unlink(missing_ok=True)


@dataclass(slots=True)
class TakeOver:
    """Takes pages into ``app`` that other variants have read."""

    app: Sphinx
    taken: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """variant → the pages taken over from it"""

    @property
    def docnames(self) -> tuple[str, ...]:
        """All pages taken over."""
        return tuple(docname for pages in self.taken.values() for docname in pages)

    def take(self, wanted: Mapping[str, tuple[str, ...]], environments: Mapping[str, Path]) -> list[str]:
        """Take over what can be of ``wanted``.

        :param wanted: variant → pages that it was to read for this one.
        :param environments: variant → what it has left.
        :returns: The pages that have to be read here after all.
        """
        rest: list[str] = []
        for variant, docnames in wanted.items():
            other = _load(environments.get(variant))
            if other is None:
                rest.extend(docnames)
                continue
            taken = tuple(docname for docname in docnames if self._is_the_same(docname, other))
            rest.extend(set(docnames) - set(taken))
            forget_other_pages(self.app, other, taken)
            self._merge(taken, other, environments[variant].parent)
            self.taken[variant] = taken
        return sorted(rest)

    def messages(self, said: Mapping[str, tuple[Message, ...]]) -> tuple[Message, ...]:
        """What was said of the pages taken over while another variant read them.

        Not what is of two pages: those are read here.

        :param said: variant → all that was said there.
        """
        env = self.app.env
        found: list[Message] = []
        for variant, docnames in self.taken.items():
            files = {shown_path(str(env.doc2path(docname))) for docname in docnames}
            for docname in docnames:
                dependencies: Iterable[object] = env.dependencies.get(docname, ())
                files.update(shown_path(str(Path(self.app.srcdir, str(name)))) for name in dependencies)
            found += [
                message
                for message in said.get(variant, ())
                if message.location.rpartition(":")[0] in files and not message.of_two_pages
            ]
        return tuple(found)

    def _merge(self, docnames: tuple[str, ...], other: BuildEnvironment, doctrees: Path) -> None:
        env = self.app.env
        forget_pages(self.app, env, docnames)
        before_merging(self.app)
        env.merge_info_from(docnames, other, self.app)
        for docname in docnames:
            target = Path(self.app.doctreedir, f"{docname}.doctree")
            target.parent.mkdir(parents=True, exist_ok=True)
            # A copy: the other variant writes into its own file when it reads the page again.
            shutil.copyfile(doctrees / f"{docname}.doctree", target)

    def _is_the_same(self, docname: str, other: BuildEnvironment) -> bool:
        """Whether a page whose text is the same there has been read to the same effect."""
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
    """Why no other variant can read a page for this one; empty if one can."""
    unsafe = sorted(
        name
        for name, extension in app.extensions.items()
        if not getattr(extension, "parallel_read_safe", False)
    )
    if unsafe:
        return f"{', '.join(unsafe)} cannot read pages in parallel (parallel_read_safe)"
    return ""


def _reading_settings(app: Sphinx) -> str:
    values = {value.name: value.value for value in app.config.filter({"env", "gettext"})}
    return digest(values)
