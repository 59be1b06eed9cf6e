"""Values on Sphinx's environment and application: created once, replaced, purged and merged."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from variantdocs.env_store import ENV_VERSION, EXTENSION_METADATA, PREFIX, AppValue, EnvValue, PageValues


def test_a_value_is_created_once_per_environment():
    value, env, other = EnvValue("seen", list), SimpleNamespace(), SimpleNamespace()
    value.of(env).append("a")
    assert (value.of(env), value.of(other)) == (["a"], [])


def test_a_value_is_kept_under_a_name_of_ours():
    env = SimpleNamespace()
    EnvValue("seen", list).set(env, ["a"])
    assert vars(env) == {f"{PREFIX}seen": ["a"]}


def test_a_value_that_was_set_is_not_created():
    value, env = EnvValue("seen", list), SimpleNamespace()
    value.set(env, ["a"])
    value.set(env, ["b"])
    assert value.of(env) == ["b"]


def test_a_purged_page_has_no_value():
    values, env = PageValues[int]("lines"), SimpleNamespace()
    values.set(env, {"a": 1, "b": 2})
    values.purge(env, "a")
    assert values.of(env) == {"b": 2}


def test_a_page_without_a_value_can_be_purged():
    values, env = PageValues[int]("lines"), SimpleNamespace()
    values.purge(env, "a")
    assert values.of(env) == {}


def test_only_the_pages_that_the_other_process_read_are_merged():
    values, env, other = PageValues[int]("lines"), SimpleNamespace(), SimpleNamespace()
    values.set(env, {"a": 1, "b": 1})
    values.set(other, {"a": 2, "b": 2, "c": 2})
    values.merge(env, ["b", "c", "without"], other)
    assert values.of(env) == {"a": 1, "b": 2, "c": 2}


def test_a_page_that_has_lost_its_value_elsewhere_keeps_the_old_one_until_it_is_purged():
    values, env, other = PageValues[int]("lines"), SimpleNamespace(), SimpleNamespace()
    values.set(env, {"a": 1})
    values.merge(env, ["a"], other)
    assert values.of(env) == {"a": 1}


def test_merging_from_an_environment_without_values_changes_nothing():
    values, env = PageValues[int]("lines"), SimpleNamespace()
    values.merge(env, ["a"], SimpleNamespace())
    assert values.of(env) == {}


def test_a_value_of_the_application_is_created_once():
    value, app = AppValue[set[str]]("pages", set), SimpleNamespace()
    value.of(app).add("a")
    assert value.of(app) == {"a"}


def test_a_value_of_the_application_that_cannot_be_created_must_be_set_first():
    value, app = AppValue[str]("current"), SimpleNamespace()
    with pytest.raises(AttributeError):
        value.of(app)
    value.set(app, "byoc")
    assert value.of(app) == "byoc"


def test_each_feature_tells_sphinx_the_same_version_and_that_it_works_in_parallel():
    assert EXTENSION_METADATA == {
        "parallel_read_safe": True,
        "parallel_write_safe": True,
        "env_version": ENV_VERSION,
    }
