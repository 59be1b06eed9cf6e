"""The files that a project starts with, from the templates of this package."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files

from variantdocs import __version__
from variantdocs.config.model import json_schema

_NEW_PROJECT = {
    "conf.py": "conf.py.txt",
    "variants.yaml": "variants.yaml",
    "source/index.md": "index.md",
    "source/getting-started.md": "getting-started.md",
    "source/deployment.md": "deployment.md",
    "Makefile": "Makefile",
    "requirements.txt": "requirements.txt",
    ".gitignore": "gitignore.txt",
    ".github/workflows/docs.yml": "docs.yml",
}
"""File of the project: its template."""

_EDITOR_FILES = {
    "settings.json": "settings.json",
    "tasks.json": "tasks.json",
    "variantdocs.code-snippets": "variantdocs.code-snippets",
    "extensions/variantdocs/package.json": "grammar/package.json",
    "extensions/variantdocs/syntaxes/variantdocs.tmLanguage.json": "grammar/variantdocs.tmLanguage.json",
}
"""File below ``.vscode``: its template."""


def new_project_files() -> dict[str, bytes]:
    """Every file of a new project of two variants, by its path in the project."""
    project = {
        path: _filled(f"new/{template}", {"VERSION": __version__}) for path, template in _NEW_PROJECT.items()
    }
    lint = ".venv/bin/python -m variantdocs lint -c . source"
    return project | editor_files(first="cloud", build="make html", serve="make serve", lint=lint)


def editor_files(*, first: str, build: str, serve: str, lint: str) -> dict[str, bytes]:
    """The settings for Visual Studio Code, by their paths in the project.

    :param first: The variant that snippets offer, as conditions write it.
    :param build: The command that builds the docs.
    :param serve: The command that shows a preview.
    :param lint: The command that finds mistakes in the source.
    """
    values = {
        "FIRST": first,
        "BUILD_COMMAND": build,
        "SERVE_COMMAND": serve,
        "LINT_COMMAND": lint,
        "VERSION": __version__,
    }
    settings = {
        f".vscode/{path}": _filled(f"editor/{template}", values) for path, template in _EDITOR_FILES.items()
    }
    schema = json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"
    return settings | {".vscode/variants.schema.json": schema.encode()}


def adopted_makefile(*, first: str, options: str, source: str, build: str) -> bytes:
    """A Makefile for an existing project.

    :param first: A variant's name.
    :param options: The options that say where ``conf.py`` and the doctrees are.
    :param source: The folder of the pages.
    :param build: The folder that is built into.
    """
    return _filled("adopted/Makefile", {"FIRST": first, "OPTIONS": options, "SOURCE": source, "BUILD": build})


def _filled(template: str, values: Mapping[str, str]) -> bytes:
    text = files("variantdocs.starter").joinpath("templates", template).read_text("utf-8")
    for name, value in values.items():
        text = text.replace(f"@{name}@", value)
    return text.encode()
