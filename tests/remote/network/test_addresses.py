"""Which addresses may be connected to."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Any

import pytest

from variantdocs.remote.network.addresses import PUBLIC_ADDRESSES, AddressPolicy, Endpoint

if TYPE_CHECKING:
    from collections.abc import Callable

PRIVATE = "a private network"
SELF = "this machine itself"
EXAMPLES = "a network for examples"
METADATA = "a cloud's metadata service"
OTHER = "not an address of the public internet"


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("10.1.2.3", PRIVATE),
        ("172.16.0.1", PRIVATE),
        ("172.31.255.255", PRIVATE),
        ("192.168.1.1", PRIVATE),
        ("127.0.0.1", SELF),
        ("127.255.255.254", SELF),
        ("0.0.0.0", SELF),
        ("169.254.169.254", "a link-local or metadata address"),
        ("100.64.0.1", "a provider's inner network"),
        ("100.100.100.200", "a provider's inner network"),
        ("168.63.129.16", METADATA),
        ("192.0.0.192", "a reserved network"),
        ("192.0.2.1", EXAMPLES),
        ("192.88.99.1", "a relay of IPv6 to IPv4"),
        ("198.18.0.1", "a network for benchmarks"),
        ("198.51.100.7", EXAMPLES),
        ("203.0.113.9", EXAMPLES),
        ("224.0.0.1", "a multicast address"),
        ("239.255.255.255", "a multicast address"),
        ("240.0.0.1", "a reserved network"),
        ("255.255.255.255", "a reserved network"),
        ("::", OTHER),
        ("::1", OTHER),
        ("::127.0.0.1", OTHER),
        ("::ffff:127.0.0.1", OTHER),
        ("::ffff:8.8.8.8", OTHER),
        ("64:ff9b::a9fe:a9fe", OTHER),
        ("64:ff9b:1::1", OTHER),
        ("100::1", OTHER),
        ("fc00::1", OTHER),
        ("fd00:ec2::254", OTHER),
        ("fe80::1", OTHER),
        ("fe80::1%eth0", OTHER),
        ("fec0::1", OTHER),
        ("ff02::1", OTHER),
        ("2001::1", "a reserved network (Teredo and others)"),
        ("2001:db8::1", EXAMPLES),
        ("2002:7f00:1::", "an IPv4 address within IPv6 (6to4)"),
        ("3fff::1", EXAMPLES),
        ("2606:50c0::1%eth0", OTHER),
        ("5f00::1", OTHER),
        ("localhost", "not an address"),
    ],
)
def test_an_address_that_is_not_public_is_refused(address: str, reason: str) -> None:
    assert PUBLIC_ADDRESSES.refusal(address) == reason


@pytest.mark.parametrize(
    "address", ["185.199.108.133", "140.82.112.3", "2606:50c0:8000::154", "2a04:4e42::133"]
)
def test_a_public_address_is_let_through(address: str) -> None:
    assert PUBLIC_ADDRESSES.refusal(address) is None


class Answers(AddressPolicy):
    """The real policy, with the resolver's answer given."""

    def __init__(self, *addresses: str) -> None:
        self.addresses = addresses

    def resolve(self, host: str, port: int) -> list[Endpoint]:
        families = [socket.AF_INET6 if ":" in a else socket.AF_INET for a in self.addresses]
        return [Endpoint(family, (a, port)) for family, a in zip(families, self.addresses, strict=True)]


@pytest.mark.parametrize("address", ["169.254.169.254", "127.0.0.1", "64:ff9b::a9fe:a9fe", "::ffff:10.0.0.1"])
def test_no_connection_is_begun_to_a_refused_address(
    address: str, refusal: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    connected: list[Any] = []
    monkeypatch.setattr(socket.socket, "connect", lambda _self, to: connected.append(to))
    url = "https://raw.githubusercontent.com/o/r/main/x.py"
    kind, message = refusal(url, addresses=Answers(address))
    reason = PUBLIC_ADDRESSES.refusal(address)
    expected = f"{url}: raw.githubusercontent.com leads to {address}, {reason}; nothing is fetched from there"
    assert (kind, message) == ("rli.blocked", expected)
    assert connected == []


def test_one_private_address_among_public_ones_is_enough(
    refusal: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    connected: list[Any] = []
    monkeypatch.setattr(socket.socket, "connect", lambda _self, to: connected.append(to))
    addresses = Answers("185.199.108.133", "2606:50c0:8000::154", "10.0.0.7")
    kind, message = refusal("https://raw.githubusercontent.com/o/r/main/x.py", addresses=addresses)
    assert kind == "rli.blocked"
    assert "leads to 10.0.0.7, a private network" in message
    assert connected == []
