"""A pickled environment can be used beside the application's own."""

from __future__ import annotations

import pickle

from variantdocs.sphinx_patches.loaded_environment import attach


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
