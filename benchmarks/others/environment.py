"""The environment of the other generators: made on first use, and again when the pins change."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

_REQUIREMENTS = Path(__file__).parent / "requirements.txt"
_PATIENCE_S = 600


class InstallError(Exception):
    """The other generators cannot be installed here; the text is pip's last line."""


def scripts(folder: Path) -> Path:
    """The folder with the commands of the other generators; the environment is made in ``folder``.

    :raises InstallError: there is no network, say.
    """
    stamp = folder / "requirements.sha256"
    wanted = hashlib.sha256(_REQUIREMENTS.read_bytes()).hexdigest()
    if not stamp.exists() or stamp.read_text() != wanted:
        shutil.rmtree(folder, ignore_errors=True)
        _run([sys.executable, "-m", "venv", str(folder)])
        pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
        _run([*pip, "--no-deps", "-r", str(_REQUIREMENTS)])
        stamp.write_text(wanted)
    return folder / "bin"


def versions() -> dict[str, str]:
    """The pinned version of each package, by its name."""
    lines = _REQUIREMENTS.read_text("utf-8").splitlines()
    pins = (line.partition("==") for line in lines if not line.startswith("#"))
    return {name: version for name, _, version in pins}


def _run(command: list[str]) -> None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_PATIENCE_S, check=False)
    except subprocess.TimeoutExpired as error:
        raise InstallError(f"pip did not end within {_PATIENCE_S} s") from error
    if done.returncode != 0:
        raise InstallError((done.stderr.strip().splitlines() or ["pip failed"])[-1])
