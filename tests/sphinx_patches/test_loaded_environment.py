"""A pickled environment can be changed before it is compared, and used beside the application's own."""

from __future__ import annotations

import pickle

import pytest
from sphinx.environment import BuildEnvironment
from sphinx.errors import SphinxError
from tests.sphinx_patches.replaced_method import replaced_method

from variantdocs.sphinx_patches.loaded_environment import attach, change_before_setup


def test_it_is_changed_before_sphinx_compares_it(started_app, monkeypatch):
    other = pickle.loads(pickle.dumps(started_app.env))
    other.srcdir = "elsewhere"
    other.project = None
    with pytest.raises(SphinxError, match="source directory has changed"):
        other.setup(started_app)

    def patch():
        change_before_setup(started_app, lambda env: setattr(env, "srcdir", started_app.srcdir))

    with replaced_method(BuildEnvironment, "setup", patch):
        monkeypatch.delattr(started_app, "variantdocs_environment_change")
        with pytest.raises(SphinxError, match="source directory has changed"):
            other.setup(started_app)
        patch()
        other.setup(started_app)
    assert other.events is started_app.events


def test_it_gets_the_application_and_domains_of_its_own_and_its_data(started_app):
    own = started_app.env
    other = pickle.loads(pickle.dumps(own))
    other.domaindata["std"]["labels"]["x"] = ("page", "x", "X")
    attach(other, started_app)
    assert (other.app, other.events) == (started_app, started_app.events)
    assert {name: domain.env is other for name, domain in other.domains.items()} == dict.fromkeys(
        own.domains.keys(), True
    )
    other.domains["std"].clear_doc("page")
    assert "x" not in other.domaindata["std"]["labels"]
    assert all(domain.env is own for domain in own.domains.values())
