"""The command ``variantdocs redirects``: parse, compare two states of the project, print."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path, PurePosixPath

from variantdocs.errors import ConfigurationError
from variantdocs.output import write_bytes
from variantdocs.paths import shown_path
from variantdocs.publish.redirects.entries import parse_redirects
from variantdocs.publish.redirects.git_history import History
from variantdocs.publish.redirects.propose import (
    Memberships,
    as_lines,
    outdated_entries,
    proposals,
    without_written,
)
from variantdocs.sources.project import Project, load_project


def run(argv: list[str]) -> int:
    """Propose redirects; return the exit status: 1 if a page has moved or gone without one."""
    parser = argparse.ArgumentParser(
        prog="variantdocs redirects",
        description="Propose lines for the file redirects: for every page that a variant had at an earlier "
        "commit and no longer has.",
    )
    parser.add_argument("--since", required=True, metavar="REV", help="the commit to compare with")
    parser.add_argument("-c", dest="conf", help="the folder of conf.py (default: the source folder)")
    parser.add_argument(
        "--write", action="store_true", help="add the lines to the file, instead of printing them"
    )
    parser.add_argument("source", help="the source folder")
    found = parser.parse_args(argv)
    source = Path(found.source).absolute()
    conf = Path(found.conf).absolute() if found.conf else source
    return _propose(source, conf, found.since, write=found.write)


def _propose(source: Path, conf: Path, since: str, *, write: bool) -> int:
    now = load_project(source, conf)
    history = History.since(since, conf)
    before = _memberships_at(history, source, conf)
    after = _memberships(now)
    file = now.variants_file.parent / now.variant_set.publishing.redirects
    text = file.read_text("utf-8-sig") if file.is_file() else ""
    entries, problems = parse_redirects(text, now.variant_set)
    if problems:
        raise ConfigurationError(
            tuple(f"{shown_path(file)}:{found.line}: {found.message}" for found in problems)
        )
    lost = proposals(before, after, _renamed_pages(history, source, now), now.variant_set)
    outdated = list(outdated_entries(lost, entries))
    for entry, proposal in outdated:
        print(
            f"{shown_path(file)}:{entry.line}: {entry.new} has moved as well; "
            f"lead to {proposal.new} directly [{', '.join(proposal.variants)}]",
            file=sys.stderr,
        )
    missing = without_written(lost, entries, after)
    lines = as_lines(missing, after, now.variant_set)
    if write and lines:
        write_bytes(file, f"{text.rstrip()}\n\n{lines}".lstrip("\n").encode("utf-8"))
        print(f"{shown_path(file)}: {len(missing)} added; read them before you commit", file=sys.stderr)
        return 1 if outdated else 0
    sys.stdout.write(lines)
    return 1 if missing or outdated else 0


def _memberships(project: Project) -> Memberships:
    return {page.docname: page.members for page in project.pages if page.docname is not None}


def _memberships_at(history: History, source: Path, conf: Path) -> Memberships:
    """The pages of the project at the earlier commit; none if it was not there then."""
    with tempfile.TemporaryDirectory() as folder:
        history.extract(Path(folder))
        then_source = Path(folder, source.resolve().relative_to(history.top.resolve()))
        then_conf = Path(folder, conf.resolve().relative_to(history.top.resolve()))
        if not then_source.is_dir() or not (then_conf / "conf.py").is_file():
            return {}
        return _memberships(load_project(then_source, then_conf))


def _renamed_pages(history: History, source: Path, now: Project) -> dict[str, str]:
    """old docname → new docname, for pages that git sees as renamed."""
    top = source.resolve().relative_to(history.top.resolve())
    docnames = {page.path: page.docname for page in now.pages if page.docname is not None}
    found = {}
    for old, new in history.renamed().items():
        docname = docnames.get(source / PurePosixPath(new).relative_to(top)) if _is_below(new, top) else None
        if docname is not None and _is_below(old, top):
            found[str(PurePosixPath(old).relative_to(top).with_suffix(""))] = docname
    return found


def _is_below(path: str, folder: Path) -> bool:
    return PurePosixPath(path).is_relative_to(PurePosixPath(folder.as_posix()))
