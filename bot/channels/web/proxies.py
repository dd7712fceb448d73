"""A visitor's address and scheme from the X-Forwarded headers, believed only where a trusted proxy set them."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from itertools import islice

from bot.setting_values import Network

Address = IPv4Address | IPv6Address
HOPS = 16  # proxies in a row that are evaluated
WITH_PORT = re.compile(r"\[([0-9A-Fa-f:.]+)\](?::\d+)?|(\d+\.\d+\.\d+\.\d+):\d+")


def visitor(peer: str, told: Sequence[str], trusted: tuple[Network, ...]) -> str:
    """The visitor's address as the limits count it."""
    return counted(named(peer, told, trusted))


def named(peer: str, told: Sequence[str], trusted: tuple[Network, ...]) -> str:
    """The visitor's address: the rightmost in the lines of X-Forwarded-For that is no proxy of ours. What cannot be
    read is not believed: then the connection's own."""
    if not is_ours(peer, trusted):
        return peer
    hops = [address(part) for part in islice(_from_the_right(told), HOPS)]
    for hop in hops:
        if hop is None:
            return peer
        if not within(hop, trusted):
            return str(hop)
    return str(hops[0]) if hops else peer


@lru_cache(maxsize=4096)
def is_ours(peer: str, trusted: tuple[Network, ...]) -> bool:
    """Whether a connection from ``peer`` comes from a proxy of ours."""
    nearest = address(peer)
    return nearest is not None and within(nearest, trusted)


def scheme(told: Sequence[str], default: str) -> str:
    """The first that X-Forwarded-Proto names, which is the visitor's own; ``default`` when it is neither."""
    first = ",".join(told).partition(",")[0].strip().lower()
    return first if first in ("http", "https") else default


def within(one: Address, networks: Iterable[Network]) -> bool:
    """Whether the address belongs to one of the networks."""
    return any(one in network for network in networks)


def _from_the_right(lines: Sequence[str]) -> Iterable[str]:
    for line in reversed(lines):
        yield from (part.strip() for part in reversed(line[-1024:].split(",")) if part.strip())


@lru_cache(maxsize=4096)
def address(text: str) -> Address | None:
    """The address written, with or without a port, IPv4 within IPv6 as IPv4; None for anything else."""
    if port := WITH_PORT.fullmatch(text):
        text = port[1] or port[2]
    try:
        read = ip_address(text)
    except ValueError:
        return None
    return (read.ipv4_mapped or read) if isinstance(read, IPv6Address) else read


@lru_cache(maxsize=4096)
def counted(text: str) -> str:
    """One household has one IPv4 address, or 2^64 of IPv6: these count as one."""
    read = address(text)
    if isinstance(read, IPv6Address):
        return str(ip_network((int(read), 64), strict=False))
    return str(read) if read else text
