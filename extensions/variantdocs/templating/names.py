"""The names that a page may use, and their values in each variant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from variantdocs.config.variants import VariantSet
from variantdocs.suggestions import nearest


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantFacts:
    """The value of ``variant`` in a page."""

    name: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The names of one project.

    ``owners`` maps each variable to the variants that define it; ``hyphenated`` maps each name with
    a hyphen to its spelling in conditions.
    """

    variants: frozenset[str]
    groups: frozenset[str]
    owners: Mapping[str, tuple[str, ...]]
    hyphenated: Mapping[str, str]
    values: Mapping[str, Mapping[str, Any]]

    @classmethod
    def from_variant_set(cls, variant_set: VariantSet) -> Names:
        """The names that ``variants.yaml`` defines, and their values in each variant."""
        values: dict[str, dict[str, Any]] = {}
        owners: dict[str, list[str]] = {}
        for variant in variant_set.variants:
            variables = variant_set.variables(variant.name)
            for name in variables:
                owners.setdefault(name, []).append(variant.name)
            flags = {other.identifier: other.name == variant.name for other in variant_set.variants}
            groups = {
                _identifier(group): variant.name in members for group, members in variant_set.groups.items()
            }
            facts = VariantFacts(name=variant.name, title=variant.title)
            values[variant.name] = {**variables, **flags, **groups, "variant": facts}
        named = [*variant_set.names, *variant_set.groups]
        return cls(
            variants=frozenset(variant.identifier for variant in variant_set.variants),
            groups=frozenset(map(_identifier, variant_set.groups)),
            owners={name: tuple(found) for name, found in owners.items()},
            hyphenated={name: _identifier(name) for name in named if "-" in name},
            values=values,
        )

    @property
    def conditions(self) -> frozenset[str]:
        """The names of variants and groups."""
        return self.variants | self.groups

    @property
    def all(self) -> frozenset[str]:
        """Every name that ``variants.yaml`` defines."""
        return self.conditions | self.owners.keys() | {"variant"}

    def suggestion(self, name: str, *, among: Iterable[str] = ()) -> str:
        """Advice about an unknown name: ``did you mean …``, or the known names."""
        known = sorted({*self.all, *among})
        near = nearest(name, known, limit=3)
        if near:
            return f"did you mean {' or '.join(f'`{found}`' for found in near)}?"
        listed = ", ".join(f"`{found}`" for found in sorted(self.conditions))
        return f"the variants and groups are {listed}"


def _identifier(name: str) -> str:
    return name.replace("-", "_")
