"""What each page was when it was read, so that another variant can tell whether it would be the same."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.environment.collectors import EnvironmentCollector

from variantdocs.conditions.reading import reading_of

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from variantdocs.conditions.expand import ExpandedPage

_ATTRIBUTE = "variantdocs_readings"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingRecord:
    """A page as it was read.

    ``fingerprint`` is of the expanded text and its source lines; ``depends_on_variant`` says that
    something else in it may differ between variants: an included file with tags, an ``only``.
    """

    fingerprint: str
    depends_on_variant: bool


def fingerprint(page: ExpandedPage) -> str:
    """What tells two expanded pages apart: their text, and where its lines come from."""
    digest = hashlib.sha256(page.text.encode("utf-8", "surrogatepass"))
    digest.update(repr(page.source_map).encode("ascii"))
    return digest.hexdigest()


def records_of(env: BuildEnvironment) -> dict[str, ReadingRecord]:
    """docname → how the page was read."""
    found: dict[str, ReadingRecord] | None = getattr(env, _ATTRIBUTE, None)
    if found is None:
        found = {}
        setattr(env, _ATTRIBUTE, found)
    return found


class ReadingCollector(EnvironmentCollector):
    """Collects the records while pages are read, and keeps them as Sphinx keeps its own."""

    def clear_doc(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        """Forget the page."""
        records_of(env).pop(docname, None)

    def merge_other(
        self, app: Sphinx, env: BuildEnvironment, docnames: AbstractSet[str], other: BuildEnvironment
    ) -> None:
        """Take over what another process has read."""
        theirs = records_of(other)
        for docname in docnames:
            if docname in theirs:
                records_of(env)[docname] = theirs[docname]

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        """Note how the page was read."""
        reading = reading_of(app.env)
        has_only = next(iter(doctree.findall(addnodes.only)), None) is not None
        records_of(app.env)[app.env.current_document.docname] = ReadingRecord(
            fingerprint=reading.fingerprint or "",
            depends_on_variant=reading.fingerprint is None or reading.includes_depend_on_variant or has_only,
        )
