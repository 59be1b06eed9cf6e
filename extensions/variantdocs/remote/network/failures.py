"""Turn what goes wrong on the network into messages, and say whether trying again can help."""

from __future__ import annotations

import http.client
import socket
import ssl
from typing import TYPE_CHECKING

from requests.exceptions import RequestException
from urllib3.exceptions import HTTPError

from variantdocs.messages import Kind
from variantdocs.remote.network.connection import UnclearLengthError
from variantdocs.remote.network.deadline import DeadlinePassedError
from variantdocs.remote.redact import printable, shown
from variantdocs.remote.types import RemoteError

if TYPE_CHECKING:
    from variantdocs.remote.settings import RemoteSettings

REQUEST_TIMEOUTS = 3
"""One request, from lookup to last byte, may take this many times ``rli_timeout``."""


class GoneError(RemoteError):
    """The server says that there is no such file (404, 410)."""


class UnreachableError(RemoteError):
    """The server did not answer, or is not able to for now: not about this one file."""


class TransientError(Exception):
    """A failure that may be over in a moment.

    :param retry_after: Seconds that the server asks all clients to wait; 0 if it says only that there
        are too many requests; None if it is not about how many there are.
    """

    def __init__(self, error: RemoteError, *, host: str, retry_after: float | None = None) -> None:
        super().__init__(error, host, retry_after)
        self.error = error
        self.host = host
        self.retry_after = retry_after


def failed(url: str, what: str) -> RemoteError:
    """Make the error for a URL that cannot be fetched."""
    return RemoteError(Kind.RLI_FETCH, f"{shown(url)}: {what}")


def unreachable(url: str, what: str) -> UnreachableError:
    """Make the error for a URL whose server does not answer, or not now."""
    return UnreachableError(Kind.RLI_FETCH, f"{shown(url)}: {what}")


def network_failure(url: str, host: str, exc: Exception, settings: RemoteSettings) -> Exception:
    """Make the error for what a library raised.

    :returns: A :class:`RemoteError`, in a :class:`TransientError` if trying again can help.
    """
    cause = _cause(exc)
    if isinstance(cause, DeadlinePassedError):
        return unreachable(url, f"{host} took longer than {REQUEST_TIMEOUTS * settings.timeout:g} s in all")
    if isinstance(cause, UnclearLengthError):
        return failed(url, "the server does not say clearly how long the file is")
    if isinstance(cause, ssl.SSLCertVerificationError):
        return failed(url, f"the certificate of {host} is not valid: {printable(cause.verify_message)}")
    if isinstance(cause, socket.gaierror):
        error = unreachable(url, f"the name {host} cannot be looked up")
        return error if cause.errno == socket.EAI_NONAME else TransientError(error, host=host)
    if isinstance(cause, TimeoutError):
        what = f"{host} did not answer within {settings.timeout:g} s"
    elif isinstance(cause, http.client.IncompleteRead):
        what = "the connection ended before the file did"
    elif isinstance(cause, http.client.RemoteDisconnected):
        what = f"{host} closed the connection without an answer"
    elif isinstance(cause, ssl.SSLError):
        what = f"no secure connection to {host} could be made"
    elif isinstance(cause, OSError):
        why = f": {printable(cause.strerror)}" if cause.strerror else ""
        what = f"the connection to {host} failed{why}"
    else:
        return failed(url, f"{host} sent an invalid HTTP response")
    return TransientError(failed(url, what), host=host)


def is_caused_by(exc: BaseException, kind: type[BaseException]) -> bool:
    """Say whether a library's exception was made of one of a kind."""
    return isinstance(_cause(exc), kind)


def _cause(exc: BaseException) -> BaseException:
    """Give the standard library's exception in one of requests or urllib3."""
    while isinstance(exc, RequestException | HTTPError) and not isinstance(exc, http.client.HTTPException):
        # What was chained is what happened; the arguments hold it where nothing was chained.
        inner: object = next((a for a in exc.args if isinstance(a, Exception)), None)
        inner = inner or getattr(exc, "reason", None) or exc.__cause__ or exc.__context__
        if not isinstance(inner, BaseException):
            break
        exc = inner
    return exc
