"""Run the preview: ``variantdocs serve``."""

from __future__ import annotations

import os
import sys
import threading
import time
import webbrowser
from importlib.metadata import version

from variantdocs.sphinx_patches.versions.tested import warm_builds_are_supported

_SUPPORTED_AUTOBUILD = ("2025.8.25",)
"""The versions of sphinx-autobuild whose parts are known to be those that we use."""


def serve(argv: list[str]) -> int:
    """Serve and rebuild until interrupted; returns the exit status.

    :raises ConfigurationError: an argument cannot be used, or the address is taken.
    """
    if not warm_builds_are_available():
        from variantdocs.preview.plain_autobuild import serve_with_autobuild

        return serve_with_autobuild(argv)
    from variantdocs.preview.arguments import parse_arguments
    from variantdocs.preview.builder.coordinate import coordinate
    from variantdocs.preview.builder.host import start_build_process

    arguments = parse_arguments(argv)
    process = start_build_process(arguments, coordinate)
    try:
        # Imported here: the process that has just been forked needs nothing of it.
        from variantdocs.preview.server.builds import Builds
        from variantdocs.preview.server.run import listen, run_server, url_of

        listening = listen(arguments.host, arguments.port)
        if arguments.open_browser:
            _open_browser(url_of(listening), arguments.delay)
        return run_server(arguments, Builds(process.connection), listening, say=_say)
    finally:
        process.close()


def warm_builds_are_available() -> bool:
    """Whether processes can be forked here, and Sphinx and sphinx-autobuild are tested with."""
    return (
        hasattr(os, "fork")
        and sys.platform != "darwin"
        and warm_builds_are_supported()
        and version("sphinx-autobuild").replace(".0", ".") in _SUPPORTED_AUTOBUILD
    )


def _say(text: str) -> None:
    print(text, flush=True)


def _open_browser(url: str, delay: float) -> None:
    def open_later() -> None:
        time.sleep(delay)
        webbrowser.open(url)

    threading.Thread(target=open_later, daemon=True).start()
