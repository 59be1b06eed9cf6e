"""Set up Sphinx for the variant being built: settings, tags, folders.

Runs first at ``config-inited``, so that other extensions see the variant's settings.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.errors import ConfigError

from variantdocs.config.current import Current, set_current
from variantdocs.config.load import load_variants
from variantdocs.env_store import AppValue
from variantdocs.errors import ConfigurationError
from variantdocs.events import connect
from variantdocs.sphinx_patches.project_settings import is_set_by_project
from variantdocs.suggestions import nearest

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

    from variantdocs.config.variants import Variant


OWN_TAGS: AppValue[set[str]] = AppValue("own_tags", set)
"""The tags that the application has from its variant, not from its user."""
BUILDS_ALL_VARIANTS = AppValue[bool]("builds_all_variants", bool)
"""Whether this is the application of ``-b variants``, which starts those of the variants."""

_SETTINGS = (
    ("variant", "", "the variant that a builder other than `variants` builds; by default `site.default`"),
    ("variants_file", "variants.yaml", "the file of the variants, relative to conf.py"),
    (
        "variants_index",
        "",
        "the folder in which each variant lists its pages and anchors for the others, relative to conf.py; "
        "by default `index` beside the doctrees",
    ),
    ("variants_builder", "html", "the builder that runs for each variant"),
)


def add_settings(app: Sphinx) -> None:
    """Register the settings and the handler that uses them."""
    # Each variant has its own doctree folder, so changing these need not re-read pages.
    for name, default, description in _SETTINGS:
        app.add_config_value(name, default, "", frozenset({str}), description)
    app.add_config_value(
        "variants_pure_extensions",
        (),
        "",
        frozenset({list, tuple}),
        "modules of extensions that render a page alike in every variant",
    )
    connect(app, choose_variant)


def choose_variant(app: Sphinx, config: Config) -> None:
    """Load ``variants.yaml`` and give Sphinx the settings and tags of the variant to build.

    :raises ConfigError: the file, a setting in it, or the setting ``variant`` is wrong.
    """
    try:
        variant_set = load_variants(Path(app.confdir, config.variants_file))
    except ConfigurationError as error:
        raise ConfigError(str(error)) from None
    doctrees = Path(app.doctreedir)
    index = Path(app.confdir, config.variants_index) if config.variants_index else doctrees.parent / "index"
    if BUILDS_ALL_VARIANTS.of(app):  # -b variants: this application builds no variant
        name = variant_set.default
    else:
        name = config.variant or variant_set.default
        app.doctreedir = doctrees / name
    if name not in variant_set.names:
        raise ConfigError(variant_set.unknown_variant(name))
    variant = variant_set[name]
    replaced = apply_settings(config, variant)
    if len(variant_set.variants) > 1 and not BUILDS_ALL_VARIANTS.of(app):
        name_variant_in_title(config, variant)
    own_tags = set(variant_set.tags_of(name)) - set(app.tags)
    for tag in own_tags:
        app.tags.add(tag)
    OWN_TAGS.set(app, own_tags)
    config.variant = name
    set_current(
        app, Current(variant_set=variant_set, variant=variant, index=index, replaced_settings=replaced)
    )


def apply_settings(config: Config, variant: Variant) -> dict[str, Any]:
    """Apply the variant's own Sphinx settings; ``-D`` wins over them.

    :returns: The values that they replace.
    :raises ConfigError: a setting is unknown to Sphinx and its extensions.
    """
    unknown = [name for name in variant.conf if name not in config]
    if unknown:
        known = [option.name for option in config]
        lines = []
        for name in unknown:
            near = nearest(name, known)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            lines.append(f"variants.yaml: variants.{variant.name}.conf.{name}: no such Sphinx setting{hint}")
        raise ConfigError("\n".join(lines))
    replaced = {}
    for name, value in variant.conf.items():
        if name in config.overrides:
            continue
        replaced[name] = config[name]
        parts = {
            option.partition(".")[2]: given
            for option, given in config.overrides.items()
            if option.startswith(f"{name}.")
        }
        config[name] = _merged(value, parts)
    return replaced


def name_variant_in_title(config: Config, variant: Variant) -> None:
    """Let ``html_title``, which ends the title of every page, name the variant.

    A title that the project gives, in conf.py, for the variant or with ``-D``, stays.
    """
    if has_own_title(config, variant):
        return
    if variant.title.casefold() not in str(config.html_title).casefold():
        config.html_title = f"{config.html_title} ({variant.title})"


def has_own_title(config: Config, variant: Variant) -> bool:
    """Whether the project gives an ``html_title``, for all variants or for this one."""
    return "html_title" in variant.conf or is_set_by_project(config, "html_title")


def _merged(value: Any, parts: dict[str, Any]) -> Any:
    return {**value, **parts} if parts and isinstance(value, dict) else value
