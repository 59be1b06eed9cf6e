"""Tell Sphinx which variant it builds: settings, tags, folders.

Runs first at ``config-inited``, so that every other extension sees the settings of the variant.
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
from variantdocs.suggestions import nearest

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

    from variantdocs.config.variants import Variant, VariantSet


OWN_TAGS: AppValue[set[str]] = AppValue("own_tags", set)
"""The tags that the application has from its variant, not from its user."""
BUILDS_ALL_VARIANTS = AppValue[bool]("builds_all_variants", bool)
"""Whether this is the application of ``-b variants``, which starts those of the variants."""


def add_settings(app: Sphinx) -> None:
    """Register the settings and what is done when they are known."""
    # Doctrees lie in a folder per variant, so a change of these re-reads nothing by itself.
    app.add_config_value("variant", "", "", types=frozenset({str}))
    app.add_config_value("variants_file", "variants.yaml", "", types=frozenset({str}))
    app.add_config_value("variants_index", "", "", types=frozenset({str}))
    app.add_config_value("variants_builder", "html", "", types=frozenset({str}))
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
    if BUILDS_ALL_VARIANTS.of(app):  # -b variants: this application builds none
        name = variant_set.default
    else:
        name = config.variant or variant_set.default
        app.doctreedir = doctrees / name
    if name not in variant_set.names:
        raise ConfigError(_no_such_variant(name, variant_set))
    variant = variant_set[name]
    replaced = apply_settings(config, variant)
    named = {name, *variant_set.groups_of(name)}
    own_tags = {tag for found in named for tag in (found, found.replace("-", "_"))} - set(app.tags)
    for tag in own_tags:
        app.tags.add(tag)
    OWN_TAGS.set(app, own_tags)
    config.variant = name
    set_current(
        app, Current(variant_set=variant_set, variant=variant, index=index, replaced_settings=replaced)
    )


def _no_such_variant(name: str, variant_set: VariantSet) -> str:
    near = nearest(name, variant_set.names)
    hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(variant_set.names)}"
    return f"variant: there is no variant {name!r}; {hint}"


def apply_settings(config: Config, variant: Variant) -> dict[str, Any]:
    """Set the variant's own Sphinx settings; what ``-D`` says wins over them.

    :returns: The values that they replace.

    :raises ConfigError: Sphinx and its extensions have no setting of that name.
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


def _merged(value: Any, parts: dict[str, Any]) -> Any:
    return {**value, **parts} if parts and isinstance(value, dict) else value
