"""Remote code: what ``rli`` costs against ``sphinxext-remoteliteralinclude``, from a server on loopback.

The pages are shaped like those of a real site: 62 uses of 32 URLs on 15 pages, 38 of them with
``:lines:``, 50 with ``:language:``, 29 with ``:caption:``, 7 with ``:emphasize-lines:``. Every
request is answered after a tenth of a second, as a server far away would. Ours speaks TLS to it, as
it always does; the other asks over plain HTTP, which is the cheaper of the two.

The ``dummy`` builder reads and resolves, and writes nothing: highlighting and templates are the same
for both, and would only blur the difference. Starting Python and Sphinx counts, for both.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks import measure

if TYPE_CHECKING:
    from types import ModuleType

    from sphinx.application import Sphinx

PAGES, USES, URLS = 15, 62, 32
LINES, LANGUAGES, CAPTIONS, EMPHASES = 38, 50, 29, 7
DELAY = 0.1
"""Seconds before each answer."""

_HOST = "https://raw.githubusercontent.com/acme/code/main"
_ROOT = Path(__file__).parents[1]
_PORT, _CHAIN = "BENCH_RLI_PORT", "BENCH_RLI_CHAIN"


def loopback() -> ModuleType:
    """The server that the tests use too; it lies beside them."""
    spec = importlib.util.spec_from_file_location(
        "loopback_server", _ROOT / "tests/remote/loopback_server.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def setup(app: Sphinx) -> dict[str, Any]:
    """The extension ``rli``, led to the server whose port and certificate the environment names."""
    from functools import partial

    from variantdocs.remote.loader import Loader
    from variantdocs.remote.sphinx_hooks import connect

    addresses = loopback().LoopbackAddresses(int(os.environ[_PORT]), Path(os.environ[_CHAIN]))
    return connect(app, make_loader=partial(Loader, addresses=addresses))


def source(number: int) -> bytes:
    """A file of the repository: Python, some 60 lines."""
    functions = (
        f"def function_{number}_{index}(value: int) -> int:\n"
        f'    """Add {index}."""\n'
        f"    return value + {index}\n\n\n"
        for index in range(12)
    )
    return "".join(functions).encode()


def pages(base: str) -> dict[str, str]:
    """The pages, by file name, with the URLs below ``base``."""
    texts = {f"page{page}": f"# Page {page}\n\n" for page in range(PAGES)}
    for use in range(USES):
        options = {
            "lines": "1-12" if use < LINES else "",
            "language": "python" if use < LANGUAGES else "",
            "caption": f"Number {use}" if use % 2 == 0 and use // 2 < CAPTIONS else "",
            "emphasize-lines": "2" if use < EMPHASES else "",
        }
        given = "".join(f":{name}: {value}\n" for name, value in options.items() if value)
        texts[f"page{use % PAGES}"] += f"```{{rli}} {base}/{use % URLS}.py\n{given}```\n\n"
    names = "\n".join(texts)
    found = {f"{name}.md": text for name, text in texts.items()}
    return found | {"index.md": f"# Index\n\n```{{toctree}}\n{names}\n```\n"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Remote:
    """What was measured, a figure a round: seconds, and requests of a second build and of a locked one."""

    ours: tuple[float, ...]
    theirs: tuple[float, ...]
    cold_requests: tuple[float, ...]
    warm_requests: tuple[float, ...]
    their_warm_requests: tuple[float, ...]


def measure_remote(work: Path, *, rounds: int) -> Remote:
    """Build the pages with the one and the other, in turns.

    :param work: A folder to work in.
    :raises CommandError: a build failed, or warned.
    """
    module = loopback()
    certificate = module.make_certificate(_made(work / "certificate"))
    with_tls, plain = module.Server(certificate), module.Server(certificate, tls=False)
    files = {f"/acme/code/main/{number}.py": source(number) for number in range(URLS)}
    for server in (with_tls, plain):
        server.files |= files
        server.delay = DELAY
    ours, theirs = work / "ours", work / "theirs"
    _write(ours, _HOST, extension="benchmarks.remote")
    _write(
        theirs, f"http://127.0.0.1:{plain.port}/acme/code/main", extension="sphinxext.remoteliteralinclude"
    )
    environment = {_PORT: str(with_tls.port), _CHAIN: str(certificate.chain)}
    seconds: tuple[list[float], list[float]] = [], []
    cold, warm, their_warm = [], [], []
    try:
        for number in range(rounds):
            for folder, into in ((ours, seconds[0]), (theirs, seconds[1])):
                into.append(_build(folder, f"out{number}", environment))
            cold.append(float(len(with_tls.requests)))
            with_tls.requests.clear()
            plain.requests.clear()
            for folder in (ours, theirs):
                _build(folder, f"again{number}", environment, cache=f"out{number}")
            warm.append(float(len(with_tls.requests)))
            their_warm.append(float(len(plain.requests)))
            with_tls.requests.clear()
    finally:
        with_tls.close()
        plain.close()
    return Remote(
        ours=tuple(seconds[0]),
        theirs=tuple(seconds[1]),
        cold_requests=tuple(cold),
        warm_requests=tuple(warm),
        their_warm_requests=tuple(their_warm),
    )


def _write(folder: Path, base: str, *, extension: str) -> None:
    for name, text in pages(base).items():
        (_made(folder) / name).write_text(text, "utf-8")
    conf = f'extensions = ["myst_parser", "{extension}"]\nsuppress_warnings = ["rli.unlocked"]\n'
    (folder / "conf.py").write_text(conf, "utf-8")


def _build(folder: Path, out: str, environment: dict[str, str], *, cache: str | None = None) -> float:
    """Read all pages anew, and give the seconds; the cache of the build ``cache``, or an empty one."""
    command = [sys.executable, "-m", "sphinx", "-b", "dummy", "-q", "-W"]
    if folder.name == "ours":
        command += ["-D", f"rli_cache={folder.parent / 'cache' / (cache or out)}"]
    command += [str(folder), str(folder.parent / "built" / folder.name / out)]
    os.environ |= environment
    return measure.run(command, cwd=_ROOT).seconds


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder
