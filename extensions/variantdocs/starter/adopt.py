"""Plan what an existing Sphinx project needs to have variants, and leave the rest of it alone."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from variantdocs.config.load import parse_variants
from variantdocs.errors import ConfigurationError
from variantdocs.paths import shown_path
from variantdocs.starter.changes import Change, Plan
from variantdocs.starter.conf_edit import CannotEdit, with_extension
from variantdocs.starter.existing_project import ExistingProject
from variantdocs.starter.templates import adopted_makefile, editor_files

DEFAULT_VARIANTS = ("cloud", "selfhosted")
_TITLES = {"selfhosted": "Self-hosted"}
_READS_MARKDOWN = frozenset({"myst_parser", "myst_nb", "recommonmark", "m2r", "m2r2", "sphinx_mdinclude"})


def plan_adoption(
    project: ExistingProject, variants: Sequence[str], rules: Mapping[str, Sequence[str]] | None = None
) -> Plan:
    """What is written and said.

    :param variants: The names for a new ``variants.yaml``; one that is there already is left as it is.
    :param rules: Page rules for it: pattern → variants.
    :raises ConfigurationError: a variant cannot have that name.
    """
    conf = _conf_change(project)
    described = _variants_change(project, variants, rules or {})
    changes = [*conf.changes, *described.changes]
    for name, data in _missing_files(project, variants).items():
        changes.append(Change(path=project.root / name, data=data))
    return Plan(
        changes=tuple(changes),
        notes=(*conf.notes, *described.notes, *_markdown_note(project), _build_note(project)),
        problems=(*conf.problems, *described.problems),
    )


def _conf_change(project: ExistingProject) -> Plan:
    path = project.conf / "conf.py"
    source = path.read_bytes()
    try:
        edited = with_extension(source)
    except CannotEdit as error:
        place = f"{shown_path(path)}:{error.line}"
        return Plan(problems=(f'{place}: {error.reason}; add "variantdocs" to it yourself',))
    if edited == source:
        return Plan(notes=(f"{shown_path(path)}: already loads variantdocs",))
    summary = 'added "variantdocs" to extensions'
    return Plan(changes=(Change(path=path, data=edited, before=source, summary=summary),))


def _variants_change(
    project: ExistingProject, variants: Sequence[str], rules: Mapping[str, Sequence[str]]
) -> Plan:
    path = project.variants_file
    if path.exists():
        return _rules_change(path, rules)
    text = variants_yaml(variants, rules, schema=_schema_path(project))
    found, problems = parse_variants(text)
    if found is None:
        raise ConfigurationError(tuple(problem.message for problem in problems))
    return Plan(changes=(Change(path=path, data=text.encode()),))


def _rules_change(path: Path, rules: Mapping[str, Sequence[str]]) -> Plan:
    """The page rules that a ``variants.yaml`` lacks: written at its end if it has none at all."""
    shown = shown_path(path)
    if not rules:
        return Plan(notes=(f"{shown}: already exists; left unchanged",))
    source = path.read_bytes()
    lines = _rule_lines(rules)
    if re.search(rb"^pages\s*:", source, re.M):
        problem = f"{shown}: already has page rules; add these to them:"
        return Plan(problems=("\n".join([problem, *lines]),))
    end = b"" if source.endswith(b"\n") else b"\n"
    data = source + end + "".join(f"{line}\n" for line in ["pages:", *lines]).encode()
    return Plan(changes=(Change(path=path, data=data, before=source, summary="added page rules"),))


def check_names(names: Sequence[str]) -> None:
    """Whether variants can have these names.

    :raises ConfigurationError: one of them cannot be used.
    """
    _, problems = parse_variants(variants_yaml(names, {}))
    if problems:
        raise ConfigurationError(
            tuple(
                f"--variants: {problem.place.removeprefix('variants.')}: {problem.message}"
                for problem in problems
            )
        )


def variants_yaml(
    variants: Sequence[str], rules: Mapping[str, Sequence[str]], *, schema: str | None = None
) -> str:
    """The text of a ``variants.yaml``.

    :param schema: The address of the JSON Schema, relative to the file.
    """
    lines = [f"# yaml-language-server: $schema={schema}"] if schema else []
    lines += ["version: 1", "variants:"]
    for name in variants:
        lines += [f"  {name}:", f"    title: {title_of(name)}"]
    lines += ["pages:", *_rule_lines(rules)] if rules else []
    return "\n".join(lines) + "\n"


def _rule_lines(rules: Mapping[str, Sequence[str]]) -> list[str]:
    return [f'  "{pattern}": {_membership(names)}' for pattern, names in rules.items()]


def _membership(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"[{', '.join(names)}]"


def title_of(name: str) -> str:
    """The title that a variant begins with: ``self-managed`` is ``Self managed``."""
    words = name.replace("-", " ").replace("_", " ")
    return _TITLES.get(name, words[:1].upper() + words[1:])


def _missing_files(project: ExistingProject, variants: Sequence[str]) -> dict[str, bytes]:
    """What helps to work on the project, where it has nothing of the kind."""
    found: dict[str, bytes] = {}
    if not (project.root / ".vscode").exists():
        build, serve = _command(project, "build"), _command(project, "serve")
        first = variants[0].replace("-", "_")
        conf, source = (_relative(project, path) for path in (project.conf, project.source))
        lint = f"variantdocs lint -c {conf} {source}"
        found |= editor_files(first=first, build=build, serve=serve, lint=lint)
    if not (project.root / "Makefile").exists() and not (project.root / "makefile").exists():
        source, output = (_relative(project, path) for path in (project.source, project.build))
        found["Makefile"] = adopted_makefile(
            first=variants[0], options=_options(project), source=source, build=output
        )
    return found


def _schema_path(project: ExistingProject) -> str | None:
    if (project.root / ".vscode").exists():
        return None
    schema = project.root / ".vscode/variants.schema.json"
    return Path(os.path.relpath(schema, project.variants_file.parent)).as_posix()


def _markdown_note(project: ExistingProject) -> tuple[str, ...]:
    """That Markdown files become pages, where the project has not read Markdown until now."""
    extensions = project.settings.get("extensions", ())
    if _READS_MARKDOWN.intersection(extensions):
        return ()
    pages = [shown_path(path) for path in project.pages().values() if path.suffix == ".md"]
    if not pages:
        return ()
    advice = (
        "variantdocs reads Markdown, so these become pages; list them in exclude_patterns to keep them out"
    )
    return (f"{', '.join(pages)}: {advice}",)


def _build_note(project: ExistingProject) -> str:
    step = "" if project.root == Path.cwd() else f"cd {shown_path(project.root)} && "
    return f"Build every edition: {step}{_command(project, 'build')}"


def _command(project: ExistingProject, name: str) -> str:
    source, output = (_relative(project, path) for path in (project.source, project.build))
    return f"variantdocs {name} {_options(project)} {source} {output}/html"


def _options(project: ExistingProject) -> str:
    options = f"-d {_relative(project, project.build)}/doctrees"
    return options if project.conf == project.source else f"-c {_relative(project, project.conf)} {options}"


def _relative(project: ExistingProject, path: Path) -> str:
    return path.relative_to(project.root).as_posix()
