"""Where a request comes from, whatever it says of itself."""

from ipaddress import ip_network

import pytest

from locum.http.clients import client_address

PROXIES = (ip_network("10.0.0.0/8"), ip_network("fd00::/8"))


def _address(peer: str, forwarded: list[str], *, trusted: bool = True) -> str:
    headers = [(b"x-forwarded-for", line.encode()) for line in forwarded]
    return client_address({"client": (peer, 1), "headers": headers}, PROXIES if trusted else ())


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("203.0.113.7", ["198.51.100.1"], "203.0.113.7"),
        ("10.0.0.1", ["198.51.100.1"], "198.51.100.1"),
        ("10.0.0.1", ["1.1.1.1, 198.51.100.1, 10.0.0.2"], "198.51.100.1"),
        ("10.0.0.1", ["1.1.1.1", "198.51.100.1", "10.0.0.2"], "198.51.100.1"),
        ("10.0.0.1", [], "10.0.0.1"),
        ("10.0.0.1", ["10.0.0.9, 10.0.0.2"], "10.0.0.9"),
    ],
)
def test_only_proxies_are_believed(peer: str, forwarded: list[str], address: str) -> None:
    assert _address(peer, forwarded) == address


@pytest.mark.parametrize(
    "spelling", ["198.51.100.1:51234", "::ffff:198.51.100.1", "[::ffff:198.51.100.1]:80", " 198.51.100.1 "]
)
def test_ports_and_spellings_make_nobody_new(spelling: str) -> None:
    assert _address("10.0.0.1", [spelling]) == "198.51.100.1"


@pytest.mark.parametrize("nonsense", ["unknown", "_hidden", "<script>", "1.2.3", "x" * 5000, "1.2.3.4:x:y"])
def test_what_is_no_address_counts_as_the_proxy_that_told_it(nonsense: str) -> None:
    assert _address("10.0.0.1", [nonsense]) == "10.0.0.1"
    assert _address("10.0.0.1", [f"{nonsense}, 10.0.0.2"]) == "10.0.0.2"


def test_a_network_of_the_sixth_version_is_one_client() -> None:
    """Whoever has one address of a /64 has all of them."""
    assert _address("2001:db8:1:2::5", []) == _address("2001:db8:1:2:ffff::9", []) == "2001:db8:1:2::/64"
    assert _address("10.0.0.1", ["[2001:db8:1:2::7]:443"]) == "2001:db8:1:2::/64"
    assert _address("2001:db8:1:3::5", []) != _address("2001:db8:1:2::5", [])


def test_without_a_peer_there_is_one_unknown() -> None:
    assert client_address({"client": None, "headers": []}, PROXIES) == "unknown"
    assert _address("somewhere", ["1.1.1.1"], trusted=False) == "somewhere"
