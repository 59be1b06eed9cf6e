"""The variant that a Sphinx application builds."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from variantdocs.config.variants import Variant, VariantSet
from variantdocs.env_store import AppValue

if TYPE_CHECKING:
    from sphinx.application import Sphinx


@dataclass(frozen=True, slots=True, kw_only=True)
class Current:
    """The variant of one Sphinx application.

    ``index`` is the folder of the page indexes, through which variants know each other's pages.
    """

    variant_set: VariantSet
    variant: Variant
    index: Path


CURRENT = AppValue[Current]("current")


def set_current(app: Sphinx, current: Current) -> None:
    """Set what ``app`` builds."""
    CURRENT.set(app, current)


def current_of(app: Sphinx) -> Current:
    """What ``app`` builds; known from ``config-inited`` on."""
    return CURRENT.of(app)
