"""The example of the manual's page about check gives what the page says."""

from __future__ import annotations

import re
from pathlib import Path

from variantdocs.cli import main

ROOT = Path(__file__).parents[2]


def test_the_manual_shows_what_check_says(project, capfd):
    manual = (ROOT / "source/writing/check.md").read_text("utf-8")
    (example,) = re.findall(r"^```console\n\$ variantdocs (.*?)^```", manual, re.S | re.M)
    command, _, expected = example.partition("\n")
    (page,) = re.findall(r"^```text\n(.*?)^```", manual, re.S | re.M)
    conf = (project.folder / "conf.py").read_text("utf-8")
    project.write({
        "conf.py": f"{conf}templates_path = ['_templates']\n",
        "_templates/layout.html": "{% extends '!layout.html' %}{% block footer %}{% include 'footer.html' %}{% endblock %}",
        "_templates/footer.html": "<p>Set up the <b>data plane</b> before you begin.</p>",
        "variants.yaml": (project.folder / "variants.yaml").read_text("utf-8"),
    })  # fmt: skip
    project.pages({"index.md": page})
    assert main(command.split()) == 1
    said = re.sub(r"checked \d+ files", "checked 42 files", capfd.readouterr().err)
    assert said == expected
