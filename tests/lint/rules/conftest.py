"""What the tests of lint's rules share."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from variantdocs.lint.context import LintContext
from variantdocs.lint.rules import PROJECT_RULES
from variantdocs.sources.project import load_project


@pytest.fixture
def findings(project) -> Callable[..., list[str]]:
    """What one rule finds in a project with these pages: ``file:line:column variants message``."""

    def run(rule, pages, files=()) -> list[str]:
        project.pages({"index.md": "# Home\n"} | pages)
        project.write(dict(files))
        context = LintContext(load_project(project.folder / "source", project.folder))
        found = (
            list(rule(context))
            if rule in PROJECT_RULES
            else [finding for page in context.files for finding in rule(page, context)]
        )
        return [
            " ".join(
                (
                    f"{one.path.name}:{one.line}:{one.column}",
                    *([",".join(one.variants)] * bool(one.variants)),
                    one.message,
                )
            )
            for one in sorted(found)
        ]

    return run
