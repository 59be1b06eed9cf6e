"""Compare what two texts of a page expand to."""

from __future__ import annotations

from collections.abc import Iterable

from variantdocs.templating.expand import BrokenPage, prepare
from variantdocs.templating.names import Names
from variantdocs.templating.sandbox.environment import PageEnvironment


def expand_alike(
    before: str, after: str, variants: Iterable[str], names: Names, environment: PageEnvironment
) -> bool:
    """Whether every one of ``variants`` shows the same for both texts."""
    try:
        old = prepare(before.replace("\r\n", "\n"), names, environment)
        new = prepare(after.replace("\r\n", "\n"), names, environment)
        return all(old.expand(variant, names).text == new.expand(variant, names).text for variant in variants)
    except BrokenPage:
        return False
