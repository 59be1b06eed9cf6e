"""Every attribute that Sphinx itself keeps on the environment is known."""

from __future__ import annotations

import pytest
import sphinx

from variantdocs.sphinx_patches.environment_attributes import SPHINX_ATTRIBUTES


def test_an_environment_without_extensions_holds_no_other_attribute(started_app):
    # What the search index keeps is compared neither by name nor by value.
    found = {name for name in vars(started_app.env) if not name.startswith("_search_index_")}
    assert found - SPHINX_ATTRIBUTES == set()


@pytest.mark.skipif(sphinx.version_info < (9, 0), reason="an older environment holds the older names only")
def test_each_of_them_is_an_attribute_of_the_environment(started_app):
    assert [name for name in SPHINX_ATTRIBUTES if not hasattr(started_app.env, name)] == []
