"""Included files: sliced, then expanded, with their own lines in messages."""

from __future__ import annotations

from variantdocs.templating.source_lines import include

PART = """\
    First.

    {@@ if byoc @@}
    Yours.
    {@@ else @@}
    Hosted.
    {@@ endif @@}

    {nosuch}`line 9`
    """


def test_an_included_file_is_expanded_and_keeps_its_lines_in_markdown(build):
    built = build(
        {
            "_part.md": PART,
            "index.md": "# Home\n\n{@@ if byoc @@}\n\n{@@ endif @@}\n```{include} _part.md\n```\n\n{after}`9`\n",
        }
    )
    assert built.text("byoc", "index").startswith("Home First. Yours.")
    assert built.text("serverless", "index").startswith("Home First. Hosted.")
    assert [message.partition(" [")[0] for message in built.messages] == [
        'source/_part.md:9: WARNING: Unknown interpreted text role "nosuch".',
        'source/index.md:9: WARNING: Unknown interpreted text role "after".',
    ]


def test_an_included_file_is_expanded_and_keeps_its_lines_in_rest(build):
    built = build(
        {
            "_part.rst": PART.replace("{nosuch}", ":nosuch:"),
            "index.rst": "Home\n====\n\n{@@ if byoc @@}\n\n{@@ endif @@}\n.. include:: _part.rst\n\n:after:`9`\n",
        }
    )
    assert built.text("byoc", "index").startswith("Home First. Yours.")
    assert [message.partition(" [")[0] for message in built.messages] == [
        'source/_part.rst:9: ERROR: Unknown interpreted text role "nosuch".',
        'source/index.rst:9: ERROR: Unknown interpreted text role "after".',
    ]


def test_a_slice_counts_the_lines_that_the_author_wrote(build):
    part = "zero\none\n{@@ if byoc @@}\nthree\n{@@ endif @@}\nfive {nosuch}`six`\nsix\n"
    rest = part.replace("{nosuch}", ":nosuch:")
    built = build(
        {
            "_part.md": part,
            "_part.rst": rest,
            "index.md": "# Home\n\n```{include} _part.md\n:start-line: 1\n:end-line: 6\n```\n\n```{toctree}\nr\n```\n",
            "r.rst": "Rest\n====\n\n.. include:: _part.rst\n   :start-after: zero\n   :end-before: six\n",
        }
    )
    assert built.text("serverless", "index").startswith("Home one five")
    assert built.text("byoc", "index").startswith("Home one three five")
    assert [message.partition(" [")[0] for message in built.messages][:1] == [
        # MyST names the first line of the paragraph.
        'source/_part.md:2: WARNING: Unknown interpreted text role "nosuch".',
    ]
    assert built.messages[1].startswith(
        "source/_part.rst:2: WARNING: Inline interpreted text or phrase reference"
    )


def test_a_block_that_a_slice_cuts_is_named_in_the_included_file(build):
    built = build(
        {
            "_part.md": "a\n\n{@@ if byoc @@}\nb\n{@@ endif @@}\n",
            "index.md": "# Home\n\n```{include} _part.md\n:start-line: 3\n```\n\nLast.\n",
        }
    )
    assert built.status == 1
    assert built.messages == [
        "source/_part.md:5: ERROR: `endif` closes nothing: no `{@@ if … @@}` is open here [serverless, byoc] "
        "[variants.syntax]"
    ]
    assert built.text("byoc", "index").endswith("Last.")


def test_literal_and_code_includes_show_the_tags(build):
    part = "{@@ if byoc @@}\nx\n{@@ endif @@}\n"
    built = build(
        {
            "_part.txt": part,
            "index.md": "# Home\n\n```{include} _part.txt\n:literal:\n```\n\n```{literalinclude} _part.txt\n```\n\n"
            "```{toctree}\nr\n```\n",
            "r.rst": "Rest\n====\n\n.. include:: _part.txt\n   :code: text\n",
        }
    )
    assert built.messages == []
    assert built.text("byoc", "index") == (
        "Home {@@ if byoc @@} x {@@ endif @@} {@@ if byoc @@} x {@@ endif @@} Rest"
    )
    assert built.text("byoc", "r") == "Rest {@@ if byoc @@} x {@@ endif @@}"


def test_a_file_that_includes_itself_is_refused(build):
    built = build(
        {"_a.md": "a\n\n```{include} _a.md\n```\n", "index.md": "# Home\n\n```{include} _a.md\n```\n"}
    )
    assert len(built.messages) == 1
    assert "circular inclusion: index.md > _a.md > _a.md" in built.messages[0]
    assert built.messages[0].startswith("source/_a.md:3: ")


def test_markdown_is_included_into_rest_with_its_own_lines(build):
    built = build(
        {
            "_part.md": "{@@ if byoc @@}\nYours.\n\n{@@ endif @@}\n{nosuch}`line 5`\n",
            "index.rst": "Home\n====\n\n{@@ if byoc @@}\n\n{@@ endif @@}\n\n.. include:: _part.md\n   :parser: myst_parser.sphinx_\n",
        }
    )
    assert built.text("byoc", "index").startswith("Home Yours.")
    assert built.messages[0].startswith("source/_part.md:5: WARNING")


def test_a_page_that_includes_without_end_is_cut_with_one_message(build, monkeypatch):
    monkeypatch.setattr(include, "MOST_INCLUDES", 30)
    tenfold = "```{include} _NEXT.md\n```\n" * 10
    rest = "{@@ if byoc @@}\n\n{@@ endif @@}\n" + ".. include:: _r.inc\n\n" * 40
    built = build(
        {
            **{f"_{number}.md": tenfold.replace("NEXT", str(number + 1)) for number in range(9)},
            "_9.md": "word\n",
            "_r.inc": "word\n",
            "index.md": "# Home\n\n```{include} _0.md\n```\n\n```{toctree}\nr\n```\n",
            "r.rst": f"Rest\n====\n\n{rest}",
        }
    )
    what = "ERROR: the page includes more than 30 files, or 16,777,216 characters"
    assert [message.partition(",")[0] for message in built.messages if what in message] == [
        "source/_7.md:5: ERROR: the page includes more than 30 files",
        "source/r.rst:67: ERROR: the page includes more than 30 files",
    ]
    assert built.text("byoc", "r").split().count("word") == 30


def test_a_page_that_includes_too_many_characters_is_cut(build, monkeypatch):
    monkeypatch.setattr(include, "MOST_CHARACTERS", 100)
    built = build(
        {
            "_part.md": "word\n" * 25,
            "index.md": "# Home\n\n{@@ if byoc @@}\nyours\n{@@ endif @@}\n\n"
            + "```{include} _part.md\n```\n\n" * 3,
        }
    )
    assert [message.partition(",")[0] for message in built.messages] == [
        "source/index.md:10: ERROR: the page includes more than 1"
    ]
    assert built.text("byoc", "index").split().count("word") == 25
