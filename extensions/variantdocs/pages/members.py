"""Where an environment keeps the memberships of all pages, of every variant."""

from __future__ import annotations

from collections.abc import Mapping

from variantdocs.env_store import EnvValue

MEMBERS: EnvValue[Mapping[str, frozenset[str]]] = EnvValue("members", dict)
"""docname → variants, for every page of the project; empty before the first reading."""
