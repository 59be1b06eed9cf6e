"""Data of extensions about pages of another variant are not merged with the shared pages."""

from __future__ import annotations

import pytest

INDEX = "# Home\n\n```{{toctree}}\n{pages}\n```\n"
SHARED = {f"page{number}": f"# Page {number}\n" for number in range(12)}
OWN = "---\nvariants: {variant}\n---\n# Own\n\n```{{eval-rst}}\n.. autofunction:: {function}\n```\n"

KEEPS = """
from sphinx.domains import Domain


class Keeper(Domain):
    name = "keeper"
    initial_data = {"pages": set()}

    def clear_doc(self, docname):
        self.data["pages"].discard(docname)

    def merge_domaindata(self, docnames, otherdata):
        self.data["pages"] |= otherdata["pages"]


def keep(app, doctree):
    docname = app.env.docname
    kept(app.env).add(docname)
    app.env.get_domain("keeper").data["pages"].add(docname)


def kept(env):
    if not hasattr(env, "kept_pages"):
        env.kept_pages = set()
    return env.kept_pages


def forget(app, env, docname):
    assert env.get_domain("keeper").env is env
    kept(app.env).discard(docname)


def merge(app, env, docnames, other):
    kept(env).update(kept(other))


def show(app, pagename, template, context, doctree):
    names = sorted(kept(app.env)), sorted(app.env.get_domain("keeper").data["pages"])
    context["body"] = context.get("body", "") + f"<p>{names}</p>"


def setup(app):
    app.add_domain(Keeper)
    app.connect("doctree-read", keep)
    app.connect("env-purge-doc", forget)
    app.connect("env-merge-info", merge)
    app.connect("html-page-context", show)
"""


@pytest.fixture
def site(project):
    own = {name: f"own_{name}" for name in ("serverless", "byoc")}
    names = "\n".join((*SHARED, *own.values()))
    project.pages({"index.md": INDEX.format(pages=names)})
    project.pages({f"{name}.md": text for name, text in SHARED.items()})
    functions = {"serverless": "colorsys.rgb_to_hls", "byoc": "this_is_for_byoc.one"}
    project.pages(
        {
            f"{page}.md": OWN.format(variant=variant, function=functions[variant])
            for variant, page in own.items()
        }
    )
    return project


def test_the_code_of_one_variant_is_not_published_in_another(site, tmp_path_factory):
    code = tmp_path_factory.mktemp("code")
    (code / "this_is_for_byoc.py").write_text('def one():\n    """Do one."""\n', "utf-8")
    conf = (site.folder / "conf.py").read_text("utf-8")
    conf = conf.replace('"variantdocs"]', '"variantdocs", "sphinx.ext.autodoc", "sphinx.ext.viewcode"]')
    site.write({"conf.py": f"import sys\nsys.path.insert(0, {str(code)!r})\n{conf}"})
    built = site.build()
    assert " 0 taken over" not in built.output
    assert built.has("byoc/_modules/this_is_for_byoc.html")
    assert built.has("serverless/_modules/colorsys.html")
    assert not built.has("serverless/_modules/this_is_for_byoc.html")
    assert not built.has("byoc/_modules/colorsys.html")


def test_an_extension_that_merges_everything_publishes_only_its_variant(site):
    site.write({"conf.py": (site.folder / "conf.py").read_text("utf-8") + KEEPS})
    site.pages({f"own_{name}.md": f"---\nvariants: {name}\n---\n# Own\n" for name in ("serverless", "byoc")})
    built = site.build()
    assert " 0 taken over" not in built.output
    for variant in ("serverless", "byoc"):
        pages = sorted(["index", f"own_{variant}", *SHARED])
        assert f"<p>{(pages, pages)}</p>" in built.html(variant, "page1")
