"""The parts of a broken page that its placeholder keeps."""

from __future__ import annotations

import time

import pytest

from variantdocs.templating.kept_parts import kept_markdown, kept_rest, text_without_tags

MARKDOWN = """\
---
orphan: true
---
(top)=
# Title #

(sub)=
## Section

```{figure} x.png
:name: fig
```

```{note}
:name: note
~~~{math}
:label: inner
~~~
```

$$
x
$$ (eq)

```{glossary}
Term
: What it is.
```

```{eval-rst}
.. toctree::

   a
```

```text
# no heading
:name: no name
```
"""

REST = """\
:orphan:

.. _top:

=====
Title
=====

.. _sub:

Section
-------

.. figure:: x.png
   :name: fig

.. math::
   :label: eq

   x

.. glossary::

   Term
      What it is.

.. toctree::
   :hidden:

   a

end
"""


def test_markdown_keeps_what_others_may_refer_to():
    kept = kept_markdown(MARKDOWN)
    assert (kept.title, kept.is_orphan, kept.labels_of_title) == ("Title", True, ["top"])
    text = "\n".join(kept.lines)
    for part in (
        "(sub)=\n## Section\n",
        ":name: fig\n:caption: fig\n",
        ":name: note\n",
        ":label: inner\n",
        ":label: eq\n",
        "```{glossary}\nTerm\n: What it is.\n```\n",
        "````{eval-rst}\n\n.. toctree::\n\n   a\n",
    ):
        assert part in text
    assert "no heading" not in text
    assert "no name" not in text


def test_markdown_keeps_headings_that_are_underlined():
    kept = kept_markdown("Title\nin two lines\n===\n\n- item\n---\n\nSection\n---\n\n---\n")
    assert kept.title == "Title in two lines"
    assert kept.lines == ["", "## Section", ""]


@pytest.mark.parametrize(
    ("source", "label"),
    [
        ("{#a}\n## Section\n", "a"),
        ("Some [text]{.red #a key=1} here.\n", "a"),
        ("- item\n\n  (a)=\n  text\n", "a"),
        ("```{note}\n(a)=\ntext\n```\n", "a"),
        ("```{note}\n{#a}\ntext\n```\n", "a"),
    ],
)
def test_markdown_keeps_ids_and_labels_wherever_they_stand(source, label):
    lines = "\n".join(kept_markdown(source, is_page=False).lines)
    assert lines.count(f"({label})=") == 1


def test_what_only_resembles_an_id_is_no_label():
    assert "=" not in "".join(
        kept_markdown("{# a #} {#1} {{ a #b\n\n```{code-block} text\n(a)=\n```\n").lines
    )


def test_an_equation_of_one_line_is_kept():
    assert ":label: eq" in kept_markdown("text $$a = 1$$ (eq)\n").lines


def test_rest_keeps_what_others_may_refer_to():
    kept = kept_rest(REST)
    assert (kept.title, kept.is_orphan, kept.labels_of_title) == ("Title", True, ["top"])
    text = "\n".join(kept.lines)
    for part in (
        ".. _sub:\n\nSection\n-------\n",
        "   :name: fig\n   :caption: fig\n",
        "   :label: eq\n",
        ".. glossary::\n\n   Term\n      What it is.\n",
        ".. toctree::\n   :hidden:\n\n   a\n",
    ):
        assert part in text
    assert "\nend" not in text


def test_rest_keeps_labels_within_directives():
    assert ".. _a:" in kept_rest(".. note::\n\n   .. _a:\n\n   text\n", is_page=False).lines


def test_a_label_of_two_branches_is_kept_once():
    assert kept_markdown("(a)=\n# T\n\n(a)=\n## S\n").lines == ["", "## S", ""]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("a {@@ if x @@}b{@@ endif @@} c", "a b c"),
        ("{@@ if x @@}\na\n{@@ endif @@}\n", "a\n"),
        ("a\nb {@@ if x\nc", "a\nb \nc"),
        ("a\nb @@} c\nd", "a\n c\nd"),
        ("{@= a {@= b =@}c", "c"),
    ],
)
def test_tags_are_removed(source, text):
    assert text_without_tags(source) == text


@pytest.mark.parametrize(
    "source",
    [
        "{@@ " * 20_000,
        "@@} " * 20_000,
        "# a" + " " * 20_000 + "b\n",
        "{@@ if\n" * 9_000,
        "{ #" * 20_000,
        "a\n" * 30_000 + "-\n",
        "$$(" * 20_000,
        "```{note}\n" * 10_000,
    ],
)
def test_a_large_broken_page_takes_linear_time(source):
    started = time.process_time()
    text = text_without_tags(source)
    kept_markdown(text)
    kept_rest(text)
    assert time.process_time() - started < 1


@pytest.mark.parametrize(
    ("text", "is_page", "headings"),
    [
        ("# T\n\n#### A\n\n## B\n", True, ["## A", "## B"]),
        ("### A\n\n##### B\n\n##### C\n", False, ["### A", "#### B", "##### C"]),
    ],
)
def test_headings_skip_no_level(text, is_page, headings):
    kept = kept_markdown(text, is_page=is_page)
    assert [line for line in kept.lines if line.startswith("#")] == headings
