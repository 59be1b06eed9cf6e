"""Take over from another variant what has been read there and would be read the same here.

Sphinx's own protocol of parallel reading does the work: what a process has read is merged into
the environment of another, and its doctrees are the same files. What makes a page depend on
the variant is noted while it is read (:mod:`variantdocs.conditions.readings`).
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from variantdocs.conditions.expand import BrokenPage
from variantdocs.conditions.readings import fingerprint, records_of
from variantdocs.conditions.sphinx_hooks import expander_of
from variantdocs.locations import shown_path
from variantdocs.pages.named import named_by_pages

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from variantdocs.multibuild.message import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadVariant:
    """A variant that has been read, in the memory of the process that read it."""

    app: Sphinx
    messages: tuple[Message, ...]


@dataclass(slots=True)
class TakeOver:
    """Takes pages over into ``app`` when Sphinx asks what is to be read."""

    app: Sphinx
    other: ReadVariant
    taken: tuple[str, ...] = ()

    def take(self, docnames: list[str]) -> None:
        """Take over what can be of ``docnames``, and leave the rest in it."""
        if not self._is_possible():
            return
        known = self.other.app.env.all_docs
        taken = [docname for docname in docnames if docname in known and self._is_the_same(docname)]
        if not taken:
            return
        env, other = self.app.env, self.other.app.env
        for docname in taken:
            self.app.emit("env-purge-doc", env, docname)
            env.clear_doc(docname)
        env.merge_info_from(taken, other, self.app)
        for docname in taken:
            target = Path(self.app.doctreedir, f"{docname}.doctree")
            target.parent.mkdir(parents=True, exist_ok=True)
            # A copy: the other variant writes into its own file when it reads the page again.
            shutil.copyfile(Path(self.other.app.doctreedir, f"{docname}.doctree"), target)
        self.taken = tuple(taken)
        docnames[:] = [docname for docname in docnames if docname not in set(taken)]

    def messages(self) -> tuple[Message, ...]:
        """What was said of the pages taken over while the other variant read them."""
        other = self.other.app
        files = {shown_path(str(other.env.doc2path(docname))) for docname in self.taken}
        for docname in self.taken:
            dependencies: Iterable[object] = other.env.dependencies.get(docname, ())
            files.update(shown_path(str(Path(other.srcdir, str(name)))) for name in dependencies)
        return tuple(
            message for message in self.other.messages if message.location.rpartition(":")[0] in files
        )

    def _is_possible(self) -> bool:
        """Whether a page read for the other variant can be the page of this one at all."""
        ours, theirs = self.app, self.other.app
        safe = all(getattr(extension, "parallel_read_safe", False) for extension in ours.extensions.values())
        only_us = len(ours.events.listeners.get("source-read", ())) == 1
        return safe and only_us and _reading_settings(ours) == _reading_settings(theirs)

    def _is_the_same(self, docname: str) -> bool:
        env, other = self.app.env, self.other.app.env
        record = records_of(other).get(docname)
        if record is None or record.depends_on_variant:
            return False
        named = named_by_pages(other).get(docname)
        differing = other.found_docs ^ env.found_docs
        if named is not None and named.patterns and named.names_in_toctrees(differing):
            return False
        path = Path(env.doc2path(docname))
        source = path.read_text(encoding=env.settings["input_encoding"])
        try:
            return fingerprint(expander_of(self.app).expand(source, path)) == record.fingerprint
        except BrokenPage:
            return False


def _reading_settings(app: Sphinx) -> dict[str, str]:
    return {value.name: repr(value.value) for value in app.config.filter({"env", "gettext"})}
