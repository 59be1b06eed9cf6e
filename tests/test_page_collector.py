"""The base of collectors: values go and come with their pages."""

from __future__ import annotations

from types import SimpleNamespace

from docutils.utils import new_document

from variantdocs.env_store import PageValues
from variantdocs.page_collector import PageCollector

TITLES: PageValues[str] = PageValues("titles_of_a_test")


class TitleCollector(PageCollector):
    values = TITLES


def env_with(titles: dict[str, str]) -> SimpleNamespace:
    env = SimpleNamespace()
    TITLES.set(env, titles)
    return env


def test_the_value_of_a_page_that_is_cleared_goes():
    env = env_with({"a": "A", "b": "B"})
    TitleCollector().clear_doc(SimpleNamespace(), env, "a")
    assert TITLES.of(env) == {"b": "B"}


def test_the_values_of_the_pages_that_another_process_read_come():
    env, other = env_with({"a": "A"}), env_with({"a": "other", "b": "B", "c": "C"})
    TitleCollector().merge_other(SimpleNamespace(), env, {"b"}, other)
    assert TITLES.of(env) == {"a": "A", "b": "B"}


def test_nothing_is_collected_from_a_page_by_default():
    app = SimpleNamespace(env=env_with({}))
    TitleCollector().process_doc(app, new_document("a.md"))
    assert TITLES.of(app.env) == {}


def test_two_collectors_do_not_share_their_values():
    lines: PageValues[int] = PageValues("lines_of_a_test")

    class LineCollector(PageCollector):
        values = lines

    env = env_with({"a": "A"})
    lines.set(env, {"a": 1})
    LineCollector().clear_doc(SimpleNamespace(), env, "a")
    assert (TITLES.of(env), lines.of(env)) == ({"a": "A"}, {})
