"""What the files of a variant's output are called: asked of the builder and the settings."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import quote

from sphinx.util.matching import Matcher

if TYPE_CHECKING:
    from sphinx.application import Sphinx

SITE_BUILDERS = frozenset({"html", "dirhtml"})
"""The builders that make a web site, one page per source file."""

_REDIRECTS = ("redirects", "rediraffe_redirects")  # sphinx-reredirects, sphinxext-rediraffe


def site_builder(app: Sphinx) -> str:
    """The builder that addresses are of; ``html`` for a builder that makes no site."""
    return app.builder.name if app.builder.name in SITE_BUILDERS else "html"


def link_suffix(app: Sphinx) -> str:
    """What the addresses of HTML pages end with."""
    config = app.config
    if config.html_link_suffix is not None:
        return str(config.html_link_suffix)
    return ".html" if config.html_file_suffix is None else str(config.html_file_suffix)


def page_address(app: Sphinx, docname: str) -> str:
    """The page's address below the variant's folder; as the HTML builder's for other formats."""
    if app.builder.name in SITE_BUILDERS:
        return app.builder.get_target_uri(docname)
    return f"{docname}{link_suffix(app)}"


def generated_addresses(app: Sphinx) -> frozenset[str]:
    """The addresses of output files that are made from no page.

    Files in folders that begin with ``_`` are not among them: which are written is only known later.
    """
    config = app.config
    pages = {*_generated_pages(app), *config.html_additional_pages, *_redirected(app)}
    return frozenset(
        {
            "objects.inv",
            "searchindex.js",
            "404.html",
            *(page_address(app, name) for name in pages),
            *_extra_files(Path(app.confdir), config.html_extra_path, Matcher(config.exclude_patterns)),
        }
    )


def logo_address(app: Sphinx) -> str:
    """The address of ``html_logo`` below the variant's folder, or elsewhere; empty if there is none."""
    logo = str(app.config.html_logo or "")
    return logo if "://" in logo or not logo else f"_static/{quote(PurePosixPath(logo).name)}"


def _generated_pages(app: Sphinx) -> Iterator[str]:
    config = app.config
    yield "search"
    if config.html_use_index:
        yield "genindex"
    wanted = config.html_domain_indices
    for domain in app.env.domains.sorted() if wanted else ():
        for kind in domain.indices:
            name = f"{domain.name}-{kind.name}"
            if (wanted is True or name in wanted) and kind(domain).generate()[0]:
                yield name


def _redirected(app: Sphinx) -> Iterator[str]:
    """The names of pages at which an extension leaves a redirect."""
    for setting in _REDIRECTS:
        redirects = getattr(app.config, setting, None)
        for name in redirects if isinstance(redirects, dict) else ():
            yield name.removesuffix(PurePosixPath(name).suffix)


def _extra_files(folder: Path, paths: Iterable[str], excluded: Matcher) -> Iterator[str]:
    """The files of ``html_extra_path``, as Sphinx copies them."""
    for path in (folder / name for name in paths):
        if path.is_file():
            yield path.name
        for parent, _, files in os.walk(path):
            for file in files:
                name = Path(parent, file).relative_to(path).as_posix()
                if not excluded(name):
                    yield name
