"""Pagefind is asked for before the work begins."""

from __future__ import annotations

import sys

from variantdocs.cli import main


def test_without_pagefind_nothing_is_built(project, monkeypatch, capfd):
    monkeypatch.setitem(sys.modules, "pagefind.service", None)  # as if it were not installed
    yaml = (project.folder / "variants.yaml").read_text()
    project.write({"variants.yaml": f"{yaml}publish: {{pagefind: true}}\n", "source/index.md": "# Home\n"})
    assert main(["publish", "-q", "-c", ".", "source", "build/site"]) == 2
    assert capfd.readouterr().err == (
        "publish.pagefind: Pagefind is not installed; run `pip install 'pagefind[bin]'`, "
        "or remove the line from variants.yaml\n"
    )
    assert not (project.folder / "build").exists()
