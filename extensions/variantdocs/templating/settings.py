"""Expand the Sphinx settings whose text becomes part of pages; find tags in all others and in templates."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
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

_TEMPLATES = frozenset({".htm", ".html", ".jinja", ".xhtml", ".xml"})
_COMMENT = re.compile(r"\{#.*?#\}", re.S)


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
    """A message for each tag in a setting, where tags are not expanded."""
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


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateTag:
    """A tag in a template of the project, where tags are not expanded."""

    path: Path
    line: int
    message: str


def tags_in_templates(folders: Iterable[Path]) -> Iterator[TemplateTag]:
    """The first tag of each HTML template in ``folders``, outside the comments of Jinja.

    Templates of pages, as those of ``autosummary``, are left out: the pages that they become are expanded.
    """
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix not in _TEMPLATES or not path.is_file():
                continue
            text = _COMMENT.sub(_blank, path.read_text("utf-8", errors="replace"))
            if (tag := TAG.search(text)) is not None:
                message = (
                    f"readers will see the tag `{tag[0]}`: tags are not expanded in templates; "
                    "write `{% if … %}` with a value of `html_context` that you set for each variant, "
                    "under `conf:` in variants.yaml"
                )
                yield TemplateTag(path=path, line=text.count("\n", 0, tag.start()) + 1, message=message)


def _blank(comment: re.Match[str]) -> str:
    return "\n" * comment[0].count("\n")


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
