"""Record what each page was read as, so that another variant can tell whether it would read the same."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from variantdocs.config.current import current_of
from variantdocs.env_store import PageValues
from variantdocs.page_collector import PageCollector
from variantdocs.sphinx_patches.versions.older_sphinx import current_docname
from variantdocs.templating.names import Names
from variantdocs.templating.source_lines.parse_state import parse_state_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

    from sphinx.application import Sphinx

    from variantdocs.templating.expand import ExpandedPage


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRecord:
    """A page as it was read.

    ``fingerprint`` covers the expanded text, its source lines and the warnings about it. It is empty
    for a broken page, and for one that another extension changed: it may have changed it differently in
    each variant. ``variants`` are those that had the page; some warnings depend on them. ``in_includes``
    are the words in included files that hold tags; ``has_only`` says that the page
    uses the directive ``only``, and so Sphinx's tags.
    """

    fingerprint: str
    variants: frozenset[str] = frozenset()
    in_includes: frozenset[str] = frozenset()
    has_only: bool = False

    @property
    def depends_on_variant(self) -> bool:
        """Whether the page may differ between variants although its expanded text is the same."""
        return not self.fingerprint or bool(self.in_includes) or self.has_only

    def may_name(self, names: AbstractSet[str]) -> bool:
        """Whether the page may show one of ``names`` outside its own text."""
        return not self.fingerprint or self.has_only or not names.isdisjoint(self.in_includes)


def fingerprint(page: ExpandedPage) -> str:
    """A digest of an expanded page's text, source map and warnings."""
    digest = hashlib.sha256(page.text.encode("utf-8", "surrogatepass"))
    digest.update(repr((page.source_map, page.warnings)).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def name_values(app: Sphinx) -> dict[str, str]:
    """The value of each name of ``variants.yaml`` in the variant being built, as text.

    For a name that only other variants define, the text names them, because messages do.
    """
    current = current_of(app)
    names = Names.from_variant_set(current.variant_set)
    values = names.values[current.variant.name]
    return {
        name: repr(values[name]) if name in values else f"of {names.owners[name]}"
        for name in sorted(names.all)
    }


def changed_names(before: Mapping[str, str], now: Mapping[str, str]) -> frozenset[str]:
    """The names that were added or removed, or whose value changed."""
    return frozenset(name for name in before.keys() | now.keys() if before.get(name) != now.get(name))


READ_RECORDS: PageValues[ReadRecord] = PageValues("read_records")
"""docname → its record."""


class ReadRecordCollector(PageCollector):
    """Collects the records while pages are read."""

    values = READ_RECORDS

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        """Note how the page was read."""
        state = parse_state_of(app.env)
        has_only = next(iter(doctree.findall(addnodes.only)), None) is not None
        READ_RECORDS.of(app.env)[current_docname(app.env)] = ReadRecord(
            fingerprint="" if state.is_changed_by_others else state.fingerprint or "",
            variants=state.variants,
            in_includes=frozenset(state.in_includes),
            has_only=has_only,
        )
