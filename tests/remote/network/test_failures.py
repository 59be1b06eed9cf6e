"""What a library raises becomes a message, and says whether trying again can help."""

from __future__ import annotations

import http.client
import socket
import ssl
from typing import TYPE_CHECKING, Any

import pytest
import requests.exceptions
import urllib3.exceptions

from variantdocs.messages import Kind
from variantdocs.remote.network.connection import UnclearLengthError
from variantdocs.remote.network.deadline import DeadlinePassedError
from variantdocs.remote.network.failures import (
    GoneError,
    TransientError,
    UnreachableError,
    failed,
    is_caused_by,
    network_failure,
    unreachable,
)
from variantdocs.remote.types import RemoteError

if TYPE_CHECKING:
    from collections.abc import Callable

URL = "https://code.example/x.py"
HOST = "code.example"


def certificate_error() -> ssl.SSLCertVerificationError:
    error = ssl.SSLCertVerificationError("certificate verify failed")
    error.verify_message = "certificate has\x1b expired"
    return error


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (TimeoutError(), "code.example did not answer within 10 s"),
        (http.client.IncompleteRead(b"x"), "the connection ended before the file did"),
        (http.client.RemoteDisconnected(), "code.example closed the connection without an answer"),
        (ssl.SSLError("handshake"), "no secure connection to code.example could be made"),
        (ConnectionRefusedError(111, "Connection refused"), "the connection to code.example failed: Connection refused"),
        (OSError(), "the connection to code.example failed"),
        (socket.gaierror(socket.EAI_AGAIN, "try again"), "the name code.example cannot be looked up"),
    ],
)  # fmt: skip
def test_what_may_be_over_in_a_moment_is_tried_again(
    error: Exception, message: str, settings: Callable[..., Any]
) -> None:
    found = network_failure(URL, HOST, error, settings(timeout=10))
    assert isinstance(found, TransientError)
    assert (found.host, found.retry_after) == (HOST, None)
    assert (found.error.kind, found.error.message) == (Kind.RLI_FETCH, f"{URL}: {message}")


@pytest.mark.parametrize(
    ("error", "message", "kind"),
    [
        (DeadlinePassedError(), "code.example took longer than 30 s in all", UnreachableError),
        (socket.gaierror(socket.EAI_NONAME, "unknown"), "the name code.example cannot be looked up", UnreachableError),
        (UnclearLengthError(), "the server does not say clearly how long the file is", RemoteError),
        (certificate_error(), "the certificate of code.example is not valid: certificate has\\x1b expired", RemoteError),
        (http.client.BadStatusLine("x"), "code.example sent an invalid HTTP response", RemoteError),
        (ValueError("nonsense"), "code.example sent an invalid HTTP response", RemoteError),
    ],
)  # fmt: skip
def test_what_stays_as_it_is_is_not_tried_again(
    error: Exception, message: str, kind: type[RemoteError], settings: Callable[..., Any]
) -> None:
    found = network_failure(URL, HOST, error, settings(timeout=10))
    assert type(found) is kind
    assert str(found) == f"{URL}: {message}"


def chained(outer: Exception, inner: Exception) -> Exception:
    try:
        raise outer from inner
    except type(outer) as error:
        return error


@pytest.mark.parametrize(
    "wrapped",
    [
        requests.exceptions.ConnectionError(urllib3.exceptions.ProtocolError("aborted", TimeoutError())),
        requests.exceptions.ConnectTimeout(TimeoutError()),
        requests.exceptions.ConnectionError(
            urllib3.exceptions.MaxRetryError(None, "/x", TimeoutError())  # type: ignore[arg-type]
        ),
        chained(requests.exceptions.ConnectionError("text only"), TimeoutError()),
    ],
    ids=["in the arguments", "directly", "as a reason", "chained"],
)
def test_the_cause_is_found_however_deep_it_is(wrapped: Exception) -> None:
    assert is_caused_by(wrapped, TimeoutError)
    assert not is_caused_by(wrapped, ssl.SSLError)


def test_an_exception_without_a_cause_is_its_own() -> None:
    assert is_caused_by(
        requests.exceptions.ConnectionError("text only"), requests.exceptions.RequestException
    )


def test_a_message_never_shows_what_a_url_keeps_secret() -> None:
    for make in (failed, unreachable):
        assert "hunter2" not in make("https://user:hunter2@code.example/x.py", "no").message


def test_a_file_that_is_gone_is_an_error_about_that_file_alone() -> None:
    assert not issubclass(GoneError, UnreachableError)
    assert isinstance(unreachable(URL, "no"), RemoteError)
    assert not isinstance(failed(URL, "no"), GoneError | UnreachableError)
