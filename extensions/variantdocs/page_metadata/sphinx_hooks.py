"""Give each page its date, its edit link and its description."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urljoin, urlsplit

from variantdocs import events
from variantdocs.config.current import current_of
from variantdocs.crossrefs.indexes import indexes_of
from variantdocs.env_store import AppValue
from variantdocs.page_metadata.commit_dates import CommitDate, Repository, newest
from variantdocs.page_metadata.description import first_paragraph
from variantdocs.page_metadata.open_graph import OpenGraph, description_tag, territory_locale
from variantdocs.pages.output_names import SITE_BUILDERS

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

_PLACE = "{path}"
_PROVIDERS = {"github.com": "GitHub", "gitlab.com": "GitLab", "bitbucket.org": "Bitbucket"}
"""What themes call a host: "Edit on GitHub"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageDates:
    """When each page last changed, in seconds since 1970: docname → seconds.

    ``commit`` and ``files`` are what this was worked out from; a page's own file is its first.
    """

    pages: Mapping[str, int] = field(default_factory=dict)
    commit: str = ""
    files: Mapping[str, tuple[Path, ...]] = field(default_factory=dict)


PAGE_DATES = AppValue("page_dates", PageDates)
"""The dates of the pages of this build; none are known without git, or if none are shown."""


def connect(app: Sphinx) -> None:
    """Register the settings and the event handlers."""
    app.add_config_value(
        "variants_edit_url",
        "",
        "html",
        frozenset({str}),
        "where readers can edit a page, with {path} for its file below the source folder, such as "
        "https://github.com/acme/docs/edit/main/source/{path}",
    )
    app.add_config_value(
        "variants_social_image",
        "",
        "html",
        frozenset({str}),
        "the image that other sites show with a link to a page: an address, or a path in the output such as "
        "_static/card.png",
    )
    events.connect(app, offer_editing, find_page_dates, add_metadata)


def offer_editing(app: Sphinx, config: Config) -> None:
    """Have the theme show a link to ``variants_edit_url``, unless the project has set one up itself.

    :raises ConfigError: the setting does not say where the path of the page goes.
    """
    from sphinx.errors import ConfigError

    address = config.variants_edit_url
    if not address:
        return
    if _PLACE not in address:
        raise ConfigError(
            f"variants_edit_url: {address} is the same for every page; write {_PLACE} where its path goes"
        )
    if config.html_theme == "pydata_sphinx_theme":
        config.html_theme_options = {"use_edit_page_button": True, **config.html_theme_options}
        config.html_context = {
            "edit_page_url_template": address.replace(_PLACE, "{{ file_name }}"),
            "edit_page_provider_name": _PROVIDERS.get(urlsplit(address).hostname or ""),
            **config.html_context,
        }
    elif config.html_theme == "furo":
        config.html_theme_options = {
            "source_edit_link": address.replace(_PLACE, "{filename}"),
            **config.html_theme_options,
        }


def find_page_dates(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Ask git when the pages last changed (event ``env-get-updated``)."""
    repository = Repository.holding(Path(app.srcdir)) if _shows_dates(app) else None
    if repository is None:
        PAGE_DATES.set(app, PageDates())
        return []
    files = {docname: _files_of(env, docname) for docname in env.all_docs}
    known = PAGE_DATES.of(app)
    if (known.commit, known.files) != (repository.head, files):
        found = repository.commit_dates({file for named in files.values() for file in named})
        dates = {docname: page_date(named, found) for docname, named in files.items()}
        pages = {docname: date for docname, date in dates.items() if date is not None}
        PAGE_DATES.set(app, PageDates(pages=pages, commit=repository.head, files=files))
    return []


def page_date(files: tuple[Path, ...], dates: Mapping[Path, CommitDate]) -> int | None:
    """When a page last changed, in seconds since 1970; ``None`` if git does not know.

    :param files: Its own file, and those that it includes or shows.
    """
    return newest(dates[file] for file in files if file in dates) if files[0] in dates else None


def add_metadata(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Put the date, the edit link and the descriptions of a page into its context."""
    seconds = PAGE_DATES.of(app).pages.get(pagename)
    date = None if seconds is None else datetime.fromtimestamp(seconds, UTC)
    if _shows_dates(app):
        context["last_updated"] = None if date is None else _shown_date(app, date)
    if pagename not in app.env.all_docs:
        return
    if app.config.variants_edit_url:
        path = app.env.doc2path(pagename, base=False).as_posix()
        context["edit_url"] = app.config.variants_edit_url.replace(_PLACE, quote(path))
    context["metatags"] = context.get("metatags", "") + _tags(app, pagename, context, date)


def load_locale(app: Sphinx) -> None:
    """Have Babel read what it knows of languages, as it does for the first page that a process writes."""
    from sphinx.util import logging

    territory_locale(app.config.language)
    if app.config.html_last_updated_fmt is not None:
        with logging.suppress_logging():  # what is wrong is reported when a page is written
            _shown_date(app, datetime.now(UTC))


def _shows_dates(app: Sphinx) -> bool:
    """Whether the project wants dates on its pages, and no other extension finds them."""
    return app.config.html_last_updated_fmt is not None and "sphinx_last_updated_by_git" not in app.extensions


def _shown_date(app: Sphinx, date: datetime) -> str:
    """The date as ``html_last_updated_fmt`` has it, in UTC on every machine."""
    from sphinx.locale import get_translation
    from sphinx.util.i18n import format_date

    form = app.config.html_last_updated_fmt or get_translation("sphinx")("%b %d, %Y")
    return format_date(form, date=date, language=app.config.language)


def _tags(app: Sphinx, pagename: str, context: Mapping[str, Any], date: datetime | None) -> str:
    """The elements that describe a page to other programs; none without ``site.base_url``."""
    current = current_of(app)
    index = indexes_of(app)[current.variant.name]
    base_url = current.variant_set.base_url
    if base_url is None or app.builder.name not in SITE_BUILDERS or pagename not in index:
        return ""
    if "sphinxext.opengraph" in app.extensions:
        return ""
    description = first_paragraph(context.get("body", ""))
    home = f"{base_url}{current.variant.name}/"
    image = app.config.variants_social_image
    tags = OpenGraph(
        title=index.pages[pagename].title,
        url=home + index.pages[pagename].uri,
        site_name=app.config.html_title,
        description=description,
        locale=territory_locale(app.config.language),
        image=urljoin(home, image) if image else "",
        is_start_page=pagename == index.root,
        modified=date,
    ).as_html()
    has_description = 'name="description"' in context.get("metatags", "")
    return tags if has_description else description_tag(description) + tags


def _files_of(env: BuildEnvironment, docname: str) -> tuple[Path, ...]:
    """The page's own file, and those that it includes or shows."""
    folder = os.path.realpath(env.srcdir)
    shown = sorted(str(name) for name in env.dependencies.get(docname, ()))
    names = (str(env.doc2path(docname, base=False)), *shown)
    return tuple(Path(os.path.normpath(Path(folder, name))) for name in names)
