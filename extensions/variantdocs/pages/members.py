"""Where an environment keeps the memberships of all pages, of every variant."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

_ATTRIBUTE = "variantdocs_members"


def members_of(env: BuildEnvironment) -> Mapping[str, frozenset[str]]:
    """docname → variants, for every page of the project; empty before the first reading."""
    found: Mapping[str, frozenset[str]] = getattr(env, _ATTRIBUTE, {})
    return found


def set_members(env: BuildEnvironment, members: Mapping[str, frozenset[str]]) -> None:
    """Remember ``members``, also for the next build."""
    setattr(env, _ATTRIBUTE, dict(members))
