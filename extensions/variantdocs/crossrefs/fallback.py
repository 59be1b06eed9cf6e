"""Ask Sphinx and MyST whether they can resolve a reference, without their warnings.

They know names other than pages: objects of domains, terms, inventories of intersphinx.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from docutils import nodes
from myst_parser.sphinx_ext.myst_refs import MystReferenceResolver
from sphinx.errors import NoUri
from sphinx.transforms.post_transforms import ReferencesResolver
from sphinx.util.logging import suppress_logging

from variantdocs.sphinx_patches.myst_inventories import known_to_inventories
from variantdocs.sphinx_patches.versions.older_sphinx import current_docname

if TYPE_CHECKING:
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def known_to_sphinx(node: pending_xref, document: nodes.document) -> bool:
    """Whether Sphinx, MyST or an extension resolves ``node``, which does not change."""
    content = cast("nodes.TextElement", node[0].deepcopy()) if node.children else nodes.inline()
    with suppress_logging():
        try:
            return _resolved(node, content, document)
        except NoUri:
            return True


def _resolved(node: pending_xref, content: nodes.TextElement, document: nodes.document) -> bool:
    if node.get("reftype") == "myst":
        resolver = MystReferenceResolver(document)
        domains = resolver.env.config.myst_ref_domains
        page = node.get("refdoc", current_docname(resolver.env))
        if resolver.resolve_myst_ref_any(page, node, content, domains) is not None:
            return True
        if known_to_inventories(resolver, node, content):
            return True
        return bool(node.get("reflocalid"))
    transform = ReferencesResolver(document)
    app, env = transform.app, transform.env
    page = node.get("refdoc", current_docname(env))
    target, type_ = node["reftarget"], node["reftype"]
    if node.get("refdomain"):
        domain = env.get_domain(node["refdomain"])
        if domain.resolve_xref(env, page, app.builder, type_, target, node, content) is not None:
            return True
    elif type_ == "any" and _any_domain_knows(env, page, app, target, node, content):
        return True
    found = app.events.emit_firstresult("missing-reference", env, node, content, allowed_exceptions=(NoUri,))
    return found is not None


def _any_domain_knows(
    env: BuildEnvironment, page: str, app: Sphinx, target: str, node: pending_xref, content: nodes.TextElement
) -> bool:
    std = env.domains.standard_domain
    if std.resolve_xref(env, page, app.builder, "doc", target, node, content) is not None:
        return True
    for domain in env.domains.sorted():
        try:
            if domain.resolve_any_xref(env, page, app.builder, target, node, content):
                return True
        except NotImplementedError:  # an older domain: Sphinx itself then tries each role
            roles = (
                domain.resolve_xref(env, page, app.builder, role, target, node, content)
                for role in domain.roles
            )
            if any(found is not None for found in roles):
                return True
    return False
