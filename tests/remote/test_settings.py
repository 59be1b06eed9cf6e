"""The settings of ``rli`` in ``conf.py``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from variantdocs.errors import ConfigurationError
from variantdocs.remote.settings import RemoteSettings, config_values

DEFAULTS = {"tls_cacerts": None} | {name: default for name, default, _, _ in config_values()}


def read(confdir: Path = Path(), **changes: Any) -> RemoteSettings:
    return RemoteSettings.from_config(DEFAULTS | changes, confdir)


def problems(confdir: Path = Path(), **changes: Any) -> tuple[str, ...]:
    with pytest.raises(ConfigurationError) as caught:
        read(confdir, **changes)
    return caught.value.problems


def test_every_setting_has_a_default_of_a_type_that_sphinx_accepts() -> None:
    assert {name for name, default, types, _ in config_values() if type(default) not in types} == set()
    assert all(description for _, _, _, description in config_values())
    assert read().allowed[0] == "https://raw.githubusercontent.com/"


def test_paths_are_relative_to_the_folder_of_the_configuration(tmp_path: Path) -> None:
    (tmp_path / "examples").mkdir()
    found = read(tmp_path, rli_cache="cache", rli_local={"https://code.example": "examples"})
    assert (found.lock, found.cache) == (tmp_path / "remote.lock", tmp_path / "cache")
    assert found.local == {"https://code.example/": tmp_path / "examples"}


def test_the_cache_is_the_users_unless_a_variable_names_another(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.delenv("RLI_CACHE_DIR", raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    assert read().cache == tmp_path / "variantdocs/rli"
    monkeypatch.setenv("RLI_CACHE_DIR", str(tmp_path / "mine"))
    assert read().cache == tmp_path / "mine"


@pytest.mark.parametrize(("ci", "mode"), [("", "dev"), ("0", "dev"), ("true", "frozen")])
def test_the_mode_depends_on_whether_this_is_ci(ci: str, mode: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", ci)
    assert (read().mode, read(rli_mode="offline").mode) == (mode, "offline")


def test_settings_that_cannot_be_used_are_named_all_at_once(tmp_path: Path) -> None:
    assert problems(
        rli_allowed=["http://insecure.example/", "https://good.example/"],
        rli_local={"code/": tmp_path},
        rli_tokens={"https://bob:pw@host.example/": "TOKEN"},
    ) == (
        "rli_allowed: http://insecure.example/: only https:// is fetched",
        "rli_local: code/: not a URL; write https://host/path, or use literalinclude for a file of this project",
        "rli_tokens: https://[hidden]@host.example/: it holds a user name or a password;"
        " remove it, and name the environment variable that holds it in rli_tokens",
    )


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("rli_allowed", "https://x.example/", "write a list of URL prefixes"),
        ("rli_local", [], "write a table: URL prefix: folder"),
        ("rli_local", {"https://x.example/": "nowhere"}, "there is no folder nowhere"),
        ("rli_mode", "fast", "'fast' is not one of auto, dev, frozen, offline"),
        ("rli_max_age", -1, "-1 is not a number of at least 0"),
        ("rli_timeout", 0, "0 is not a number of at least 0.001"),
        ("rli_max_urls", True, "True is not a number of at least 1"),
        ("rli_max_bytes", "1", "'1' is not a number of at least 1"),
        ("rli_tokens", ["x"], "write a table: URL prefix: name of an environment variable"),
        (
            "rli_tokens",
            {"https://x.example/": "s3cret value"},
            "write the name of an environment variable after each prefix, never the token",
        ),
        ("tls_cacerts", "/nowhere/ca.pem", "there is no file or folder /nowhere/ca.pem"),
        ("tls_cacerts", {"host": "/nowhere"}, "there is no file or folder /nowhere"),
        ("rli_proxy", "https://127.0.0.1:1", "not the address of a proxy; write http://host:port"),
        ("rli_proxy", "socks5://127.0.0.1:1", "not the address of a proxy; write http://host:port"),
        ("rli_proxy", "127.0.0.1", "not the address of a proxy; write http://host:port"),
        ("rli_proxy", "", "not the address of a proxy; write http://host:port"),
    ],
)
def test_a_setting_that_cannot_be_used_says_what_to_write(name: str, value: Any, problem: str) -> None:
    assert problems(**{name: value}) == (f"{name}: {problem}",)
