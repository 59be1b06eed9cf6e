"""After a variant is retired, a build gives the other variants byte for byte as before.

Only what lists the variants differs: the switcher, which is off here, and the page for unknown addresses.
"""

from __future__ import annotations

from variantdocs.cli import main

CONF = """\
project = "Test"
extensions = ["myst_parser", "variantdocs"]
html_theme = "pydata_sphinx_theme"
myst_heading_anchors = 2
variants_switcher = False
"""
VARIANTS = """\
version: 1
variants:
  serverless: {title: Serverless, vars: {product: Acme Serverless}}
  byoc: {title: BYOC, vars: {product: Acme BYOC}}
  byok: {title: BYOK, vars: {product: Acme BYOK, keys: yours}}
groups:
  self_managed: [byoc, byok]
  keyed: [byok]
pages:
  "deployment/*": self_managed
  "keys": byok
"""
PAGES = {
    "index.md": """\
# {@= product =@}

{@@ if byok @@}
Your keys.
{@@ elif byoc @@}
Your cloud.
{@@ else @@}
Nothing of yours.
{@@ endif @@}

Run {@@ if self_managed and not byok @@}there{@@ elif keyed @@}{@= keys =@}{@@ else @@}here{@@ endif @@}.

{@@ if byok or byoc @@}
[Plane](deployment/plane.rst#plane)
{@@ endif @@}

```{toctree}
deployment/plane
keys
both
```
""",
    "deployment/plane.rst": ".. _plane:\n\nPlane\n=====\n\n{@@ if not keyed @@}No keys.{@@ endif @@}\n",
    "keys.md": "# Keys\n",
    "both.md": "---\nvariants: [serverless, byok]\n---\n# Both\n\n```{include} /parts/common.txt\n```\n",
}


def test_a_build_gives_the_other_variants_as_before(project, capfd):
    project.write({"conf.py": CONF, "variants.yaml": VARIANTS})
    project.pages(
        {**PAGES, "parts/common.txt": "{@@ if byok @@}\nKeys.\n{@@ else @@}\nNone.\n{@@ endif @@}\n"}
    )
    before = project.build("-W")
    assert (before.status, before.messages) == (0, [])
    kept = {name: contents_of(before, name) for name in ("serverless", "byoc")}
    assert main(["retire", "-c", ".", "byok", "source"]) == 0
    after = project.build("-W", "-E")
    assert (after.status, after.messages) == (0, [])
    assert not after.has("byok/index.html")
    assert {name: contents_of(after, name) for name in kept} == kept
    assert "byok" not in (project.folder / "variants.yaml").read_text("utf-8")


def contents_of(built, variant):
    return {
        name: data for name, data in built.files(variant).items() if name not in (".buildinfo", "404.html")
    }
