"""Extensions that projects use, each with a block per variant, all in one site.

``PAGES`` has a page for each, named by its extension. What only BYOC shows has the word "cluster" in it.
"""

from __future__ import annotations

import shutil
import zlib

import pytest

EXTENSIONS = (
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "sphinx.ext.napoleon",
    "sphinx.ext.intersphinx",
    "sphinx_tabs.tabs",
    "sphinxcontrib.mermaid",
    "sphinxcontrib.bibtex",
    "sphinx_copybutton",
    "sphinxext.opengraph",
    "notfound.extension",
)
CONF = f"""
import sys
sys.path.insert(0, ".")
extensions = ["myst_parser", *{EXTENSIONS}, "variantdocs"]
html_theme = "alabaster"
intersphinx_mapping = {{"other": ("https://other.example.com/", "other.inv")}}
bibtex_bibfiles = ["source/references.bib"]
ogp_site_url = "https://docs.example.com/"
ogp_social_cards = {{"enable": False}}
"""
CODE = '''
"""The client."""


def deploy(name):
    """Deploy a workflow.

    Args:
        name: of the workflow
    """


def deploy_cluster(name):
    """Deploy to a cluster."""


def scale(name):
    """Scale up."""


def scale_cluster(name):
    """Scale a cluster."""
'''
REFERENCES = """
@book{art, author = {Donald Knuth}, title = {The Art}, year = {1968}, publisher = {A}}
@book{nodes, author = {Leslie Lamport}, title = {Of clusters}, year = {1978}, publisher = {A}}
"""
PAGES = {
    "autodoc.rst": """
        Autodoc and napoleon
        ====================

        .. autofunction:: acme.deploy

        {@@ if byoc @@}
        .. autofunction:: acme.deploy_cluster
        {@@ endif @@}
        """,
    "autosummary.rst": """
        Autosummary
        ===========

        .. autosummary::
           :toctree: generated

           acme.scale
        {@@ if byoc @@}
           acme.scale_cluster
        {@@ endif @@}
        """,
    "intersphinx.md": """
        # Intersphinx

        {py:func}`other.go`{@@ if byoc @@} and {external+other:py:func}`other.cluster`{@@ endif @@}
        """,
    "tabs.md": """
        # Tabs

        ````{tabs}
        ```{tab} Python
        text
        ```
        {@@ if byoc @@}
        ```{tab} Kubernetes
        of a cluster
        ```
        {@@ endif @@}
        ````
        """,
    "mermaid.md": """
        # Mermaid

        ```{mermaid}
        graph TD
          A-->B
        {@@ if byoc @@}
          B-->cluster
        {@@ endif @@}
        ```
        """,
    "bibtex.md": """
        # BibTeX

        {cite:p}`art`{@@ if byoc @@} and {cite:p}`nodes`{@@ endif @@}

        ```{bibliography}
        ```
        """,
    "copybutton.md": """
        # Copy button

        ```bash
        {@@ if byoc @@}
        kubectl get cluster
        {@@ endif @@}
        acme deploy
        ```
        """,
    "opengraph.md": """
        # Open Graph

        {@@ if byoc @@}
        With a cluster.
        {@@ else @@}
        Without servers.
        {@@ endif @@}
        """,
}


@pytest.fixture
def site(project):
    """A project with all of the extensions."""
    inventory = (
        b"# Sphinx inventory version 2\n# Project: other\n# Version: 1\n# The remainder is zlib.\n"
        + zlib.compress(b"other.go py:function 1 api.html#$ -\nother.cluster py:function 1 api.html#$ -\n")
    )
    project.write({"conf.py": (project.folder / "conf.py").read_text() + CONF, "acme.py": CODE})
    project.write({"source/other.inv": inventory, "source/references.bib": REFERENCES})
    project.pages(PAGES)
    names = "\n".join(name.partition(".")[0] for name in PAGES)
    project.pages({"index.md": f"# Home\n\n```{{toctree}}\n{names}\n```\n"})
    return project


def test_every_extension_shows_what_the_variant_has_and_an_edit_ends_in_the_same_files(site):
    built = site.build()
    assert built.status == 0, built.output
    assert [line for line in built.messages if "matplotlib" not in line] == []
    shown = {
        "autodoc": "deploy_cluster",
        "autosummary": "scale_cluster",
        "generated/acme.scale_cluster": "Scale a cluster.",
        "intersphinx": "other.cluster",
        "tabs": "Kubernetes",
        "mermaid": "B-->cluster",
        "bibtex": "Lamport",
        "copybutton": "kubectl get cluster",
        "opengraph": "With a cluster.",
    }
    for docname, text in shown.items():
        assert text in built.page("byoc", docname).get_text(), docname
    found = {name for name, content in built.files("serverless").items() if b"cluster" in content.lower()}
    assert found == set()
    assert "generated/acme.scale.html" in built.files("serverless")
    assert 'content="With a cluster."' in built.html("byoc", "opengraph")
    assert 'content="Without servers."' in built.html("serverless", "opengraph")
    assert "<main>" not in built.html("byoc", "404")  # that of the extension, not ours

    for name in ("autosummary.rst", "bibtex.md", "tabs.md"):
        site.pages({name: PAGES[name].replace("{@@ if byoc @@}", "{@@ if serverless @@}")})
    edited = site.build()
    shutil.rmtree(site.folder / "build")
    clean = site.build()
    assert edited.files() == clean.files()
    assert clean.has("serverless/generated/acme.scale_cluster.html")
    assert not clean.has("byoc/generated/acme.scale_cluster.html")
