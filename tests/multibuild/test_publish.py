"""The folder to upload is replaced only by a whole site that has passed all checks."""

from __future__ import annotations

from pathlib import Path

import pytest

from variantdocs.cli import main
from variantdocs.errors import ConfigurationError
from variantdocs.multibuild.arguments import BuildArguments
from variantdocs.multibuild.publish import publish_site

GOOD = {"index.md": "# Home\n"}


def publish(*options: str) -> int:
    return main(["publish", "-q", "-c", ".", *options, "source", "build/site"])


def arguments(folder: Path, **others) -> BuildArguments:
    source = folder / "source"
    return BuildArguments(
        **{
            "source": source,
            "conf": folder,
            "output": folder / "site",
            "doctrees": folder / "doctrees",
            "index": folder / "index",
            "variants_file": folder / "variants.yaml",
            **others,
        }
    )


def build(status: int):
    def run(found: BuildArguments) -> int:
        assert (found.fail_on_warning, found.fresh) == (True, True)
        found.output.mkdir()
        (found.output / "new.html").write_text("new")
        (found.output / ".buildinfo").write_text("")
        return status

    return run


@pytest.mark.parametrize(("status", "files"), [(0, [".nojekyll", "new.html"]), (1, ["old.html"])])
def test_the_old_folder_stays_unless_the_build_succeeds(tmp_path, status, files):
    (tmp_path / "site").mkdir()
    (tmp_path / "site/old.html").write_text("old")
    assert publish_site(arguments(tmp_path), build(status)) == status
    assert sorted(path.name for path in (tmp_path / "site").iterdir()) == files
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


@pytest.mark.parametrize(
    ("others", "message"),
    [
        (
            {"variants": ("a", "b")},
            "publish replaces the whole site, so it cannot build only a part; leave out -D variant=a,b, "
            "or use `variantdocs build`",
        ),
        (
            {"filenames": ("source/a.md",)},
            "publish replaces the whole site, so it cannot build only a part; leave out source/a.md, "
            "or use `variantdocs build`",
        ),
    ],
)
def test_a_part_never_replaces_the_site(tmp_path, others, message):
    with pytest.raises(ConfigurationError) as caught:
        publish_site(arguments(tmp_path, **others), build(0))
    assert str(caught.value) == message


def test_a_folder_with_sources_is_never_replaced(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "docs/source").mkdir(parents=True)
    found = arguments(tmp_path / "docs", output=tmp_path / "docs")
    with pytest.raises(ConfigurationError) as caught:
        publish_site(found, build(0))
    assert str(caught.value) == (
        "publish would replace docs, which holds docs/source; name another output folder\n"
        "publish would replace docs, which holds docs; name another output folder"
    )
    assert (tmp_path / "docs/source").is_dir()


def test_the_checks_run_before_the_folder_is_replaced(project, capfd):
    project.pages(GOOD)
    project.write({"build/site/old.html": "old"})
    assert publish("-D", "variant=byoc") == 2
    for bad, message in (
        (
            {"source/index.md": "# Home\n\n{nosuch}`x`\n"},
            'source/index.md:3: WARNING: Unknown interpreted text role "nosuch". [serverless, byoc] [myst.role_unknown]',
        ),
        (
            {
                "source/index.md": "# Home\n\nSecret.\n",
                "variants.yaml": (project.folder / "variants.yaml").read_text()
                + "forbid: {byoc: [secret]}\n",
            },
            "build/site/byoc/index.html: ERROR: 'Secret' is forbidden here (forbid: 'secret'); "
            "put it into a block of another variant [byoc] [variants.leak]",
        ),
        (
            {"source/index.md": '# Home\n\n```{raw} html\n<a href="nosuch.html?x#y">x</a>\n```\n'},
            "build/site/byoc/index.html: ERROR: the link to 'nosuch.html?x#y' leads to no file of the site; "
            "correct the page, or the template that makes it [byoc] [variants.dead-link]",
        ),
    ):
        project.write(bad)
        capfd.readouterr()
        assert publish() == 1
        assert message in capfd.readouterr().err.splitlines()
        assert [path.name for path in (project.folder / "build/site").iterdir()] == ["old.html"]
    project.pages(GOOD)
    assert publish() == 0
    assert not (project.folder / "build/site/old.html").exists()
