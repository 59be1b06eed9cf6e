"""Pages with blocks, built by Sphinx: their text and the lines of their messages."""

from __future__ import annotations

from docutils import nodes


def test_each_variant_shows_its_own_text_in_markdown_and_rest(build):
    built = build(
        {
            "index.md": """\
                # Home of {@= product =@}

                {@@ if serverless @@}
                Only hosted.
                <@@ elif byoc @@>
                Only yours.
                {@@ endif @@}

                ```{toctree}
                rest
                ```
                """,
            "rest.rst": """\
                Rest
                ====

                Runs {@@ if byoc @@}in your cloud{@@ else @@}in ours{@@ endif @@}.

                .. code-block:: text

                   {@@ if byoc @@}
                   registry: {@= registry =@}
                   {@@ endif @@}
                   {{ left }} {% alone %}
                """,
        }
    )
    assert (built.status, built.messages) == (0, [])
    assert built.text("serverless", "index") == "Home of Acme Serverless Only hosted. Rest"
    assert built.text("byoc", "index") == "Home of Acme BYOC Only yours. Rest"
    assert built.text("serverless", "rest") == "Rest Runs in ours. {{ left }} {% alone %}"
    assert built.text("byoc", "rest") == "Rest Runs in your cloud. registry: ghcr.io {{ left }} {% alone %}"


def test_messages_of_sphinx_myst_and_docutils_name_the_authors_line(build):
    built = build(
        {
            "index.md": """\
                ---
                subject: "{@= product =@}"
                ---
                # Home

                {@@ if byoc @@}
                One.

                Two.
                {@@ endif @@}

                {nosuch}`line 12`

                ```{note}
                {@@ if byoc @@}
                Three.

                {@@ endif @@}
                {nested}`line 19`
                ```

                ```{nodirective}
                ```

                ```{image} nothere.png
                ```

                ```{eval-rst}
                :norst:`line 29`
                ```

                ```{toctree}
                rest
                ```
                """,
            "rest.rst": """\
                Rest
                ====

                {@@ if byoc @@}
                One.

                Two.
                {@@ endif @@}

                :nosuch:`line 10`

                .. note::

                   {@@ if byoc @@}
                   Three.

                   {@@ endif @@}
                   :nested:`line 18`

                .. nodirective::

                :ref:`nolabel`

                .. image:: nothere.png
                """,
        }
    )
    assert [message.partition(" [")[0] for message in built.messages] == [
        'source/index.md:12: WARNING: Unknown interpreted text role "nosuch".',
        # The paragraph that holds it begins with the author's line 16 in one variant.
        'source/index.md:19: WARNING: Unknown interpreted text role "nested".',
        "source/index.md:22: WARNING: Unknown directive type: 'nodirective'",
        "source/index.md:25: WARNING: image file not readable: nothere.png",
        'source/index.md:29: ERROR: Unknown interpreted text role "norst".',
        'source/rest.rst:10: ERROR: Unknown interpreted text role "nosuch".',
        'source/rest.rst:18: ERROR: Unknown interpreted text role "nested".',
        'source/rest.rst:20: ERROR: Unknown directive type "nodirective".',
        ".. nodirective::",
        "source/rest.rst:22: WARNING: `nolabel`: no variant has such a label; correct or remove the link",
        "source/rest.rst:24: WARNING: image file not readable: nothere.png",
    ]
    assert all(
        message.rpartition(" [")[0].endswith("[serverless, byoc]")
        for message in built.messages
        if 'nodirective"' not in message
    )


def test_nodes_of_the_doctree_carry_source_lines(build):
    page = """\
        # Home

        {@@ if serverless @@}
        Hosted.
        {@@ endif @@}

        Both.

        - item
        - {@= product =@}
        """
    built = build({"index.md": page})
    lines = {node.astext(): node.line for node in built.doctree("byoc", "index").findall(nodes.paragraph)}
    assert lines == {"Both.": 7, "item": 9, "Acme BYOC": 10}


def test_a_broken_page_is_reported_and_the_rest_is_built(build):
    built = build(
        {
            "index.md": "# Home\n\n```{toctree}\nbad\ngood\n```\n\n[there](bad.md), {ref}`label`\n",
            "bad.md": "(label)=\n# Bad {@= product =@}\n\n{@@ if severless @@}\nx\n{@@ endif @@}\n\n{@= nothing =@}\n",
            "good.md": "# Good\n",
        }
    )
    assert built.status == 1
    assert built.messages == [
        "source/bad.md:4: ERROR: unknown name `severless`; did you mean `serverless`? [serverless, byoc] "
        "[variants.unknown-name]",
        "source/bad.md:8: ERROR: unknown name `nothing`; the variants and groups are `byoc`, `self_managed`, "
        "`serverless` [serverless, byoc] [variants.unknown-name]",
    ]
    assert "This page could not be built." in built.text("byoc", "bad")
    assert "source/bad.md:4: unknown name `severless`" in built.text("byoc", "bad")
    assert built.text("byoc", "good") == "Good"


def test_an_undefined_variable_breaks_the_page_only_where_it_is_undefined(build):
    built = build({"index.md": "# Home\n\nPush to {@= registry =@}.\n"})
    assert built.status == 1
    assert built.messages == [
        "source/index.md:3: ERROR: `registry` has no value here: it is defined for byoc only; define it "
        "for serverless in variants.yaml, or put this into a block [serverless] [variants.unknown-name]"
    ]
    assert built.text("byoc", "index") == "Home Push to ghcr.io."


def test_a_page_that_is_not_utf_8_is_named_and_the_rest_is_built(project):
    project.pages({"index.md": "# Home\n\n```{toctree}\nlatin\n```\n"})
    project.write({"source/latin.md": "# Caf\n\ncaf\xe9\n".encode("latin-1")})
    built = project.build()
    assert built.status == 1
    assert built.messages == [
        "source/latin.md:3: ERROR: the file is not UTF-8: byte 0xe9 in this line; save it as UTF-8 "
        "[serverless, byoc] [variants.syntax]"
    ]


def test_crlf_a_bom_an_empty_page_and_a_page_of_tags_only_are_pages(project):
    project.pages({"index.md": "# Home\n\n```{toctree}\ncrlf\nbom\nempty\ntags\n```\n", "empty.md": ""})
    project.write(
        {
            "source/crlf.md": b"# CRLF\r\n\r\n{@@ if byoc @@}\r\nours\r\n{@@ endif @@}\r\n",
            "source/bom.md": b"\xef\xbb\xbf# BOM {@= product =@}\n",
            "source/tags.md": "{@@ if byoc @@}\n{@@ endif @@}\n",
        }
    )
    built = project.build()
    # Sphinx itself says that a page without a title cannot be named in a toctree.
    assert [message.partition("WARNING: ")[2].partition(" [")[0] for message in built.messages] == [
        "toctree contains reference to document 'empty' that doesn't have a title: no link will be generated",
        "toctree contains reference to document 'tags' that doesn't have a title: no link will be generated",
    ]
    assert built.text("byoc", "crlf") == "CRLF ours"
    assert built.text("serverless", "bom") == "BOM Acme Serverless"


def test_an_error_of_ours_cannot_be_suppressed_but_a_warning_can(project):
    project.write(
        {"conf.py": project.folder.joinpath("conf.py").read_text() + 'suppress_warnings = ["variants.*"]\n'}
    )
    project.pages({"index.md": "# Home\n\n{@@ if byoc @@}\n", "orphan.md": "# Orphan\n"})
    built = project.build()
    assert built.status == 1
    assert [message.rpartition("[")[2] for message in built.messages] == ["variants.syntax]"]


def test_tags_in_settings_and_data_are_expanded_or_reported(project):
    conf = project.folder.joinpath("conf.py").read_text()
    conf = conf.replace('["colon_fence", "attrs_inline"]', '["substitution"]')
    project.write(
        {
            "conf.py": conf
            + 'html_title = "Docs of {@= product =@}"\n'
            + 'myst_substitutions = {"edition": "the {@= variant.title =@} edition"}\n'
            + 'rst_epilog = ".. |edition| replace:: {@= variant.title =@}"\n',
            "source/data.csv": "{@= product =@},1\n",
            "source/shown.txt": "{@= product =@}\n",
        }
    )
    project.pages(
        {
            "index.md": "# Home\n\nThis is {{ edition }}.\n\n{@@ raw @@}{@= shown =@}{@@ endraw @@}\n\n```{toctree}\nrest\n```\n",
            "rest.rst": """\
                Rest
                ====

                In |edition|.

                .. csv-table::
                   :file: data.csv

                .. literalinclude:: shown.txt
                """,
        }
    )
    built = project.build()
    assert built.status == 0
    assert built.text("byoc", "index") == "Home This is the BYOC edition. {@= shown =@} Rest"
    assert built.text("serverless", "rest").startswith("Rest In Serverless. ")
    assert built.messages == [
        "WARNING: the setting html_title holds the tag `{@= product =@}`, and tags are not expanded there; write a value "
        "for each variant under `conf:` in variants.yaml [serverless, byoc] [variants.syntax]",
        "source/data.csv:1: WARNING: readers will see the tag `{@= product =@}`, which comes from a setting, a docstring "
        "or a data file; tags are expanded in pages and in what they include [serverless, byoc] [variants.syntax]",
    ]


def test_a_wrong_tag_in_a_setting_is_an_error(project):
    conf = project.folder.joinpath("conf.py").read_text()
    project.write({"conf.py": conf + 'rst_prolog = "{@= prodct =@}"\n'})
    project.pages({"index.md": "# Home\n"})
    built = project.build()
    assert built.status == 2
    assert "rst_prolog: unknown name `prodct`; did you mean `product`?" in built.output


def test_a_project_without_myst_has_no_markdown_pages(project):
    project.write({"conf.py": 'extensions = ["variantdocs"]\nhtml_theme = "basic"\n'})
    project.pages(
        {
            "index.rst": "Home\n====\n\n{@@ if byoc @@}\nYours, :variant:`there <serverless:/index>`.\n{@@ endif @@}\n",
            "packs/README.md": "# Not a page\n",
        }
    )
    built = project.build()
    assert (built.status, built.messages) == (0, [])
    assert built.text("byoc", "index") == "Home Yours, there."
    assert not built.has("byoc/packs/README.html")


def test_myst_may_be_loaded_by_another_extension_and_later(project):
    conf = 'import sys\nsys.path.insert(0, ".")\nextensions = ["variantdocs", "notebooks"]\nhtml_theme = "basic"\n'
    project.write(
        {
            "conf.py": conf,
            "notebooks.py": """\
                from myst_parser.parsers.sphinx_ import MystParser

                class NotebookParser(MystParser):
                    supported = ("notebook",)

                def setup(app):
                    app.setup_extension("myst_parser")
                    app.add_source_suffix(".note", "notebook")
                    app.add_source_parser(NotebookParser)
                """,
        }
    )
    project.pages(
        {
            "index.md": "# Home\n\n{@@ if byoc @@}\nYours.\n{@@ endif @@}\n\n```{toctree}\nn\n```\n",
            "n.note": "# Note\n\n{@@ if byoc @@}\nYours.\n\n{@@ endif @@}\n{nosuch}`line 7`\n",
        }
    )
    built = project.build()
    assert built.text("byoc", "n").startswith("Note Yours.")
    assert built.messages == [
        'source/n.note:7: WARNING: Unknown interpreted text role "nosuch". [serverless, byoc] [myst.role_unknown]'
    ]


def test_conditions_that_none_or_all_variants_of_a_page_meet_are_warned_of(build):
    built = build(
        {
            "index.md": "# Home\n\n{@@ if serverless and byoc @@}\nNobody.\n{@@ endif @@}\n\n```{toctree}\nown\n```\n",
            "own.md": "---\nvariants: byoc\n---\n# Own\n\n{@@ if self_managed @@}\nAll.\n{@@ endif @@}\n",
        }
    )
    assert built.status == 0
    assert built.messages == [
        "source/index.md:3: WARNING: no variant of this page meets `serverless and byoc` here, so its text is never shown; "
        "correct the condition, or remove it with its text [serverless, byoc] [variants.dead-branch]",
        "source/own.md:6: WARNING: every variant of this page meets `self_managed`; remove the condition "
        "[byoc] [variants.always-true]",
    ]


def test_a_broken_page_and_a_broken_include_cause_no_further_messages(build):
    built = build(
        {
            "index.md": """\
                # Home

                [s](bad.md#section), {numref}`fig`, {eq}`eq`, {term}`Thing`, {ref}`inc`

                ```{include} _part.md
                ```

                ```{toctree}
                bad
                ```
                """,
            "bad.md": """\
                # Bad

                ## Section

                ```{code-block} text
                :name: fig
                :caption: Figure
                x
                ```

                ```{math}
                :label: eq
                x
                ```

                ```{glossary}
                Thing
                : It.
                ```

                ```{eval-rst}
                .. toctree::

                   below
                ```

                {@@ if byoc @@}
                """,
            "below.md": "# Below\n",
            "orphan.md": "---\norphan: true\n---\n# Orphan\n\n{@@ if byoc @@}\n",
            "_part.md": "(inc)=\n## Included\n\n{@@ if byoc @@}\n",
        },
        "-D",
        "numfig=1",
    )
    opened = "`{@@ if byoc @@}` is opened here and never closed; expected `{@@ endif @@}` [serverless, byoc] [variants.syntax]"
    assert built.messages == [
        f"source/_part.md:4: ERROR: {opened}",
        f"source/bad.md:27: ERROR: {opened}",
        f"source/orphan.md:6: ERROR: {opened}",
    ]
