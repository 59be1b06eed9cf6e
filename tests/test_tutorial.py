"""The first hour: README's and the tutorial's own commands, in an empty folder, with nothing but the wheel."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import sysconfig
import time
import urllib.error
import urllib.request
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TUTORIAL = ROOT / "source/writing/first-two-editions.md"
FENCE = re.compile(
    r"^```(?:\{code-block\} )?(?P<language>\w+)\n(?::caption: (?P<caption>[^\n]*)\n\n)?(?P<text>.*?)^```$",
    re.M | re.S,
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=120)
    (built,) = folder.iterdir()
    return built


@pytest.fixture
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Where pip finds the wheel and no network, and what the wheel needs is installed already."""
    packages = tmp_path_factory.mktemp("packages")
    for folder in {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}:
        for path in Path(folder).iterdir():
            if not re.match(r"_?variantdocs|pip|setuptools", path.name):
                (packages / path.name).symlink_to(path)
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("MAKE", "MFLAGS", "PYTHON", "PIP"))}
    return inherited | {
        "LC_ALL": "C.UTF-8",
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(wheel.parent),
        "PYTHONPATH": str(packages),
    }


def fences(text: str) -> list[re.Match[str]]:
    shown = re.sub(r"^\{@@ (?:end)?raw @@\}\n", "", text, flags=re.M)
    return list(FENCE.finditer(shown))


def shell(commands: str, folder: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", "-e", "-c", commands],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def test_the_wheel_holds_every_file_of_the_package_and_the_license(wheel: Path) -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "extensions/variantdocs"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    names = {name for name in listed.stdout.split("\0") if name and (ROOT / name).exists()}
    held = set(zipfile.ZipFile(wheel).namelist())
    assert {name.removeprefix("extensions/") for name in names} <= held
    assert [name for name in held if name.endswith("/licenses/LICENSE")]


def test_readme_begins_as_the_tutorial_does() -> None:
    section = (ROOT / "README.md").read_text("utf-8").partition("## Use it in your project\n")[2]
    assert fences(section)[0]["text"] == fences(TUTORIAL.read_text("utf-8"))[0]["text"]


def test_the_tutorial_works_word_for_word_in_an_empty_folder(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    folder = tmp_path / "docs"
    folder.mkdir()
    done: list[str] = []
    undo: tuple[Path, str] | None = None
    for fence in fences(TUTORIAL.read_text("utf-8")):
        text, caption = fence["text"], fence["caption"] or ""
        if caption:
            page = folder / caption.removeprefix("Add to ").partition(",")[0]
            before = page.read_text("utf-8")
            page.write_text(f"{before}\n{text}", "utf-8")
            undo = (page, before) if caption.endswith("remove it again") else None
        elif fence["language"] == "shell" and text == "make serve\n":
            serve(folder, environment)
            done.append(text)
        elif fence["language"] == "shell":
            ran = shell(text, folder, environment)
            assert (ran.returncode, ran.stderr) == (0, ""), ran.stdout + ran.stderr
            done.append(text)
        elif fence["language"] == "text":
            assert undo is not None
            failed = shell("make html", folder, environment)
            assert failed.returncode == 2
            assert failed.stderr.splitlines()[0] == text.rstrip("\n")
            undo[0].write_text(undo[1], "utf-8")
    assert done[1:] == ["make html\n", "make check\n", "make serve\n"]
    site = folder / "build/html"
    cloud, selfhosted = (
        (site / name / "getting-started.html").read_text("utf-8") for name in ("cloud", "selfhosted")
    )
    assert "account that My company sent you" in cloud
    assert "../selfhosted/deployment.html" in cloud
    assert 'href="deployment.html">your cluster' in selfhosted.replace('<span class="std std-doc">', "")


def serve(folder: Path, environment: dict[str, str]) -> None:
    """Run ``make serve`` until both editions can be read."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        ["make", "serve", f"PORT={port}"],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        for edition in ("cloud", "selfhosted"):
            assert "getting-started.html" in page_at(f"http://127.0.0.1:{port}/{edition}/index.html")
    finally:
        os.killpg(server.pid, signal.SIGINT)
        server.wait(timeout=30)


def page_at(address: str) -> str:
    """The page at ``address``, once it is served."""
    until = time.monotonic() + 120
    while True:
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:
                return answer.read().decode("utf-8")
        except (urllib.error.URLError, ConnectionError):
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
