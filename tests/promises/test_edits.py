"""Builds after any edits end in the bytes and messages of a build from nothing."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, Phase, assume, given, seed, settings
from hypothesis import strategies as st
from tests.promises.conftest import differing

if TYPE_CHECKING:
    from collections.abc import Callable

EDITS = 30
"""Each is followed by a build."""
COMPARED_AFTER = 6
"""Edits after which the site is compared with one that is built from nothing."""
KINDS_AT_LEAST = 12
"""Different kinds of edits in a series: the first that hypothesis tries is one edit again and again."""


@dataclass(frozen=True)
class Edit:
    """One edit of an author: what is done, where, and a number that makes it differ from the others."""

    kind: str
    place: int
    number: int


def _pages(folder: Path) -> list[Path]:
    found = [path for path in (folder / "source").rglob("*.md") if not path.name.startswith("_")]
    return sorted(path for path in found if path.name != "index.md")


def _page(folder: Path, edit: Edit) -> Path:
    pages = _pages(folder)
    return pages[edit.place % len(pages)]


def _add_text(folder: Path, edit: Edit) -> None:
    path = _page(folder, edit)
    path.write_text(path.read_text("utf-8") + f"\nWord{edit.number} added.\n", "utf-8")


def _change_title(folder: Path, edit: Edit) -> None:
    path = _page(folder, edit)
    text = re.sub(r"^# .*", f"# Title {edit.number}", path.read_text("utf-8"), count=1, flags=re.MULTILINE)
    path.write_text(text, "utf-8")


def _add_section(folder: Path, edit: Edit) -> None:
    path = _page(folder, edit)
    text = f"\n(label-{edit.number})=\n## Section {edit.number}\n\n```{{index}} entry {edit.number}\n```\n"
    path.write_text(path.read_text("utf-8") + text, "utf-8")


def _add_link(folder: Path, edit: Edit) -> None:
    path = _page(folder, edit)
    target = _pages(folder)[edit.number % len(_pages(folder))]
    name = os.path.relpath(target, path.parent).replace(os.sep, "/")
    path.write_text(path.read_text("utf-8") + f"\n[link]({name}#label-{edit.number})\n", "utf-8")


def _add_block(folder: Path, edit: Edit) -> None:
    path = _page(folder, edit)
    text = f"\n{{@@ if byoc @@}}\nByoc{edit.number} {{@= product =@}}\n{{@@ endif @@}}\n"
    path.write_text(path.read_text("utf-8") + text, "utf-8")


def _break(folder: Path, edit: Edit) -> None:
    path = _page(folder, edit)
    path.write_text(path.read_text("utf-8") + "\n{@@ if nobody @@}\n", "utf-8")


def _mend(folder: Path, edit: Edit) -> None:
    for path in _pages(folder):
        text = path.read_text("utf-8")
        if "nobody" in text:
            path.write_text(text.replace("\n{@@ if nobody @@}\n", ""), "utf-8")


def _give_to_one(folder: Path, edit: Edit) -> None:
    path = _page(folder, edit)
    text = path.read_text("utf-8")
    if not text.startswith("---"):
        path.write_text(f"---\nvariants: {('byoc', 'serverless')[edit.number % 2]}\n---\n{text}", "utf-8")


def _remove(folder: Path, edit: Edit) -> None:
    _page(folder, edit).unlink()


def _add_page(folder: Path, edit: Edit) -> None:
    text = f"# New {edit.number}\n\n{{ref}}`legacy-label` text\n"
    (folder / f"source/features/glob/new{edit.number}.md").write_text(text, "utf-8")


def _change_include(folder: Path, edit: Edit) -> None:
    text = f"Included {edit.number} {{@@ if byoc @@}}b{{@= product =@}}{{@@ endif @@}}\n"
    (folder / f"source/features/{('_part.md', '_included.rst')[edit.place % 2]}").write_text(text, "utf-8")


def _change_code(folder: Path, edit: Edit) -> None:
    name = ("source/example.py", "code/tool.py")[edit.place % 2]
    path = folder / name
    path.write_text(path.read_text("utf-8").replace("return ", f"return {edit.number} or ", 1), "utf-8")


def _change_picture(folder: Path, edit: Edit) -> None:
    path = folder / "source/features/shared.png"
    path.write_bytes(path.read_bytes() + bytes([edit.number % 256]))


def _change_download(folder: Path, edit: Edit) -> None:
    (folder / "source/features/quokkaonly.txt").write_text(f"quokkaonly {edit.number}\n", "utf-8")


def _change_variable(folder: Path, edit: Edit) -> None:
    path = folder / "variants.yaml"
    text = re.sub(
        r"^  product: .*", f"  product: Acme{edit.number}", path.read_text("utf-8"), flags=re.MULTILINE
    )
    path.write_text(text, "utf-8")


def _change_group(folder: Path, edit: Edit) -> None:
    path = folder / "variants.yaml"
    members = ("[byoc]", "[serverless]", "[byoc, serverless]")[edit.number % 3]
    text = re.sub(
        r"^  self_managed:(\n  - .*)+|^  self_managed: .*",
        f"  self_managed: {members}",
        path.read_text("utf-8"),
        flags=re.MULTILINE,
    )
    path.write_text(text, "utf-8")


def _change_title_of_variant(folder: Path, edit: Edit) -> None:
    path = folder / "variants.yaml"
    text = re.sub(
        r"^    title: .*[Bb]yoc.*",
        f"    title: Byoc {edit.number}",
        path.read_text("utf-8"),
        flags=re.MULTILINE,
    )
    path.write_text(text, "utf-8")


def _change_style(folder: Path, edit: Edit) -> None:
    (folder / "static/own.css").write_text(f"p {{ margin: {edit.number}px }}\n", "utf-8")


def _change_template(folder: Path, edit: Edit) -> None:
    text = f"{{%- extends '!page.html' %}}{{% block content %}}{{{{ super() }}}}<!-- {edit.number} -->{{% endblock %}}"
    (folder / "templates/page.html").write_text(text, "utf-8")


def _change_conf(folder: Path, edit: Edit) -> None:
    path = folder / "conf.py"
    path.write_text(path.read_text("utf-8") + f"\ncopyright = '{edit.number}'\n", "utf-8")


def _turn_toctree(folder: Path, edit: Edit) -> None:
    path = folder / "source/features/index.md"
    before, entries, after = re.split(
        r"((?:^[\w/]+\n)+)", path.read_text("utf-8"), maxsplit=1, flags=re.MULTILINE
    )
    lines = entries.splitlines(keepends=True)
    turned = edit.place % len(lines)
    path.write_text(before + "".join((*lines[turned:], *lines[:turned])) + after, "utf-8")


def _change_options_of_toctree(folder: Path, edit: Edit) -> None:
    path = folder / "source/features/index.md"
    text = re.sub(r":caption: .*", f":caption: Caption {edit.number}", path.read_text("utf-8"))
    numbered = (":numbered:\n", "")[edit.place % 2]
    path.write_text(re.sub(r"(:numbered:\n)?(?=:caption:)", numbered, text, count=1), "utf-8")


def _add_picture(folder: Path, edit: Edit) -> None:
    path = _page(folder, edit)
    picture = path.parent / f"pictures{edit.number}/shared.png"
    picture.parent.mkdir(exist_ok=True)
    picture.write_bytes((folder / "source/features/shared.png").read_bytes() + bytes([edit.number % 256]))
    path.write_text(path.read_text("utf-8") + f"\n![picture]({picture.parent.name}/shared.png)\n", "utf-8")


def _add_thing_to_do(folder: Path, edit: Edit) -> None:
    path = _page(folder, edit)
    path.write_text(path.read_text("utf-8") + f"\n```{{todo}}\nMend {edit.number}\n```\n", "utf-8")


def _take_label(folder: Path, edit: Edit) -> None:
    path = _page(folder, edit)
    path.write_text(path.read_text("utf-8") + "\n(legacy-label)=\n## Part\n", "utf-8")


def _change_times(folder: Path, edit: Edit) -> None:
    for path in (folder / "source").rglob("*"):
        os.utime(path, (edit.number * 1_000_000, edit.number * 1_000_000))


KINDS: dict[str, Callable[[Path, Edit], None]] = {
    function.__name__.removeprefix("_"): function
    for function in (
        _add_text,
        _add_text,
        _change_title,
        _add_section,
        _add_link,
        _add_block,
        _break,
        _mend,
        _give_to_one,
        _remove,
        _add_page,
        _change_include,
        _change_code,
        _change_picture,
        _change_download,
        _change_variable,
        _change_group,
        _change_title_of_variant,
        _change_style,
        _change_template,
        _change_conf,
        _turn_toctree,
        _change_options_of_toctree,
        _add_picture,
        _add_thing_to_do,
        _take_label,
        _change_times,
    )
}

EDIT = st.builds(
    Edit, kind=st.sampled_from(sorted(KINDS)), place=st.integers(0, 200), number=st.integers(1, 1000)
)


@seed(1)
@settings(
    max_examples=1,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(edits=st.lists(EDIT, min_size=EDITS, max_size=EDITS))
def test_a_build_after_any_edits_equals_a_clean_build(small, tmp_path_factory, edits):
    assume(len({edit.kind for edit in edits}) >= KINDS_AT_LEAST)
    folder = tmp_path_factory.mktemp("edits")
    site = small.copy(folder / "edited")
    for number, edit in enumerate(edits, start=1):
        KINDS[edit.kind](site.folder, edit)
        said = site.build("-j", "2")
        if number % COMPARED_AFTER == 0:
            clean = site.copy(folder / f"clean{number}", build=False)
            said_by_clean = clean.build("-j", "2")
            assert differing(site.files(), clean.files()) == [], edits[:number]
            assert site.messages(said) == clean.messages(said_by_clean), edits[:number]
