"""What each page was when it was read, so that another variant can tell whether it would be the same."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from variantdocs.config.current import current_of
from variantdocs.env_store import PageValues
from variantdocs.page_collector import PageCollector
from variantdocs.templating.names import Names
from variantdocs.templating.source_lines.parse_state import reading_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

    from sphinx.application import Sphinx

    from variantdocs.templating.expand import ExpandedPage


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRecord:
    """A page as it was read.

    ``fingerprint`` is of the expanded text and its source lines; empty for a page that is broken, or
    that another extension has changed, in a way that may be another in each variant.
    ``in_includes`` are the words in files that it includes, where those have tags; ``has_only``
    says that the page asks for tags of Sphinx.
    """

    fingerprint: str
    in_includes: frozenset[str] = frozenset()
    has_only: bool = False

    @property
    def depends_on_variant(self) -> bool:
        """Whether something may differ between variants where the expanded text is the same."""
        return not self.fingerprint or bool(self.in_includes) or self.has_only

    def may_name(self, names: AbstractSet[str]) -> bool:
        """Whether the page may show one of ``names`` elsewhere than in its own text."""
        return not self.fingerprint or self.has_only or not names.isdisjoint(self.in_includes)


def fingerprint(page: ExpandedPage) -> str:
    """What tells two expanded pages apart: their text, and where its lines come from."""
    digest = hashlib.sha256(page.text.encode("utf-8", "surrogatepass"))
    digest.update(repr(page.source_map).encode("ascii"))
    return digest.hexdigest()


def names_in(app: Sphinx) -> dict[str, str]:
    """What the names in ``variants.yaml`` are worth in the variant being built, as texts.

    Of those that only others have, which these are: messages tell.
    """
    current = current_of(app)
    names = Names.from_variant_set(current.variant_set)
    values = names.values[current.variant.name]
    return {
        name: repr(values[name]) if name in values else f"of {names.owners[name]}"
        for name in sorted(names.all)
    }


def changed_names(before: Mapping[str, str], now: Mapping[str, str]) -> frozenset[str]:
    """The names that came, went, or are worth something else."""
    return frozenset(name for name in before.keys() | now.keys() if before.get(name) != now.get(name))


READ_RECORDS: PageValues[ReadRecord] = PageValues("read_records")
"""docname → how the page was read."""


class ReadRecordCollector(PageCollector):
    """Collects the records while pages are read."""

    values = READ_RECORDS

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        """Note how the page was read."""
        reading = reading_of(app.env)
        has_only = next(iter(doctree.findall(addnodes.only)), None) is not None
        READ_RECORDS.of(app.env)[app.env.current_document.docname] = ReadRecord(
            fingerprint="" if reading.is_changed_by_others else reading.fingerprint or "",
            in_includes=frozenset(reading.in_includes),
            has_only=has_only,
        )
