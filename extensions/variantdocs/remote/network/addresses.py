"""Decide which addresses of the network a remote include may connect to.

A name in a page must never lead into the network of the machine that builds the docs. The policy
is an object that is passed in; no setting and no environment variable changes or replaces it.
"""

from __future__ import annotations

import socket
import ssl
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Network, ip_address, ip_network
from typing import Any

# Named here one by one, because ``is_global`` differs between versions of Python and accepts
# multicast, to the metadata services of two clouds, and to IPv6 forms that hold an IPv4 address.
_REFUSED_V4: tuple[tuple[str, str], ...] = (
    ("0.0.0.0/8", "this machine itself"),
    ("10.0.0.0/8", "a private network"),
    ("100.64.0.0/10", "a provider's inner network"),
    ("127.0.0.0/8", "this machine itself"),
    ("168.63.129.16/32", "a cloud's metadata service"),
    ("169.254.0.0/16", "a link-local or metadata address"),
    ("172.16.0.0/12", "a private network"),
    ("192.0.0.0/24", "a reserved network"),
    ("192.0.2.0/24", "a network for examples"),
    ("192.88.99.0/24", "a relay of IPv6 to IPv4"),
    ("192.168.0.0/16", "a private network"),
    ("198.18.0.0/15", "a network for benchmarks"),
    ("198.51.100.0/24", "a network for examples"),
    ("203.0.113.0/24", "a network for examples"),
    ("224.0.0.0/4", "a multicast address"),
    ("240.0.0.0/4", "a reserved network"),
)
# Only 2000::/3 is given out for use on the internet; whatever lies outside it is refused as a whole:
# ::1, mapped and compatible IPv4, NAT64, unique local, link-local, site-local, multicast.
_PUBLIC_V6 = IPv6Network("2000::/3")
_REFUSED_V6: tuple[tuple[str, str], ...] = (
    ("2001::/23", "a reserved network (Teredo and others)"),
    ("2001:db8::/32", "a network for examples"),
    ("2002::/16", "an IPv4 address within IPv6 (6to4)"),
    ("3fff::/20", "a network for examples"),
)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An address to connect to, as the resolver gave it.

    ``sockaddr`` begins with the address as text and the port.
    """

    family: int
    sockaddr: tuple[Any, ...]

    @property
    def address(self) -> str:
        """The address alone, as text."""
        return str(self.sockaddr[0])


class AddressPolicy:
    """Public addresses only, found with the machine's resolver."""

    def resolve(self, host: str, port: int) -> list[Endpoint]:
        """Look a name up, once.

        :raises OSError: if the name has no address.
        """
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
        return [Endpoint(family, sockaddr) for family, _, _, _, sockaddr in found]

    def refusal(self, address: str) -> str | None:
        """Say why an address may not be connected to, or None if it may."""
        try:
            ip = ip_address(address)
        except ValueError:
            return "not an address"
        refused = _REFUSED_V4 if isinstance(ip, IPv4Address) else _REFUSED_V6
        for network, reason in refused:
            known: IPv4Network | IPv6Network = ip_network(network)
            if ip in known:
                return reason
        if not isinstance(ip, IPv4Address) and (ip not in _PUBLIC_V6 or ip.scope_id is not None):
            return "not an address of the public internet"
        # Whatever the Python in use has learnt since this list was written.
        if not ip.is_global or ip.is_multicast or ip.is_reserved:
            return "not an address of the public internet"
        return None

    def tls_context(self) -> ssl.SSLContext:
        """Make the context that checks certificates: certifi's list, and the system's own."""
        import certifi

        context = ssl.create_default_context()
        context.load_verify_locations(cafile=certifi.where())
        return context


PUBLIC_ADDRESSES = AddressPolicy()
