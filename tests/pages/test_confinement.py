"""Builds in which pages read no file outside the project."""

from __future__ import annotations

import pytest

CURE = "copy it into the project, or set `variants_confine_reads = False` where you trust every page"


@pytest.fixture
def secret(project):
    """A file beside the project."""
    project.move("project")
    path = project.folder.parent / "secret.txt"
    path.write_text("hidden text\n")
    return path


def test_nothing_outside_the_project_is_read_and_each_attempt_is_reported(project, secret):
    conf = (project.folder / "conf.py").read_text()
    project.write({"conf.py": conf + "variants_confine_reads = True\n", "source/inside.txt": "inside text\n"})
    out = "../../secret.txt"
    project.pages(
        {
            "index.md": f"# Home\n\n```{{include}} {out}\n```\n```{{literalinclude}} {out}\n```\n"
            f"```{{raw}} html\n:file: {out}\n```\n```{{csv-table}}\n:file: {out}\n```\n"
            f"![alt]({out})\n\n[down]({out})\n\n```{{literalinclude}} inside.txt\n```\n\n"
            "```{toctree}\nrest\n```\n",
            "rest.rst": f"Rest\n====\n\n.. include:: {out}\n\n.. raw:: html\n   :url: file://{secret}\n",
        }
    )
    (project.folder / "source/link.md").symlink_to(secret)
    built = project.build()
    refused = [message.partition(" [")[0] for message in built.messages]
    lines = {"index.md": [3, 5, 7, 10, 13, 15], "rest.rst": [4]}
    assert built.status == 1
    assert refused == [
        *(
            f"source/index.md:{line}: ERROR: `{out}` is outside the project; {CURE}"
            for line in lines["index.md"]
        ),
        f"source/link.md:1: ERROR: `link.md` is outside the project; {CURE}",
        f"source/rest.rst:4: ERROR: `{out}` is outside the project; {CURE}",
        f"source/rest.rst:6: ERROR: `file://{secret}` is outside the project; {CURE}",
    ]
    assert not any(b"hidden text" in data for data in built.files().values())
    assert "inside text" in built.text("byoc", "index")


@pytest.mark.parametrize(("ci", "status"), [("1", 2), ("", 0)])
def test_settings_of_a_variant_are_confined_by_default_where_ci_is_set(
    project, secret, monkeypatch, ci, status
):
    monkeypatch.setenv("CI", ci)
    text = (project.folder / "variants.yaml").read_text()
    project.write(
        {
            "variants.yaml": text.replace(
                "  byoc:\n", "  byoc:\n    conf: {html_extra_path: [../secret.txt]}\n", 1
            )
        }
    )
    project.pages({"index.md": "# Home\n"})
    built = project.build("-D", "variant=byoc")
    assert built.has("byoc/secret.txt") is (status == 0)
    if status:
        assert f"variants.byoc.conf.html_extra_path: is outside the project; {CURE}" in built.output
