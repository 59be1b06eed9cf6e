"""Whether an inventory of intersphinx has the target of a Markdown link."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from docutils import nodes
from docutils.utils import new_document
from myst_parser.sphinx_ext.myst_refs import MystReferenceResolver
from sphinx.addnodes import pending_xref

from variantdocs.sphinx_patches.myst_inventories import known_to_inventories


@pytest.fixture
def resolver():
    """MyST's resolver in a project with one inventory, which has the label ``there``."""
    inventory = {"std:label": {"there": ("Other", "1", "https://other.example/there", "There")}}
    document = new_document("page.md")
    document.settings.env = SimpleNamespace(
        config=SimpleNamespace(myst_ref_domains=None),
        intersphinx_cache={},
        intersphinx_named_inventory={"other": inventory},
    )
    return MystReferenceResolver(document)


def is_known(resolver, target):
    return known_to_inventories(resolver, pending_xref(reftarget=target), nodes.inline())


def test_a_name_in_an_inventory_is_known(resolver):
    assert is_known(resolver, "there")


def test_another_name_is_not(resolver):
    assert not is_known(resolver, "elsewhere")


def test_only_the_domains_that_myst_may_use_count(resolver):
    resolver.env.config.myst_ref_domains = ["py"]
    assert not is_known(resolver, "there")
