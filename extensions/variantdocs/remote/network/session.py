"""The HTTP client: requests, without anything that it takes from the environment or from servers.

No proxy and no password of the environment, no cookies, no redirects, certificates as the address
policy says, and connections to checked addresses only (:mod:`variantdocs.remote.network.connection`).
"""

from __future__ import annotations

import ssl
import threading
from functools import partial
from http.cookiejar import DefaultCookiePolicy
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter

from variantdocs.remote.network.connection import PinnedConnection, timed_context

if TYPE_CHECKING:
    from collections.abc import Mapping

    from requests import PreparedRequest, Response
    from urllib3 import HTTPConnectionPool

    from variantdocs.remote.network.addresses import AddressPolicy
    from variantdocs.remote.network.deadline import RequestDeadline

_HOSTS = 32
"""Hosts to which connections are kept open at the same time."""


class Session(requests.Session):
    """A session that several threads may use.

    :param connections: How many requests to one host run at the same time.
    :param proxy: The only proxy that is used: ``http://host:port``.
    :param authorities: A file or folder of the certificate authorities to trust, for all hosts or by
        host; for other hosts the address policy says which.
    """

    def __init__(
        self,
        *,
        addresses: AddressPolicy,
        deadline: RequestDeadline,
        connections: int,
        headers: Mapping[str, str],
        proxy: str | None = None,
        authorities: str | Mapping[str, str] | None = None,
    ) -> None:
        super().__init__()
        self.trust_env = False
        self.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        self.headers.clear()
        self.headers.update(headers)
        self.adapters.clear()
        self.mount("https://", _PinnedAdapter(addresses, deadline, connections, proxy, authorities))

    def get_redirect_target(self, resp: Response) -> str | None:
        """Let requests see no redirect.

        Even without following it, requests would read the whole body of a redirect, however long.
        """
        return None

    def location(self, response: Response) -> str | None:
        """Give where a response redirects to, decoded; None if it does not."""
        return super().get_redirect_target(response)


class _PinnedAdapter(HTTPAdapter):
    """Pools of :class:`PinnedConnection`, one for each host."""

    def __init__(
        self,
        addresses: AddressPolicy,
        deadline: RequestDeadline,
        connections: int,
        proxy: str | None,
        authorities: str | Mapping[str, str] | None,
    ) -> None:
        super().__init__(pool_connections=_HOSTS, pool_maxsize=connections)
        self._addresses = addresses
        self._connection = partial(PinnedConnection, addresses=addresses, deadline=deadline)
        self._proxy = proxy
        self._lock = threading.Lock()
        self._authorities = authorities
        self._contexts: dict[str | None, ssl.SSLContext] = {}

    def get_connection_with_tls_context(
        self, request: PreparedRequest, verify: Any, proxies: Any = None, cert: Any = None
    ) -> HTTPConnectionPool:
        """Give the pool for a request; what requests says about certificates and proxies is ignored."""
        manager = self.poolmanager if self._proxy is None else self.proxy_manager_for(self._proxy)
        host = urlsplit(request.url or "").hostname or ""
        pool: HTTPConnectionPool = manager.connection_from_host(
            host, 443, scheme="https", pool_kwargs={"ssl_context": self._tls_context(host)}
        )
        pool.ConnectionCls = self._connection  # type: ignore[assignment, unused-ignore]
        return pool

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:
        """Do nothing: the TLS context checks certificates."""

    def request_url(self, request: PreparedRequest, proxies: Any) -> str:
        """Give what is asked for: path and query, since a proxy is used by way of a tunnel."""
        return request.path_url

    def _tls_context(self, host: str) -> ssl.SSLContext:
        named = self._authorities
        authorities = named if isinstance(named, str | None) else named.get(host)
        with self._lock:
            if authorities not in self._contexts:
                self._contexts[authorities] = timed_context(self._addresses, authorities)
            return self._contexts[authorities]
