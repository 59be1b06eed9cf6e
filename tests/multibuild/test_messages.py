"""Messages have the same text from every command, and are reported again by every build."""

from __future__ import annotations

CONF = """
import os, sys, warnings
with warnings.catch_warnings():
    warnings.simplefilter("always")  # pytest makes them errors
    warnings.warn("said by conf.py", stacklevel=1)
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
extensions += ["sphinx.ext.autodoc"]


def setup(app):
    from docutils import nodes
    from sphinx.util import logging

    logger = logging.getLogger(__name__)

    def started(app):
        with warnings.catch_warnings():
            warnings.simplefilter("always")  # pytest makes them errors
            warnings.warn("said by Python", stacklevel=1)
        logger.warning("said early", type="early", subtype="kind")

    def read(app, doctree):
        if app.env.docname == "index":
            paragraph = nodes.paragraph()
            paragraph.source, paragraph.line = "", 1
            logger.warning("said of nothing", location=paragraph)
            logger.warning("said of text", location="<generated>:7")

    app.connect("builder-inited", started)
    app.connect("doctree-read", read)
"""
MESSAGES = """\
WARNING: said early [serverless, byoc] [early.kind]
<generated>:7: WARNING: said of text [serverless, byoc]
<unknown>:1: WARNING: said of nothing [serverless, byoc]
mod.py:docstring of mod.f:3: WARNING: Inline interpreted text or phrase reference start-string without end-string. [serverless, byoc] [docutils]
source/a.md: WARNING: no toctree reaches this page; name it in one, or write `orphan: true` at its top [serverless, byoc] [variants.orphan]
""".splitlines()


def test_messages_with_unusual_locations_are_the_same_in_every_build(project, commands):
    project.write(
        {
            "conf.py": (project.folder / "conf.py").read_text() + CONF,
            "mod.py": 'def f():\n    """First.\n\n    Open `quote.\n    """\n',
        }
    )
    project.pages({"index.md": "# Home\n\n```{eval-rst}\n.. autofunction:: mod.f\n```\n", "a.md": "# A\n"})
    conf = project.folder / "conf.py"
    early, late = (n for n, line in enumerate(conf.read_text().splitlines(), 1) if "warnings.warn(" in line)
    messages = [
        f"{conf}:{early}: UserWarning: said by conf.py",
        '  warnings.warn("said by conf.py", stacklevel=1)',
        f"{conf}:{late}: UserWarning: said by Python",
        '  warnings.warn("said by Python", stacklevel=1)',
        *MESSAGES,
    ]
    first = project.build("-W")
    assert (first.status, first.messages) == (1, messages)
    again = project.build("-W")
    assert (again.status, again.messages) == (1, messages)
    assert "0 read" in again.output
    project.pages({"a.md": "# Another\n"})
    assert project.build().messages == messages
    options = ("-q", "-b", "variants", "-c", ".", "-d", "build/doctrees", "source", "build/html")
    done = commands.run("sphinx", "build", *options)
    assert done.stderr.splitlines() == messages
    options = ("-q", "-E", "-b", "html", "-c", ".", "-d", "one/doctrees", "source", "one/html/serverless")
    done = commands.run("sphinx", "build", *options)
    assert (
        "source/a.md: WARNING: no toctree reaches this page; name it in one, or write `orphan: true` at its top "
        "[serverless] [variants.orphan]"
    ) in done.stderr.splitlines()
