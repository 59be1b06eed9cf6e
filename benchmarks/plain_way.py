"""Build every variant the plain way: a tree of its own for each, and stock Sphinx on each tree.

::

    python -m benchmarks.plain_way SITE BUILD

expands ``SITE/source`` into ``BUILD/trees/<variant>`` and runs ``sphinx-build`` once per variant,
with the theme and the extensions of the site but without variantdocs. It knows nothing of
variantdocs either (Jinja2 does the expanding), so it also serves as a second opinion.
"""

from __future__ import annotations

import argparse
import posixpath
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from jinja2 import Environment, StrictUndefined

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """What ``variants.yaml`` says about one variant."""

    name: str
    names: Mapping[str, Any]
    """What a condition or a variable may name."""
    html_title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What ``variants.yaml`` says, as far as the benchmark's site uses it."""

    editions: tuple[Edition, ...]
    rules: tuple[tuple[re.Pattern[str], str], ...]
    groups: Mapping[str, Sequence[str]]

    def members(self, name: str) -> frozenset[str]:
        """The variants of a group, or the one variant of that name."""
        return frozenset(self.groups.get(name, (name,)))

    def __getitem__(self, name: str) -> Edition:
        """The edition of that name."""
        return next(edition for edition in self.editions if edition.name == name)

    @classmethod
    def from_site(cls, site: Path) -> Settings:
        """Read ``site/variants.yaml``."""
        content = yaml.safe_load((site / "variants.yaml").read_text("utf-8"))
        groups = content.get("groups", {})
        editions = []
        for name, variant in content["variants"].items():
            flags = {other: other == name for other in content["variants"]}
            flags |= {group: name in members for group, members in groups.items()}
            editions.append(
                Edition(
                    name=name,
                    names={
                        **flags,
                        **content.get("vars", {}),
                        **variant.get("vars", {}),
                        "variant": {"name": name, "title": variant["title"]},
                    },
                    html_title=variant["conf"]["html_title"],
                )
            )
        rules = tuple((_pattern(text), said) for text, said in content.get("pages", {}).items())
        return cls(editions=tuple(editions), rules=rules, groups=groups)


def _pattern(text: str) -> re.Pattern[str]:
    parts = (
        ".*" if part == "**" else "[^/]*" if part == "*" else re.escape(part)
        for part in re.split(r"(\*\*?)", text)
    )
    return re.compile("".join(parts) + r"\Z")


# ---- one page ---------------------------------------------------------------------------------

_ENVIRONMENT_OPTIONS: dict[str, Any] = {
    "block_start_string": "{@@",
    "block_end_string": "@@}",
    "variable_start_string": "{@=",
    "variable_end_string": "=@}",
    "comment_start_string": "{@#",
    "comment_end_string": "#@}",
    "keep_trailing_newline": True,
    "undefined": StrictUndefined,
}
_ONLY_TAGS = re.compile(r"^[ \t]*((?:\{@(@.*?@|#.*?#)@?\}[ \t]*)+)\n", re.MULTILINE)
_FRONT_MATTER = re.compile(r"\A---\nvariants: (\S+)\n")
_TOCTREE = re.compile(r"^```\{toctree\}\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def expander() -> Environment:
    """The template engine for :func:`expanded`; one does for all pages."""
    return Environment(**_ENVIRONMENT_OPTIONS)


def expanded(text: str, names: Mapping[str, Any], environment: Environment) -> str:
    """The text of a page for the variant with these ``names``.

    A line that holds only block tags and comments goes with its line end.

    >>> expanded("a\\n{@@ if x @@}\\nb\\n{@@ endif @@}\\nc\\n", {"x": False}, expander())
    'a\\nc\\n'
    """
    if "{@" not in text:
        return text
    return environment.from_string(_ONLY_TAGS.sub(r"\1", text)).render(names)


def membership(docname: str, text: str, settings: Settings) -> frozenset[str]:
    """The variants that have the page: front matter, else the last rule that fits, else all."""
    found = _FRONT_MATTER.match(text)
    if found:
        return settings.members(found[1])
    said = [variant for pattern, variant in settings.rules if pattern.match(docname)]
    return settings.members(said[-1]) if said else frozenset(edition.name for edition in settings.editions)


def without_entries(text: str, docname: str, absent: frozenset[str]) -> str:
    """The page without the toctree entries that name one of the ``absent`` pages."""
    folder = posixpath.dirname(docname)

    def kept(line: str) -> bool:
        return posixpath.normpath(posixpath.join(folder, line.strip())) not in absent

    def pruned(toctree: re.Match[str]) -> str:
        return "```{toctree}\n" + "".join(line for line in toctree[1].splitlines(True) if kept(line)) + "```"

    return _TOCTREE.sub(pruned, text)


# ---- the whole site ---------------------------------------------------------------------------


def expand_tree(site: Path, tree: Path, variant: str, *, settings: Settings | None = None) -> tuple[str, ...]:
    """Bring ``tree`` up to date with what ``site/source`` is for ``variant``.

    A file is written only if its bytes differ, so an unchanged one keeps its modification time.

    :returns: the files written or deleted, relative to ``tree``.
    """
    settings = settings or Settings.from_site(site)
    source = site / "source"
    environment = expander()
    names = settings[variant].names
    files = sorted(path.relative_to(source).as_posix() for path in source.rglob("*") if path.is_file())
    texts = {name: (source / name).read_text("utf-8") for name in files if name.endswith(".md")}
    absent = frozenset(
        name.removesuffix(".md")
        for name, text in texts.items()
        if variant not in membership(name.removesuffix(".md"), text, settings)
    )
    changed, wanted = [], set()
    for name in files:
        docname = name.removesuffix(".md")
        if name in texts and docname in absent:
            continue
        wanted.add(name)
        if name in texts:
            text = without_entries(expanded(texts[name], names, environment), docname, absent)
            data = text.encode()
        else:
            data = (source / name).read_bytes()
        target = tree / name
        if not target.exists() or target.read_bytes() != data:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
            changed.append(name)
    for path in [path for path in tree.rglob("*") if path.is_file()]:
        name = path.relative_to(tree).as_posix()
        if name not in wanted:
            path.unlink()
            changed.append(name)
    return tuple(changed)


def sphinx_build(
    site: Path, build: Path, variant: str, *, jobs: int = 1, options: Sequence[str] = ()
) -> list[str]:
    """The command that builds one expanded tree with stock Sphinx."""
    title = Settings.from_site(site)[variant].html_title
    return [
        *(sys.executable, "-m", "sphinx", "-b", "html", "-q", "-j", str(jobs)),
        *("-c", str(site / "plain"), "-D", f"html_title={title}", "-d", str(build / "doctrees" / variant)),
        *options,
        *(str(build / "trees" / variant), str(build / "html" / variant)),
    ]


def build_all(
    site: Path, build: Path, *, jobs: int = 1, at_once: int = 1, options: Sequence[str] = ()
) -> int:
    """Expand and build every variant, ``at_once`` of them at a time.

    :returns: the worst exit status.
    """
    settings = Settings.from_site(site)
    running: list[subprocess.Popen[bytes]] = []
    worst = 0
    for edition in settings.editions:
        expand_tree(site, build / "trees" / edition.name, edition.name, settings=settings)
        running.append(subprocess.Popen(sphinx_build(site, build, edition.name, jobs=jobs, options=options)))
        if len(running) >= at_once:
            worst = max(worst, running.pop(0).wait())
    return max([worst, *(process.wait() for process in running)])


def main(arguments: list[str] | None = None) -> int:
    """Build the site on the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.plain_way", description="Build without variantdocs."
    )
    parser.add_argument("site", type=Path)
    parser.add_argument("build", type=Path)
    parser.add_argument("-j", dest="jobs", type=int, default=1, help="processes of one sphinx-build")
    parser.add_argument("--at-once", type=int, default=1, help="builds that run at the same time")
    parser.add_argument("--clean", action="store_true", help="delete BUILD first")
    parser.add_argument("-W", dest="strict", action="store_true", help="warnings are errors")
    options = parser.parse_args(arguments)
    if options.clean and options.build.exists():
        shutil.rmtree(options.build)
    return build_all(
        options.site,
        options.build.absolute(),
        jobs=options.jobs,
        at_once=options.at_once,
        options=("-W",) if options.strict else (),
    )


if __name__ == "__main__":
    raise SystemExit(main())
