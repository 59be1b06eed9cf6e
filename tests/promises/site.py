"""A site with everything that a builder can meet: two variants, no network."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

from benchmarks.corpus import write_corpus

SECRET = {"byoc": "quokkaonly", "serverless": "wombatonly"}
"""A word that stands in text of one variant only, in every way in which text can."""

CONF = """\
project = "Promises"
author = "Acme"
extensions = [
    "myst_parser", "sphinx_design", "sphinx_copybutton", "sphinx.ext.ifconfig", "sphinx.ext.todo",
    "variantdocs",
]
exclude_patterns = ["_*", "**/_*"]
html_theme = "pydata_sphinx_theme"
html_theme_options = {"show_nav_level": 1, "navigation_depth": 3}
html_show_sourcelink = False
html_static_path = ["static"]
html_css_files = ["own.css"]
html_extra_path = ["extra"]
templates_path = ["templates"]
myst_enable_extensions = [
    "amsmath", "attrs_block", "attrs_inline", "colon_fence", "deflist", "dollarmath", "fieldlist", "html_image",
    "replacements", "smartquotes", "strikethrough", "substitution", "tasklist",
]
myst_enable_checkboxes = True
myst_footnote_transition = True
suppress_warnings = ["myst.strikethrough"]  # it is for HTML only
myst_heading_anchors = 3
numfig = True
todo_include_todos = True
todo_link_only = True  # else the list names the folder
rli_local = {"https://raw.githubusercontent.com/acme/code/main/": "code"}


def setup(app):
    app.add_config_value("plan", "", "env")
"""

FEATURES = {
    "features/index.md": """\
# Features

```{toctree}
:numbered:
:caption: All of them
blocks
code
directives
domains
equations
figures
legacy
objects
quokka
uses
wombat
glob/index
```

```{toctree}
:hidden:
Elsewhere <https://example.org/>
```
""",
    "features/glob/index.md": "# Glob\n\n```{toctree}\n:glob:\n:maxdepth: 1\n*\n```\n",
    "features/glob/a.md": "# Glob A\n\nText of A.\n",
    "features/glob/b.md": "---\nvariants: byoc\n---\n# Glob B quokkaonly\n\nText of B.\n",
    "features/glob/c.md": "---\nvariants: serverless\n---\n# Glob C wombatonly\n\nText of C.\n",
    "features/quokka.md": "---\nvariants: byoc\n---\n(only-byoc)=\n# Own quokkaonly\n\nquokkaonly {term}`Plan`\n",
    "features/wombat.md": "---\nvariants: serverless\n---\n# Own wombatonly\n\nwombatonly\n",
    "features/blocks.md": """\
---
myst: {substitutions: {key: "{@= product =@}"}}
---
# Blocks of {@= product =@}

{@@ if byoc @@}
(quokka-label)=
## For byoc: quokkaonly

A {index}`quokkaonly` and a [link](../features/quokka.md).

```{figure} quokkaonly.png
quokkaonly caption
```

{download}`quokkaonly.txt`
{@@ else @@}
## Without: wombatonly

![wombatonly](wombatonly.png) {download}`wombatonly.txt`

```{index} single: wombatonly; entry
```
{@@ endif @@}

| A | B |
|---|---|
{@@ if serverless @@}
| wombatonly | 1 |
{@@ endif @@}
| both | 2 |

```{include} _part.md
```

Across: <variant:byoc/features/quokka.md>, {variant}`byoc:features/quokka`.

[](#for-all)

## For all

A footnote[^1], $a^2$, ~~not~~ *this* "quoted" text -- and so on...

[^1]: The note, {@= variant.title =@}.
""",
    "features/_part.md": "Included {@@ if byoc @@}quokkaonly{@@ else @@}wombatonly{@@ endif @@} part.\n",
    "features/code.md": """\
# Code

```{literalinclude} /example.py
:pyobject: greet
:linenos:
```

```{rli} https://raw.githubusercontent.com/acme/code/main/tool.py
:lines: 2-3
:caption: A tool
:name: tool
```

```{code-block} python
:emphasize-lines: 1
print("both")
```

See {numref}`tool`.
""",
    "features/directives.md": """\
# Directives

::::{grid} 2
:::{grid-item-card} One
:link: blocks
:link-type: doc
Card
:::
:::{grid-item-card} Two
Other
:::
::::

::::{tab-set}
:::{tab-item} First
1
:::
:::{tab-item} Second
2
:::
::::

:::{dropdown} More
Hidden
:::

```{note}
A note
```

```{only} byoc
quokkaonly in only
```

```{todo}
A thing to do
```

```{todolist}
```

```{glossary}
Plan
  What one pays, {@= product =@}.
```

```{csv-table} A table
:file: /table.csv
```

```{list-table}
* - a
  - b
```

```{contents}
:local:
```

```{math}
:label: energy
e = mc^2
```

{eq}`energy` {abbr}`MD (Markdown)` {kbd}`Ctrl` {guilabel}`OK`
""",
    "features/domains.md": """\
# Domains

```{versionadded} 2.0
A thing.
```

```{deprecated} 3.0
Another.
```

```{program} acme
```

```{option} --plan <name>
The plan.
```

```{js:function} start(plan)
```

```{c:function} int acme_start(int plan)
```

```{cpp:class} Acme
```

```{rst:directive} acme
```

```{hlist}
- a
- b
```

```{rubric} Rubric
```

```{parsed-literal}
a *b* c
```

```{seealso}
{js:func}`start`, {c:func}`acme_start`, {cpp:class}`Acme`, {option}`acme --plan`, {token}`plan`.
```
""",
    "features/uses.md": """\
# Uses of {@= variant.title =@}

{js:func}`start`, {c:func}`acme_start`, {cpp:class}`Acme`, {option}`acme --plan`, {token}`plan`, {rst:dir}`acme`,
{envvar}`ACME_HOME`, {eq}`energy`, {eq}`amsmath-2`, {numref}`shared-figure`, {numref}`tool`, {py:func}`shared`, {term}`Plan`.

{download}`shared.txt` ![shared](shared.png)
""",
    "features/equations.md": """\
# Equations

\\begin{align}
a &= b \\\\
c &= d
\\end{align}

{@@ if byoc @@}
\\begin{equation}
quokkaonly = 1
\\end{equation}
{@@ endif @@}

\\begin{gather*}
g = h
\\end{gather*}

$$ e = f $$ (amsmath-2)

```{include} _equations.md
```

See {eq}`amsmath-2`.
""",
    "features/_equations.md": "\\begin{equation}\ni = j\n\\end{equation}\n",
    "features/figures.md": """\
# Figures

```{figure} shared.png
:name: shared-figure
A caption
```

{numref}`shared-figure`, {ref}`quoted <legacy-label>`, {doc}`legacy`.
""",
    "features/legacy.rst": """\
Legacy
======

.. _legacy-label:

Part
----

.. include:: _included.rst

.. productionlist::
   plan: name | `number`
   number: digit

.. index:: pair: legacy; text

Indexed text.

.. ifconfig:: plan == "large"

   never shown

Term :term:`Plan`, page :doc:`blocks`, {@@ if byoc @@}quokkaonly{@@ else @@}wombatonly{@@ endif @@}, [CIT]_.

.. [CIT] A citation.

.. |sub| replace:: substituted

|sub| text.
""",
    "features/_included.rst": "From reST: {@= product =@}.\n",
    "features/objects.md": """\
# Objects

```{py:module} acme
```

```{py:function} shared(a)
Does {py:func}`shared`.
```

{@@ if byoc @@}
```{py:function} quokkaonly(a)
```
{@@ else @@}
```{py:function} wombatonly(a)
```
{@@ endif @@}

```{envvar} ACME_HOME
```
""",
}


def write_site(folder: Path, *, pages: int) -> None:
    """Write it into ``folder``.

    :param pages: How many pages there are beside those that each show a feature.
    """
    write_corpus(folder, pages=pages, words=90)
    files: dict[str, str | bytes] = dict(FEATURES)
    files = {f"source/{name}": text for name, text in files.items()}
    files["conf.py"] = CONF
    variants = (folder / "variants.yaml").read_text("utf-8")
    variants = variants.replace("\nvars:\n", "\nvars:\n  product: Acme\n", 1)
    files["variants.yaml"] = variants
    for word in ("quokkaonly", "wombatonly", "shared"):
        files[f"source/features/{word}.png"] = picture(len(word))
        files[f"source/features/{word}.txt"] = f"{word}\n"
    files["source/example.py"] = "def greet():\n    return 'hello'\n\n\ndef other():\n    return 1\n"
    files["source/table.csv"] = "a,b\n1,2\n"
    files["code/tool.py"] = "import os\n\nprint(os.name)\n"
    files["static/own.css"] = "p { margin: 1em }\n"
    files["extra/humans.txt"] = "Acme\n"
    files["templates/own.html"] = "<p>own</p>\n"
    index = (folder / "source/index.md").read_text("utf-8")
    files["source/index.md"] = index + "\n```{toctree}\n:hidden:\nfeatures/index\n```\n"
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))


def picture(shade: int) -> bytes:
    """A small PNG."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", 4, 4, 8, 0, 0, 0, 0)
    rows = b"".join(b"\0" + bytes([shade % 256] * 4) for _ in range(4))
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )
