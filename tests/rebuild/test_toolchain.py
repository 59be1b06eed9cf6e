"""The fingerprints of the program that reads pages, and of what writes them."""

from __future__ import annotations

import platform
import sys
from types import ModuleType, SimpleNamespace

import docutils
import pytest
import sphinx
from sphinx.config import Config

from variantdocs import __version__
from variantdocs.config.current import Current, set_current
from variantdocs.config.variants import Variant, VariantSet
from variantdocs.rebuild.digests import Digests
from variantdocs.rebuild.toolchain import output_fingerprint, toolchain_fingerprint


def make_app(folder, *, extensions=None, settings=None, tags=(), title="BYOC", base_url=None):
    versions = {
        "builtin_one": "builtin",
        "silent": "unknown version",
        "myst_parser": "5.2",
        **(extensions or {}),
    }
    config = Config({}, settings or {})
    for name in ("html_static_path", "html_extra_path"):
        config.add(name, [], "html", list)
    for name in ("html_logo", "html_favicon"):
        config.add(name, None, "html", str)
    app = SimpleNamespace(
        confdir=folder,
        config=config,
        builder=SimpleNamespace(),
        tags=tags,
        extensions={name: SimpleNamespace(version=version) for name, version in versions.items()},
    )
    byoc = Variant(name="byoc", title=title)
    variants = VariantSet(variants=(byoc,), default="byoc", base_url=base_url)
    set_current(app, Current(variant_set=variants, variant=byoc, index=folder))
    return app


@pytest.fixture
def local_module(tmp_path, monkeypatch):
    """Make a loaded module of the project: ``local_module("name", "folder/name.py")``."""

    def make(name, path):
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("one")
        module = ModuleType(name)
        module.__file__ = str(file)
        monkeypatch.setitem(sys.modules, name, module)
        return file

    return make


def changes(app, file, fingerprint=toolchain_fingerprint):
    """Whether an edit of ``file`` changes the fingerprint."""
    before = fingerprint(app, Digests())
    file.write_text(file.read_text() + "edited")
    return fingerprint(app, Digests()) != before


def test_the_toolchain_names_the_versions_of_everything(tmp_path):
    *versions, digest = toolchain_fingerprint(make_app(tmp_path), Digests()).split(", ")
    assert versions == [
        f"Python {platform.python_version()}",
        f"Sphinx {sphinx.__version__}",
        f"docutils {docutils.__version__}",
        f"variantdocs {__version__}",
        "myst_parser 5.2",
    ]
    assert len(digest.replace(" ", "")) == 32 + 24


@pytest.mark.parametrize(
    ("before", "after", "counts"),
    [
        ("html_logo = 'a.svg'", "html_logo = 'b.svg'", False),
        ("", "html_static_path = ['a']  # comment", False),
        ("html_logo = 'a.svg'", "html_logo = draw()", True),
        ("html_logo = 'a.svg'; x = html_logo", "html_logo = 'b.svg'; x = html_logo", True),
        ("project = 'a'", "project = 'b'", True),
        ("html_context = {'a': 1}", "html_context = {'a': 2}", True),
        ("def setup(app): pass", "def setup(app): app.tags.add('x')", True),
        ("not Python 1", "not Python 2", True),
    ],
)
def test_conf_py_counts_by_what_of_it_can_act_while_pages_are_read(tmp_path, before, after, counts):
    app = make_app(tmp_path)
    app.config.add("html_context", {}, "html", dict)
    digests = []
    for text in (before, after):
        (tmp_path / "conf.py").write_text(text)
        digests.append(toolchain_fingerprint(app, Digests()))
    assert (digests[0] != digests[1]) is counts


def test_another_version_of_an_extension_changes_it(tmp_path):
    one, two = (make_app(tmp_path, extensions={"furo": version}) for version in ("1", "2"))
    assert toolchain_fingerprint(one, Digests()) != toolchain_fingerprint(two, Digests())


@pytest.mark.parametrize(
    ("path", "counts"),
    [
        ("helper.py", True),
        (".venv/lib/site-packages/helper.py", False),
        ("usr/lib/dist-packages/helper.py", False),
    ],
)
def test_a_module_counts_if_it_is_the_project_s_own(tmp_path, local_module, path, counts):
    file = local_module("variantdocs_test_helper", path)
    assert changes(make_app(tmp_path), file) is counts


def test_every_file_of_a_package_with_an_extension_counts(tmp_path, local_module):
    local_module("variantdocs_test_package", "package/__init__.py")
    (tmp_path / "package/deep").mkdir()
    later = tmp_path / "package/deep/later.py"
    later.write_text("not loaded yet")
    app = make_app(tmp_path, extensions={"variantdocs_test_package.extension": "1"})
    assert changes(app, later)
    assert not changes(make_app(tmp_path), later)


def test_an_extension_that_is_one_file_counts_without_its_neighbours(tmp_path, local_module):
    file = local_module("variantdocs_test_single", "ext/single.py")
    neighbour = file.with_name("neighbour.py")
    neighbour.write_text("")
    app = make_app(tmp_path, extensions={"variantdocs_test_single": "1"})
    assert changes(app, file)
    assert not changes(app, neighbour)


@pytest.mark.parametrize(
    "setting", ["templates_path", "html_static_path", "html_extra_path", "html_logo", "html_favicon"]
)
def test_the_files_that_settings_name_count_for_the_output(tmp_path, setting):
    is_folder = setting.endswith("_path")
    file = tmp_path / ("named/file.html" if is_folder else "named.svg")
    file.parent.mkdir(exist_ok=True)
    file.write_text("")
    name = "named" if is_folder else "named.svg"
    app = make_app(tmp_path, settings={setting: [name] if is_folder else name})
    assert changes(app, file, output_fingerprint)
    assert not changes(app, file, toolchain_fingerprint)


def test_a_logo_elsewhere_is_not_a_file(tmp_path):
    app = make_app(tmp_path, settings={"html_logo": "https://example.org/logo.svg"})
    assert output_fingerprint(app, Digests()) == output_fingerprint(app, Digests())


@pytest.mark.parametrize(
    ("path", "name", "counts"),
    [
        ("theme", "any.css", True),
        ("lib/site-packages/theme", "layout.html", True),
        ("lib/site-packages/theme", "theme.toml", True),
        ("lib/site-packages/theme", "any.css", False),
    ],
)
def test_a_theme_of_the_project_counts_whole_and_an_installed_one_by_its_templates(
    tmp_path, path, name, counts
):
    folder = tmp_path / path
    folder.mkdir(parents=True)
    (folder / name).write_text("")
    app = make_app(tmp_path)
    app.builder.theme = SimpleNamespace(get_theme_dirs=lambda: [str(folder)])
    assert changes(app, folder / name, output_fingerprint) is counts


@pytest.mark.parametrize(
    "other", [{"title": "Other"}, {"base_url": "https://example.org"}, {"tags": ("beta",)}, {"settings": {"html_logo": "x"}}]
)  # fmt: skip
def test_what_every_page_shows_of_the_configuration_counts_for_the_output(tmp_path, other):
    one, two = make_app(tmp_path), make_app(tmp_path, **other)
    assert output_fingerprint(one, Digests()) != output_fingerprint(two, Digests())
    assert toolchain_fingerprint(one, Digests()) == toolchain_fingerprint(two, Digests())


def test_the_order_of_tags_does_not_count(tmp_path):
    one, two = make_app(tmp_path, tags=("a", "b")), make_app(tmp_path, tags=("b", "a"))
    assert output_fingerprint(one, Digests()) == output_fingerprint(two, Digests())
