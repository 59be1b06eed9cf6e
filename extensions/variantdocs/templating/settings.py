"""Expand the Sphinx settings whose text becomes part of pages, and find tags in all others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from variantdocs.errors import VariantdocsError
from variantdocs.templating.checks.foreign_tags import TAG
from variantdocs.templating.expand import BrokenPage, prepare
from variantdocs.templating.names import Names
from variantdocs.templating.sandbox.environment import PageEnvironment

if TYPE_CHECKING:
    from sphinx.config import Config

EXPANDED = ("rst_prolog", "rst_epilog", "myst_substitutions")
"""The settings that are expanded."""


class BrokenSetting(VariantdocsError):
    """A tag in a setting is wrong."""


def expand_settings(config: Config, variant: str, names: Names) -> None:
    """Expand the settings :data:`EXPANDED` in place.

    :raises BrokenSetting: a tag in one of them is wrong.
    """
    environment = PageEnvironment()
    for name in EXPANDED:
        value = getattr(config, name, None)
        if value:
            setattr(config, name, _expanded(value, name, variant, names, environment))


def _expanded(value: Any, name: str, variant: str, names: Names, environment: PageEnvironment) -> Any:
    if isinstance(value, dict):
        return {
            key: _expanded(item, f"{name}.{key}", variant, names, environment) for key, item in value.items()
        }
    if not isinstance(value, str):
        return value
    try:
        return prepare(value, names, environment).expand(variant, names).text
    except BrokenPage as broken:
        raise BrokenSetting(f"{name}: {broken.problems[0].message}") from None


def unexpanded_tags(config: Config) -> Iterator[str]:
    """A message for each tag that a setting holds and nobody expands."""
    reported: set[str] = set()  # the default of a setting may be another one's value
    for option in config:
        if option.name in EXPANDED:
            continue
        tag = next(_tags(option.value), None)
        if tag is not None and tag not in reported:
            reported.add(tag)
            yield (
                f"the setting {option.name} holds the tag `{tag}`, and tags are not expanded there; "
                f"write a value for each variant under `conf:` in variants.yaml"
            )


def _tags(value: Any) -> Iterator[str]:
    for text in texts_in(value):
        if "@" in text:
            yield from TAG.findall(text)


def texts_in(value: Any, above: tuple[int, ...] = ()) -> Iterator[str]:
    """Every text in the value of a setting, at any depth; the keys of mappings aside.

    :param above: The identities of what holds ``value``, since a value may hold itself.
    """
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list | tuple) and id(value) not in above:
        for item in value.values() if isinstance(value, dict) else value:
            yield from texts_in(item, (*above, id(value)))
