"""Run sphinx-autobuild itself with the builder ``variants``, where warm builds are not available.

That is where processes cannot be forked, and with a version of sphinx-autobuild whose parts are not those
that the preview uses.
"""

from __future__ import annotations

from pathlib import Path

from variantdocs.multibuild.arguments import BuildArguments, from_command_line, make_parser
from variantdocs.preview.autobuild_options import add_autobuild_options


def autobuild_arguments(argv: list[str]) -> list[str]:
    """The arguments of ``sphinx-autobuild`` for the arguments of ``variantdocs serve``.

    Nothing is taken out of ``argv``: of an option that is given twice, the last one counts. Doctrees lie
    outside the folder that is served. ``variants.yaml`` and ``conf.py`` are watched through their
    folder, because editors replace files instead of writing to them.

    :raises ConfigurationError: an argument cannot be used.
    """
    arguments = _build_arguments(argv)
    options = ["-b", "variants", "-d", str(arguments.doctrees)]
    # Each build writes the index of each variant; that is no reason for another build.
    options += ["--ignore", f"{arguments.index}/*"]
    if arguments.conf != arguments.source:
        options += ["--watch", str(arguments.conf)]
    return [*argv, *options]


def _build_arguments(argv: list[str]) -> BuildArguments:
    parser = make_parser("variantdocs serve", "Live preview of all variants, with sphinx-autobuild.")
    add_autobuild_options(parser)
    return from_command_line(parser.parse_args(argv))


def serve_with_autobuild(argv: list[str]) -> int:
    """Serve and rebuild until interrupted; returns the exit status."""
    from sphinx_autobuild.__main__ import main

    arguments = autobuild_arguments(argv)
    Path(_build_arguments(argv).output).mkdir(parents=True, exist_ok=True)
    main(arguments)
    return 0
