"""Find the files of a project: pages, the files that they include, and the settings that say which."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from variantdocs.config.load import load_variants
from variantdocs.config.patterns import matches
from variantdocs.config.variants import PageRule, VariantSet
from variantdocs.errors import ConfigurationError
from variantdocs.messages import Kind
from variantdocs.pages.declarations.declared import NotDeclared
from variantdocs.pages.membership import MembershipRules, declaration_in
from variantdocs.sources.source_file import SourceFile, decode
from variantdocs.suggestions import nearest
from variantdocs.templating.names import Names
from variantdocs.templating.prepared_pages import PreparedPages
from variantdocs.templating.tags import Problem

# Begins with a plain word, which the regular expression engine finds fast.
_INCLUDE = re.compile(r"include(?:\}|::)[ \t]+(?P<path>\S+)[^\n]*(?P<options>(?:\n[ \t]*:[\w-]+:[^\n]*)*)")
_BEFORE_INCLUDE = re.compile(r"[ \t]*(?:[`:~]{3,}\{|\.\. )")
_NOT_EXPANDED = re.compile(r":(?:literal|code):")
_ALWAYS_EXCLUDED = ("**/_sources", ".#*", "**/.#*", "*.lproj/**")


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A documentation project, as its source describes it.

    ``files`` are the pages and the files that they include. ``problems`` maps a docname to what is wrong
    with its declaration of variants; ``unmatched`` are the rules that match no page. ``settings`` are the
    names that ``conf.py`` defines. ``prepared`` are pages that a build has prepared already.
    """

    source: Path
    conf: Path
    variants_file: Path
    variant_set: VariantSet
    names: Names
    files: tuple[SourceFile, ...]
    problems: Mapping[str, Problem] = field(default_factory=dict)
    unmatched: tuple[PageRule, ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)
    prepared: PreparedPages | None = None

    @property
    def pages(self) -> Iterator[SourceFile]:
        """The pages, without the files that they include."""
        return (file for file in self.files if file.docname is not None)

    def page_at(self, path: Path) -> SourceFile | None:
        """The page or included file at ``path``."""
        wanted = path.absolute()
        return next((file for file in self.files if file.path == wanted), None)

    def file_named(self, written: str) -> SourceFile:
        """The page or included file that ``written`` names: a path, or a name as toctrees write it.

        :raises ConfigurationError: there is none.
        """
        pages = {page.docname: page for page in self.pages if page.docname is not None}
        found = self.page_at(Path(written)) or self.page_at(self.source / written)
        found = found or pages.get(written.strip("/"))
        if found is None:
            near = nearest(written, pages)
            hint = f"; did you mean {near[0]}?" if near else ""
            raise ConfigurationError((f"there is no page {written}{hint}",))
        return found

    def require_variant(self, name: str) -> None:
        """Make sure that there is a variant ``name``.

        :raises ConfigurationError: there is none.
        """
        names = self.variant_set.names
        if name not in names:
            raise ConfigurationError((f"there is no variant {name!r}; there are {', '.join(names)}",))


def load_project(source: Path, conf: Path, *, variants_file: Path | None = None) -> Project:
    """Read every page of the project.

    :param variants_file: The path of ``variants.yaml``, if not what ``conf.py`` says.
    :raises ConfigurationError: ``conf.py`` or ``variants.yaml`` cannot be used, or a folder is not there.
    """
    source, conf = source.absolute(), conf.absolute()
    if not source.is_dir():
        raise ConfigurationError((f"there is no source folder {source}",))
    settings = read_conf(conf)
    variants_file = variants_file or conf / settings.get("variants_file", "variants.yaml")
    variant_set = load_variants(variants_file)
    rules = MembershipRules(variant_set)
    pages: dict[Path, SourceFile] = {}
    problems: dict[str, Problem] = {}
    for docname, path in page_files(source, settings):
        text, bom = decode(path.read_bytes())
        markdown = path.suffix not in (".rst", ".txt")
        members, declared = rules.by_rule(docname), declaration_in(text, markdown=markdown)
        if declared is not None:
            found = rules.declared_by(declared)
            if not isinstance(found, Problem):
                members = found
            elif not isinstance(declared, NotDeclared) or found.kind is Kind.NOT_DECLARED:
                problems[docname] = found
        pages[path] = SourceFile(
            path=path,
            docname=docname,
            text=text,
            bom=bom,
            members=members,
            markdown=markdown,
            declared=declared,
        )
    return Project(
        source=source,
        conf=conf,
        variants_file=variants_file,
        variant_set=variant_set,
        names=Names.from_variant_set(variant_set),
        files=(*pages.values(), *_included_files(pages, source)),
        problems=problems,
        unmatched=rules.unmatched(),
        settings=settings,
    )


def read_conf(conf: Path) -> dict[str, Any]:
    """The names that ``conf.py`` in the folder ``conf`` defines.

    :raises ConfigurationError: it is not there or cannot be run.
    """
    from sphinx.errors import ConfigError

    from variantdocs.sphinx_patches.versions.older_sphinx import run_conf_file

    if not (conf / "conf.py").is_file():
        raise ConfigurationError((f"there is no conf.py in {conf}; name its folder with -c",))
    try:
        return run_conf_file(conf / "conf.py", ())
    except ConfigError as error:
        raise ConfigurationError((str(error),)) from None


def page_files(source: Path, settings: Mapping[str, Any]) -> Iterator[tuple[str, Path]]:
    """The docname and path of every page, in order, as Sphinx finds them."""
    suffixes = sorted({".md", ".rst", *_suffixes(settings.get("source_suffix", ()))}, key=len, reverse=True)
    excluded = [*_texts(settings.get("exclude_patterns")), *_texts(settings.get("templates_path"))]
    excluded += _ALWAYS_EXCLUDED

    def is_kept(name: str) -> bool:
        return not any(matches(pattern, name) for pattern in excluded)

    for folder, folders, names in os.walk(source, followlinks=True):
        below = Path(folder).relative_to(source).as_posix()
        prefix = "" if below == "." else f"{below}/"
        folders[:] = sorted(name for name in folders if is_kept(prefix + name))
        for name in sorted(names):
            suffix = next((found for found in suffixes if name.endswith(found)), None)
            if suffix is not None and is_kept(prefix + name):
                yield (prefix + name).removesuffix(suffix), Path(folder, name)


def _suffixes(setting: object) -> Iterable[str]:
    return [setting] if isinstance(setting, str) else [str(found) for found in setting]  # type: ignore[attr-defined]


def _texts(setting: object) -> list[str]:
    return [found for found in setting if isinstance(found, str)] if isinstance(setting, list) else []


def _included_files(pages: Mapping[Path, SourceFile], source: Path) -> list[SourceFile]:
    """The files that pages include and that are no pages themselves, with the variants that show them."""
    members: dict[Path, frozenset[str]] = {}
    texts: dict[Path, tuple[str, bool]] = {}
    waiting = [(page, page.members) for page in pages.values()]
    while waiting:
        file, shown_in = waiting.pop()
        for path in _includes(file, source):
            known = members.get(path)
            if path in pages or (known is not None and shown_in <= known) or not path.is_file():
                continue
            members[path] = (known or frozenset()) | shown_in
            if path not in texts:
                texts[path] = decode(path.read_bytes())
            waiting.append((_included(path, texts[path], members[path]), members[path]))
    return [_included(path, texts[path], found) for path, found in sorted(members.items())]


def _included(path: Path, text: tuple[str, bool], members: frozenset[str]) -> SourceFile:
    markdown = path.suffix not in (".rst", ".txt")
    return SourceFile(path=path, docname=None, text=text[0], bom=text[1], members=members, markdown=markdown)


def _includes(file: SourceFile, source: Path) -> Iterator[Path]:
    for written, _, options in include_directives(file.text):
        if not is_literal_include(options):
            yield named_file(written, file.path, source)


def include_directives(text: str) -> Iterator[tuple[str, int, str]]:
    """The argument, its offset and the options of each ``include`` in a text."""
    for found in _INCLUDE.finditer(text):
        if _BEFORE_INCLUDE.fullmatch(text, text.rfind("\n", 0, found.start()) + 1, found.start()):
            yield found["path"], found.start("path"), found["options"]


def is_literal_include(options: str) -> bool:
    """Whether an ``include`` with these options shows a file as it stands."""
    return _NOT_EXPANDED.search(options) is not None


def named_file(written: str, page: Path, source: Path) -> Path:
    """The file that a directive's argument names: from the page's folder, or below the source for ``/x``."""
    if written.startswith("/"):
        return Path(posixpath.normpath(f"{source}{written}"))
    return Path(posixpath.normpath(page.parent / written))
