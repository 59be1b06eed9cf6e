"""Tie remote includes to Sphinx: fetching before reading, what is out of date, the exit status.

No setting of ours makes Sphinx read everything again: each build checks which pages show text that has
changed, or can now show what they could not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.errors import ConfigError

from variantdocs import events
from variantdocs.env_store import EXTENSION_METADATA
from variantdocs.errors import ConfigurationError
from variantdocs.messages import Kind, report
from variantdocs.page_collector import PageCollector
from variantdocs.paths import shown_path
from variantdocs.remote.directive.directive import (
    NAMES,
    RemoteLiteralInclude,
    ShowRefusedDirectives,
    is_error,
)
from variantdocs.remote.directive.scan import included_urls
from variantdocs.remote.directive.selection import selected
from variantdocs.remote.loader import Loader, NullLoader
from variantdocs.remote.settings import Mode, RemoteSettings, config_values
from variantdocs.remote.store.lockfile import RUN_LOCK
from variantdocs.remote.types import LoadedFile, RemoteError
from variantdocs.remote.uses import REMOTE_USES, BuildUses, RemoteUse, text_hash, write_uses

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

MakeLoader = Callable[[RemoteSettings], Loader]


def connect(app: Sphinx, *, make_loader: MakeLoader = Loader) -> dict[str, Any]:
    """Add everything to Sphinx.

    :param make_loader: Makes what fetches. Tests give one that trusts an address on loopback.
    """
    for name, default, types, description in config_values():
        app.add_config_value(name, default, "", types, description)
    app.add_config_value(
        "rli_uses_file", None, "", frozenset({str, type(None)}), "where `variantdocs remote` finds the uses"
    )

    directive = type("BoundRemoteLiteralInclude", (RemoteLiteralInclude,), {})
    for name in NAMES:
        app.add_directive(name, directive)
    app.add_transform(ShowRefusedDirectives)

    remote = Remote(make_loader, directive)
    collector = _UsesCollector(remote)
    collector.enable(app)
    events.connect(app, remote.configure, remote.fetch_before_reading, remote.after_reading, remote.finish)
    return {"version": "1", **EXTENSION_METADATA}


class Remote:
    """What one app has for fetching. Made in ``setup``; a fork of the app has a copy."""

    def __init__(self, make_loader: MakeLoader, directive: type[RemoteLiteralInclude]) -> None:
        self._make_loader = make_loader
        self._directive = directive
        self.loader: Loader
        self.settings: RemoteSettings

    def configure(self, app: Sphinx, config: Config) -> None:
        """Read the settings and make the loader (event ``config-inited``)."""
        values = {name: config[name] for name in ("tls_cacerts", *(name for name, *_ in config_values()))}
        try:
            self.settings = RemoteSettings.from_config(values, Path(app.confdir))
            make_loader = NullLoader if config.rli_uses_file else self._make_loader
            self.loader = make_loader(self.settings)
        except ConfigurationError as exc:
            raise ConfigError(str(exc)) from None
        self._directive.loader = self.loader
        self._directive.mode = self.settings.mode

    def fetch_before_reading(self, app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
        """Fetch what the pages to be read include (event ``env-before-read-docs``)."""
        self.loader.prefetch([url for docname in docnames for url in included_urls(_text_of(app, docname))])

    def after_reading(self, app: Sphinx, env: BuildEnvironment) -> None:
        """Close what late includes opened, because writing in parallel forks; say what is not locked."""
        self.loader.close()
        uses = [use for found in REMOTE_USES.of(env).values() for use in found if use.is_shown]
        unlocked = [[url for url in use.urls if self.loader.is_unlocked(url)] for use in uses]
        count = sum(map(bool, unlocked))
        if not count or self.settings.mode != "dev":
            return
        files = len({url for urls in unlocked for url in urls})
        what = f"{count} use{'s' * (count != 1)} of {files} remote file{'s' * (files != 1)}"
        message = f"{what} not in {self.settings.lock.name}; {RUN_LOCK}"
        report(Kind.RLI_UNLOCKED, message, location=None)

    def finish(self, app: Sphinx, exception: Exception | None) -> None:
        """Report a broken cache, set the exit status, write the uses (event ``build-finished``)."""
        self.loader.close()
        problem = self.loader.cache_problem
        if problem:
            what = (
                f"the cache {shown_path(str(self.settings.cache))} cannot be written: {problem}; "
                "remote files are fetched again by each build; fix it, or set rli_cache to another folder"
            )
            report(Kind.RLI_FETCH, what, location=None, error=False)
        if exception is not None:
            return
        uses = REMOTE_USES.of(app.env)
        strict = self.settings.mode != "dev"
        if any(use.error or (strict and not use.is_shown) for found in uses.values() for use in found):
            app.statuscode = app.statuscode or 1
        if app.config.rli_uses_file:
            found = BuildUses(settings=self.settings, source_encoding=app.config.source_encoding, uses=uses)
            write_uses(Path(app.config.rli_uses_file), found)


def _text_of(app: Sphinx, docname: str) -> str:
    """Give the text of a page, to be searched for URLs."""
    if "variantdocs.templating" in app.extensions:
        from variantdocs.templating.sphinx_hooks import text_ahead  # not needed on other sites

        return text_ahead(app, docname)
    try:
        return Path(app.env.doc2path(docname)).read_text(app.config.source_encoding, errors="replace")
    except OSError:
        return ""  # Sphinx reports it when it reads the page


class _UsesCollector(PageCollector):
    """Collects remote uses, and finds the pages whose remote code is no longer what they show."""

    values = REMOTE_USES

    def __init__(self, remote: Remote) -> None:
        self._remote = remote

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        """Take over the lines of the blocks: by now they are the author's."""
        from docutils.nodes import literal_block

        uses = REMOTE_USES.of(app.env).get(app.env.docname, [])
        for block in doctree.findall(literal_block):
            number = block.__dict__.pop("rli_use", None)
            if number is not None and block.line:
                uses[number] = replace(uses[number], line=block.line)

    def get_outdated_docs(
        self, app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
    ) -> list[str]:
        read_anyway = added | changed | removed
        kept = {docname: uses for docname, uses in REMOTE_USES.of(env).items() if docname not in read_anyway}
        self._remote.loader.prefetch([url for uses in kept.values() for use in uses for url in use.urls])
        outdated = []
        for docname, uses in kept.items():
            now = [self._now(app, env, docname, use) for use in uses]
            if None in now:
                outdated.append(docname)
                continue
            uses[:] = [use for use in now if use is not None]
            for use in uses:
                if not use.is_shown:
                    _say_again(env, use, self._remote.settings.mode)
        self._remote.loader.close()
        return outdated

    def _now(self, app: Sphinx, env: BuildEnvironment, docname: str, use: RemoteUse) -> RemoteUse | None:
        """Give the record of a use whose page shows what it would show if read now; else None."""
        if not use.is_shown:
            return use if self._fails_as_before(use) else None
        if use.error:
            return None
        load = self._remote.loader.load
        try:
            loaded = load(use.url)
            compared = load(use.diff_url) if use.diff_url else None
            if loaded.sha256 == use.sha256 and (compared is None or compared.sha256 == use.diff_sha256):
                return use
            return _still_shown(app, env, docname, use, loaded, compared)
        except RemoteError:
            return None

    def _fails_as_before(self, use: RemoteUse) -> bool:
        """Say whether a file that could not be loaded still cannot, and for the same reason."""
        mode = self._remote.settings.mode
        if use.error != any(is_error(Kind(kind), mode) for kind, _ in use.failures):
            return False  # what was a warning is an error in this mode, or the other way round
        if use.refused:
            return True  # whatever any file holds
        try:
            for url in use.urls:
                self._remote.loader.load(url)
        except RemoteError as exc:
            return use.failures[-1:] == ((str(exc.kind), exc.message),)
        return False


def _say_again(env: BuildEnvironment, use: RemoteUse, mode: Mode) -> None:
    """Say what a page that is not read again would say."""
    for kind, message in use.failures:
        location = f"{Path(env.srcdir, use.source)}:{use.line}"
        report(Kind(kind), message, location=location, error=is_error(Kind(kind), mode))


def _still_shown(
    app: Sphinx,
    env: BuildEnvironment,
    docname: str,
    use: RemoteUse,
    loaded: LoadedFile,
    compared: LoadedFile | None,
) -> RemoteUse | None:
    """Say whether a file that has changed has not changed where the page shows it."""
    options = dict(use.options)
    diff = None if compared is None else compared.path
    if diff is None and "diff" in options:
        diff = Path(env.relfn2path(str(options["diff"]), docname)[1])
    selection = selected(
        loaded.path, options, name=use.url, source_encoding=app.config.source_encoding, diff=diff
    )
    same = text_hash(selection.text) == use.snippet and selection.first_line == use.first_line
    if not same or selection.warnings:
        return None
    return replace(use, sha256=loaded.sha256, diff_sha256=compared.sha256 if compared else "")
