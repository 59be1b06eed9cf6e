"""Work out, without rendering, what would be different about a page's body in another variant or build."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pygments
from docutils import nodes
from jinja2 import TemplateError
from sphinx.transforms.post_transforms import ReferencesResolver

from variantdocs.crossrefs.resolver import LinkResolver
from variantdocs.rebuild.freshness import TOOLCHAIN
from variantdocs.rebuild.stable_digest import digest, stable_text
from variantdocs.sphinx_patches.performance.rendered_bodies import custom_lexers, resolve_nodes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx
    from sphinx.transforms.post_transforms import SphinxPostTransform

    from variantdocs.bodies.variant_parts import VariantParts

_RESOLVERS = (LinkResolver, ReferencesResolver)
_AROUND_THE_BODY = frozenset(
    (
        "copyright",
        "html_additional_pages",
        "html_baseurl",
        "html_context",
        "html_copy_source",
        "html_css_files",
        "html_domain_indices",
        "html_extra_path",
        "html_favicon",
        "html_js_files",
        "html_last_updated_fmt",
        "html_last_updated_use_utc",
        "html_logo",
        "html_short_title",
        "html_show_copyright",
        "html_show_search_summary",
        "html_show_sourcelink",
        "html_show_sphinx",
        "html_sidebars",
        "html_sourcelink_suffix",
        "html_split_index",
        "html_static_path",
        "html_style",
        "html_title",
        "html_use_index",
        "html_use_opensearch",
        "project_copyright",
        "templates_path",
        "variant",
    )
)
"""Settings that known code does not look at when it renders a body."""
_THEME = frozenset(("html_theme_options", "html_theme_path"))
"""The same, as long as the project declares no code of its own."""


def rendering_settings(app: Sphinx, declared: Iterable[str]) -> str:
    """A fingerprint of the program that renders bodies, and of the settings that it may look at.

    The program is the one that has read the pages: to look at all modules again takes many milliseconds in a
    process that has just been forked.
    """
    ignored = _AROUND_THE_BODY if any(True for _ in declared) else _AROUND_THE_BODY | _THEME
    settings = {value.name: value.value for value in app.config if value.name not in ignored}
    builder = app.builder
    return digest(
        (
            builder.name,
            sorted(app.extensions),
            TOOLCHAIN.of(app.env),
            pygments.__version__,
            custom_lexers(),
            settings,
            type(getattr(builder, "indexer", None)).__qualname__,
        )
    )


def link_transforms(app: Sphinx) -> tuple[type[SphinxPostTransform], ...]:
    """The post-transforms that look at other pages and at other variants, in the order in which they run."""
    found = [kind for kind in app.registry.get_post_transforms() if issubclass(kind, _RESOLVERS)]
    return tuple(sorted(found, key=lambda kind: kind.default_priority))


def signature(
    app: Sphinx, docname: str, parts: VariantParts, transforms: Iterable[type[SphinxPostTransform]]
) -> str | None:
    """A fingerprint of how ``parts`` come out in the variant that ``app`` builds.

    :param transforms: :func:`link_transforms` of ``app``.
    :returns: ``None`` if there is something to report: then the page must be rendered.
    """
    env = app.env
    resolved = resolve_nodes(app.builder, docname, parts.links, transforms) if parts.links else []
    if resolved is None:
        return None
    shown = "".join(map(_node_text, resolved))
    images: list[tuple[str, Any]] = [
        (path, env.images[path][1] if path in env.images else None) for path in parts.images
    ]
    try:
        conditions = [app.tags.eval_condition(condition) for condition in parts.conditions]
    except (ValueError, TemplateError):  # Sphinx reports it when it renders the page
        return None
    numbers = env.toc_secnumbers.get(docname, {}), env.toc_fignumbers.get(docname, {})
    return digest((shown, numbers, images, conditions))


def _node_text(node: nodes.Node) -> str:
    """As :func:`stable_text`, but faster where attributes hold texts, numbers and lists of them."""
    if not isinstance(node, nodes.Element):
        return repr(str(node))
    given = {name: value for name, value in node.attributes.items() if value not in ([], None)}
    shown = repr(given)
    if " at 0x" in shown:  # an object that says nothing of itself but where it is
        shown = stable_text(given)
    return f"<{type(node).__name__} {shown}>{''.join(map(_node_text, node.children))}</>"
