"""A plain web server, and how the browser that reads from it is started."""

from __future__ import annotations

import contextlib
import functools
import http.server
import shutil
import sys
import threading

CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def installed_chromium() -> str | None:
    """The path of the machine's Chromium; ``None`` if it has none.

    The shell, a Chromium that cannot open windows, takes less than half of the processor time.
    """
    names = ("chromium-headless-shell", "chromium", "google-chrome")
    return next(filter(None, map(shutil.which, names)), None)


@contextlib.contextmanager
def serving(folder):
    """A plain web server for ``folder``; a missing page gets the 404.html of its variant, or of the root."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *arguments):
            pass

        def send_error(self, code, *arguments):
            if code != 404 or self.path.endswith((".json", ".ico")):
                return super().send_error(code, *arguments)
            variant = next((name for name in ("byoc/", "serverless/") if f"/{name}" in self.path), "")
            body = (folder / f"docs/{variant}404.html").read_bytes()
            self.send_response(404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            return self.wfile.write(body)

    class Server(http.server.ThreadingHTTPServer):
        def handle_error(self, request, client_address):
            # A browser that goes on to the next page hangs up on what the last one asked for.
            if not isinstance(sys.exception(), ConnectionError):
                super().handle_error(request, client_address)

    server = Server(("127.0.0.1", 0), functools.partial(Quiet, directory=folder))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
