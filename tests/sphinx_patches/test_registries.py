"""What one application has registered does not disturb the next."""

from __future__ import annotations

from docutils import nodes
from docutils.parsers.rst import directives, roles
from docutils.parsers.rst.languages import en
from docutils.utils import new_document
from sphinx.util import docutils

from variantdocs.sphinx_patches.registries import forget_registrations


class Keyboard(nodes.inline):
    """A node as extensions define it."""


def test_what_an_application_registers_is_forgotten():
    with docutils.docutils_namespace():
        docutils.register_directive("keys", docutils.SphinxDirective)
        docutils.register_role("keys", lambda *args: ([], []))
        docutils.register_node(Keyboard)
        forget_registrations()
        assert not docutils.is_directive_registered("keys")
        assert not docutils.is_role_registered("keys")
        assert not docutils.is_node_registered(Keyboard)


def test_what_docutils_registers_itself_stays():
    document = new_document("page.rst")
    with docutils.docutils_namespace():
        forget_registrations()
        assert directives.directive("note", en, document)[0]
        assert roles.role("emphasis", en, 1, document.reporter)[0]


def test_a_node_can_be_registered_again():
    with docutils.docutils_namespace():
        docutils.register_node(Keyboard)
        forget_registrations()
        docutils.register_node(Keyboard)
        assert docutils.is_node_registered(Keyboard)
        forget_registrations()
        forget_registrations()
