"""The variant that a Sphinx application builds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from variantdocs.config.variants import Variant, VariantSet
from variantdocs.env_store import AppValue

if TYPE_CHECKING:
    from sphinx.application import Sphinx


@dataclass(frozen=True, slots=True, kw_only=True)
class Current:
    """The variant of one Sphinx application.

    ``index`` is the folder of the page indexes, through which variants know each other's pages.
    ``replaced_settings`` are the values of conf.py that the variant's own settings replaced.
    """

    variant_set: VariantSet
    variant: Variant
    index: Path
    replaced_settings: Mapping[str, Any] = field(default_factory=dict)


CURRENT = AppValue[Current]("current")


def set_current(app: Sphinx, current: Current) -> None:
    """Set what ``app`` builds."""
    CURRENT.set(app, current)


def current_of(app: Sphinx) -> Current:
    """What ``app`` builds; known from ``config-inited`` on."""
    return CURRENT.of(app)
