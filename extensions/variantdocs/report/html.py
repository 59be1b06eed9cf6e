"""The report and differences as HTML pages, which need no other file."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from variantdocs.config.variants import Variant
from variantdocs.paths import shown_path
from variantdocs.report.differences import Differences
from variantdocs.report.figures import Figures

_TEMPLATES = Path(__file__).with_name("templates")


def report_page(figures: Figures, links: Mapping[tuple[str, str], str], homes: Mapping[str, str]) -> str:
    """The report.

    :param links: variant and docname → the address of the built page; empty where there is none.
    :param homes: variant → the address of its first page; empty where there is none.
    """
    return _rendered("report.html.jinja", figures=figures, links=links, homes=homes, shown_path=shown_path)


def differences_page(differences: Differences, first: Variant, second: Variant) -> str:
    """Two variants side by side."""
    return _rendered("diff.html.jinja", differences=differences, first=first, second=second)


def _rendered(template: str, **values: object) -> str:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template(template).render(values)


def linker(site: Path, page: Path) -> Callable[[str, str], str]:
    """A function that gives the address of a variant's page, relative to the file ``page``.

    It gives an empty text if the page has not been built.
    """

    def address(variant: str, docname: str) -> str:
        for name in (f"{docname}.html", f"{docname}/index.html"):
            target = site / variant / name
            if target.is_file():
                return quote(Path(os.path.relpath(target, page.parent)).as_posix())
        return ""

    return address
