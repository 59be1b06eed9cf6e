"""Steps of builders that are left out or changed."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from variantdocs.sphinx_patches.builder_steps import (
    PagelessBuilder,
    around_writing_pages,
    change_rendered_pages,
    copy_assets_only_if,
    finish_only_if,
)


class Variants(PagelessBuilder):
    name = "test"

    def build_variants(self, *, force_all):
        self.forced = force_all


@pytest.mark.parametrize(("method", "forced"), [("all", True), ("update", False), ("specific", False)])
def test_a_builder_without_pages_builds_variants_in_the_place_of_writing(started_app, method, forced):
    builder = Variants(started_app, started_app.env)
    assert builder.read() == []
    builder.write(None, [], method)
    assert builder.forced is forced


def test_a_builder_must_say_how_variants_are_built(started_app):
    with pytest.raises(NotImplementedError):
        PagelessBuilder(started_app, started_app.env).write(None, [])


def test_whether_to_finish_is_asked_when_it_is_time():
    finished, needed = [], []
    builder = SimpleNamespace(finish=lambda: finished.append(True))
    finish_only_if(builder, lambda: bool(needed))
    builder.finish()
    assert finished == []
    needed.append(True)
    builder.finish()
    assert finished == [True]


@pytest.mark.parametrize(("docnames", "steps"), [({"a"}, ["prepare", "copy"]), (set(), ["prepare"])])
def test_assets_are_copied_if_the_pages_to_write_need_them(docnames, steps):
    done = []
    builder = SimpleNamespace(
        prepare_writing=lambda names: done.append("prepare"), copy_assets=lambda: done.append("copy")
    )
    copy_assets_only_if(builder, bool)
    builder.prepare_writing(docnames)
    builder.copy_assets()
    assert done == steps


def test_the_pages_to_write_are_known_before_the_first_and_the_end_after_the_last():
    steps = []
    builder = SimpleNamespace(write_documents=lambda names: steps.append(("write", names)))
    around_writing_pages(
        builder, lambda names: steps.append(("before", names)), lambda: steps.append("after")
    )
    builder.write_documents({"a"})
    assert steps == [("before", {"a"}), ("write", {"a"}), "after"]


@pytest.mark.parametrize(
    ("context", "text"),
    [({"pagename": "index"}, "index: body.html"), ({}, "body.html"), ({"pagename": None}, "body.html")],
)
def test_only_the_text_of_a_page_is_changed(context, text):
    builder = SimpleNamespace(templates=SimpleNamespace(render=lambda template, context: template))
    change_rendered_pages(builder, lambda docname, rendered: f"{docname}: {rendered}")
    assert builder.templates.render("body.html", context) == text


def test_a_builder_without_templates_is_left_alone():
    builder = SimpleNamespace()
    change_rendered_pages(builder, lambda docname, rendered: "")
    assert vars(builder) == {}
