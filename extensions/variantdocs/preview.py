"""The command line of sphinx-autobuild for all variants, and nothing else."""

from __future__ import annotations

from pathlib import Path


def autobuild_arguments(argv: list[str]) -> list[str]:
    """The arguments of ``sphinx-autobuild`` for the arguments of ``variantdocs serve``.

    Doctrees lie outside the folder that is served. ``variants.yaml`` and ``conf.py`` are watched
    through their folder, because editors replace files rather than write them.
    """
    from variantdocs.multibuild.arguments import from_command_line, make_parser

    parser = make_parser("variantdocs serve", "Live preview of all variants, with sphinx-autobuild.")
    parser.add_argument("--host", default="127.0.0.1", help="address to serve on (default: %(default)s)")
    parser.add_argument("--port", default="8000", help="port to serve on; 0 finds a free one")
    found, _ = parser.parse_known_args(argv)
    arguments = from_command_line(found)
    source, output = str(arguments.source), str(arguments.output)
    passed = _without_options(argv, ("--host", "--port", "-b", "--builder", "-d"))
    options = ["-b", "variants", "-d", str(arguments.doctrees), "--host", found.host, "--port", found.port]
    # What the variants know of each other is written by each build, and is no reason for another.
    options += ["--ignore", f"{arguments.index}/*"]
    if arguments.conf != arguments.source:
        options += ["--watch", str(arguments.conf)]
    positional = {found.sourcedir, found.outputdir}
    rest = [word for word in passed if word not in positional]
    return [*options, *rest, source, output]


def _without_options(argv: list[str], names: tuple[str, ...]) -> list[str]:
    """``argv`` without the options ``names`` and their values."""
    kept: list[str] = []
    words = iter(argv)
    for word in words:
        if word in names:
            next(words, None)
        elif not word.startswith(tuple(f"{name}=" for name in names)):
            kept.append(word)
    return kept


def serve(argv: list[str]) -> int:
    """Serve and rebuild until interrupted; returns the exit status."""
    from sphinx_autobuild.__main__ import main

    arguments = autobuild_arguments(argv)
    Path(arguments[-1]).mkdir(parents=True, exist_ok=True)
    main(arguments)
    return 0
