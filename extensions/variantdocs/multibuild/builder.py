"""The builder ``variants``: ``sphinx-build -b variants`` builds every variant.

Sphinx finds it through its entry point, even if ``conf.py`` does not load the extension. Its application, the
outer one, reads and writes nothing itself.
"""

from __future__ import annotations

import logging as std_logging
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.errors import ConfigError, SphinxError
from sphinx.util import logging

from variantdocs import __version__
from variantdocs.config.sphinx_hooks import BUILDS_ALL_VARIANTS, OWN_TAGS
from variantdocs.errors import ConfigurationError, OutputError
from variantdocs.multibuild.arguments import BuildArguments, with_extension
from variantdocs.multibuild.coordinator import BuildResult, build_variants
from variantdocs.multibuild.processors import available_processors, requested_jobs
from variantdocs.multibuild.progress.display import NoProgress, Progress, ProgressDisplay, shows_live_line
from variantdocs.sphinx_patches.builder_steps import PagelessBuilder
from variantdocs.sphinx_patches.versions.older_sphinx import application_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx

logger = logging.getLogger(__name__)


class VariantsBuilder(PagelessBuilder):
    """Runs another builder for each variant."""

    name = "variants"
    epilog = "The pages are in %(outdir)s, a folder per variant."

    def init(self) -> None:
        """Disconnect all extensions: they act in the applications of the variants."""
        for listeners in self.events.listeners.values():
            listeners.clear()

    def get_outdated_docs(self) -> str:
        """What Sphinx reports as the pages to build."""
        return "all variants"

    def build_variants(self, *, force_all: bool) -> None:
        """Build the variants in processes of their own, and report their messages."""
        # All pages are built, including those named on the command line.
        app = application_of(self)
        arguments = arguments_of(app, force_all=force_all, filenames=())
        try:
            result = build_variants(arguments, progress=progress_of(app), reset_registries=True)
        except ConfigurationError as error:
            raise ConfigError(str(error)) from None
        except OutputError as error:
            raise SphinxError(str(error)) from None
        repeat_messages(app, result)


def progress_of(app: Sphinx) -> Progress:
    """Where ``app`` says what a build is doing: nowhere with ``-q``."""
    if app.quiet:
        return NoProgress()
    return ProgressDisplay(logger.info, terminal=sys.stdout if shows_live_line(sys.stdout) else None)


def arguments_of(app: Sphinx, *, force_all: bool, filenames: tuple[str, ...]) -> BuildArguments:
    """The build that ``sphinx-build -b variants`` requests."""
    config = app.config
    overrides = dict(config.overrides)
    variants = str(overrides.pop("variant", ""))
    overrides.pop("variants_builder", None)
    doctrees = Path(app.doctreedir)
    if doctrees == Path(app.outdir, ".doctrees"):  # Sphinx's default, which would be published
        doctrees = Path(app.outdir).parent / "doctrees"
    index = Path(app.confdir, config.variants_index) if config.variants_index else doctrees.parent / "index"
    return BuildArguments(
        source=Path(app.srcdir),
        conf=Path(app.confdir),
        output=Path(app.outdir),
        doctrees=doctrees,
        index=index,
        variants_file=Path(app.confdir, config.variants_file),
        builder=config.variants_builder,
        variants=tuple(name.strip() for name in variants.split(",") if name.strip()),
        filenames=filenames,
        overrides=with_extension(overrides, config.extensions),
        tags=tuple(sorted(set(app.tags) - _tags_of_this_application(app))),
        # The application has 1 also if -j is not given.
        jobs=requested_jobs(sys.argv[1:]) or (app.parallel if app.parallel > 1 else available_processors()),
        verbosity=app.verbosity,
        quiet=app.quiet,
        force_all=force_all,
        fresh=_asks_for_a_fresh_environment(sys.argv[1:]),
    )


def _asks_for_a_fresh_environment(words: list[str]) -> bool:
    """Whether ``-E`` is on the command line.

    The outer application has no saved environment, so it does not show whether Sphinx was told to ignore one.
    """
    return "variants" in words and any(
        word == "--fresh-env" or re.fullmatch(r"-[aEnqvQTW]*E[aEnqvQTW]*", word) for word in words
    )


def _tags_of_this_application(app: Sphinx) -> set[str]:
    """The tags that were set by this application, not by its user."""
    builder = app.builder
    own = {builder.name, builder.format, f"builder_{builder.name}", f"format_{builder.format}"}
    return own | OWN_TAGS.of(app)


def repeat_messages(app: Sphinx, result: BuildResult) -> None:
    """Log the messages of the variants' builds through Sphinx, so that ``-W`` and ``-w`` work."""
    for line in result.python_warnings:
        # The outer application has run conf.py too, and Python has shown its warnings.
        if not all(line in built.conf_warnings for built in result.built.values()):
            print(line, file=sys.stderr)
    for shared in result.messages:
        message = shared.message
        extra: dict[str, Any] = {"variantdocs_located": True, "variantdocs_error": message.is_error}
        # With the location in the text: Sphinx would take one without a line for a docname.
        logger.log(message.level, "%s", shared, extra=extra)
        if message.is_error:
            app.statuscode = 1
    for name, failure in result.failed.items():
        logger.error("[%s] %s", name, failure.reason, extra={"variantdocs_located": True})
        app.statuscode = 1


class _OnlyFromVariants(std_logging.Filter):
    """Drops the warnings of the outer application: those of the variants report them as well."""

    def filter(self, record: std_logging.LogRecord) -> bool:
        return record.levelno < std_logging.WARNING or hasattr(record, "variantdocs_located")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the builder, and the extension in case ``conf.py`` does not name it."""
    BUILDS_ALL_VARIANTS.set(app, True)
    for handler in std_logging.getLogger("sphinx").handlers:
        handler.filters.insert(0, _OnlyFromVariants())  # before the filter of Sphinx that counts
    app.setup_extension("variantdocs")
    app.add_builder(VariantsBuilder)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
