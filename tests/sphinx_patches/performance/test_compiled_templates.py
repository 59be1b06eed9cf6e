"""Templates are compiled once, unless something has changed."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from jinja2 import DictLoader, Environment

from variantdocs.sphinx_patches.performance.compiled_templates import keep_compiled_templates


def render(folder, source, *, clear=False):
    """Render a template with a new environment; return the text, and how often it was compiled."""
    compiled = []

    class Counting(Environment):
        def compile(self, *arguments, **options):
            compiled.append(arguments)
            return super().compile(*arguments, **options)

    environment = Counting(loader=DictLoader({"page.html": source}), autoescape=True)
    builder = SimpleNamespace(templates=SimpleNamespace(environment=environment))
    keep_compiled_templates(builder, folder, clear=clear)
    return environment.get_template("page.html").render(name="a"), len(compiled)


@pytest.fixture
def folder(tmp_path):
    assert render(tmp_path / "templates", "{{ name }}!") == ("a!", 1)
    return tmp_path / "templates"


def test_the_next_build_does_not_compile_a_template_again(folder):
    assert render(folder, "{{ name }}!") == ("a!", 0)


def test_a_changed_template_is_compiled(folder):
    assert render(folder, "{{ name }}?") == ("a?", 1)


def test_nothing_is_kept_when_settings_have_changed(folder):
    assert render(folder, "{{ name }}!", clear=True) == ("a!", 1)


def test_a_damaged_file_is_compiled_again(folder):
    for path in folder.iterdir():
        path.write_bytes(path.read_bytes()[:-20])
    assert render(folder, "{{ name }}!") == ("a!", 1)


def test_a_builder_without_templates_is_left_alone(tmp_path):
    keep_compiled_templates(SimpleNamespace(), tmp_path / "templates", clear=True)
    assert not (tmp_path / "templates").exists()
