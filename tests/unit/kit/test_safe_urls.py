"""The gate for requests to strangers' addresses, with a resolver that lies as an attacker's would."""

import asyncio
import ssl
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import httpcore
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from locum.kit.safe_urls import Outbound, Refused, Resolve, Unreachable, parse_url, vet
from tests.support.receiver import DROPPED, SILENCE, Reply, receiver

OPEN = "93.184.216.34"


def names(*answers: Sequence[str]) -> Resolve:
    """A resolver that gives these answers one after the other, and the last one for ever."""
    left = list(answers)

    async def resolve(host: str) -> Sequence[str]:
        return left.pop(0) if len(left) > 1 else left[0]

    return resolve


class Recorder(httpcore.AsyncNetworkBackend):
    """Writes down where connections go; nobody is there, but for the last address."""

    def __init__(self, *down: str) -> None:
        self.asked: list[str] = []
        self.down = down

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        self.asked.append(f"{host} {port}")
        if host in self.down:
            raise httpcore.ConnectError("down")
        return httpcore.AsyncMockStream([b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"])


@pytest.mark.parametrize(
    "text",
    [
        "ftp://hook.example/",
        "file:///etc/passwd",
        "//hook.example/",
        "http:///hook",
        "hook.example",
        "http://hook.example:0/",
        "http://hook.example:70000/",
        "http://good.example@127.0.0.1/",
        "http://good.example:80@127.0.0.1/",
        "http://127.0.0.1\\@good.example/",
        "http://hook\t.example/",
        "http://[::1/",
        "http://0177.0.0.1/",
        "",
    ],
)
def test_forms_that_are_refused(text: str) -> None:
    with pytest.raises(Refused):
        parse_url(text)


@pytest.mark.parametrize(
    "text",
    [
        "http://127.0.0.1/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://localhost/",
        "http://[::1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://169.254.169.254/latest/meta-data/",
        "http://0/",
    ],
)
async def test_the_machines_own_resolver_tells_loopback_in_every_spelling(text: str) -> None:
    with pytest.raises(Refused, match="private"):
        await vet(text, allow_private=False)
    await vet(text, allow_private=True)


async def test_one_private_address_among_others_is_enough_to_refuse() -> None:
    with pytest.raises(Refused):
        await vet("https://hook.example/", allow_private=False, resolve=names([OPEN, "10.0.0.1"]))
    await vet("https://hook.example:8443/", allow_private=False, resolve=names([OPEN, "2606:2800:220:1::1"]))


async def test_a_name_that_does_not_resolve_is_let_through_at_first_and_fails_when_used() -> None:
    async def nothing(host: str) -> Sequence[str]:
        raise OSError(host)

    await vet("https://hook.example/", allow_private=False, resolve=nothing)
    async with Outbound(allow_private=False, resolve=nothing) as outbound:
        with pytest.raises(Unreachable, match="does not resolve"):
            await outbound.send("POST", "https://hook.example/")


async def test_the_address_that_was_looked_at_is_the_one_that_is_connected_to() -> None:
    network = Recorder()
    async with Outbound(allow_private=False, resolve=names([OPEN], ["127.0.0.1"]), network=network) as outbound:
        assert (await outbound.send("POST", "http://hook.example:8080/")).status == 204
    assert network.asked == [f"{OPEN} 8080"]


async def test_a_name_that_moves_home_between_two_requests_is_refused() -> None:
    network = Recorder()
    resolve = names([OPEN], ["127.0.0.1"])
    async with Outbound(allow_private=False, resolve=resolve, network=network) as outbound:
        await outbound.send("POST", "http://hook.example/")
        with pytest.raises(Refused):
            await outbound.send("POST", "http://hook.example/")
    assert len(network.asked) == 1


async def test_when_one_address_is_down_the_next_is_asked() -> None:
    network = Recorder(OPEN)
    async with Outbound(allow_private=False, resolve=names([OPEN, "1.1.1.1"]), network=network) as outbound:
        await outbound.send("POST", "http://hook.example/")
    assert network.asked == [f"{OPEN} 80", "1.1.1.1 80"]


async def test_real_loopback_is_refused_unless_allowed() -> None:
    async with receiver() as server:
        async with Outbound(allow_private=False) as outbound:
            for address in (server.url, server.url.replace("127.0.0.1", "localhost")):
                with pytest.raises(Refused):
                    await outbound.send("POST", address, content=b"x")
        assert server.connections == 0
        async with Outbound(allow_private=True) as outbound:
            answer = await outbound.send("POST", server.url + "?a=%20b", headers={"X-Own": "1"}, content=b"x")
    assert (answer.status, answer.beginning) == (200, b"ok")
    heard = server.heard[0]
    assert (heard.method, heard.path, heard.body) == ("POST", "/hook?a=%20b", b"x")
    assert (heard.headers["x-own"], heard.headers["host"]) == ("1", f"127.0.0.1:{server.port}")


async def test_redirects_are_answers_and_cookies_are_not_kept() -> None:
    async with receiver() as secret, Outbound(allow_private=True) as outbound:
        away = Reply(307, headers=(("Location", secret.url), ("Set-Cookie", "a=b")))
        async with receiver(away) as server:
            assert (await outbound.send("POST", server.url)).status == 307
            await outbound.send("POST", server.url)
    assert secret.connections == 0
    assert "cookie" not in server.heard[1].headers


async def test_connections_are_used_again_at_once() -> None:
    async with receiver() as server, Outbound(allow_private=True) as outbound:
        for _ in range(3):
            await outbound.send("POST", server.url)
    assert server.connections == 1


@pytest.mark.parametrize(("reply", "said"), [(SILENCE, "no answer within 0.2"), (DROPPED, "RemoteProtocolError")])
async def test_no_answer(reply: Reply, said: str) -> None:
    async with receiver(reply) as server, Outbound(allow_private=True) as outbound:
        with pytest.raises(Unreachable, match=said):
            await outbound.send("POST", server.url, within_seconds=0.2)


async def test_nobody_there() -> None:
    async with receiver() as server:
        pass
    async with Outbound(allow_private=True) as outbound:
        with pytest.raises(Unreachable, match="ConnectError"):
            await outbound.send("POST", server.url)


async def test_of_an_answer_only_the_beginning_is_read_and_its_status_counts() -> None:
    long, endless = Reply(body=b"x" * 100_000), Reply(body=b"y", endless=True)
    async with receiver(long, endless) as server, Outbound(allow_private=True) as outbound:
        assert len((await outbound.send("POST", server.url, most_bytes=1000)).beginning) == 1000
        answer = await outbound.send("POST", server.url, within_seconds=0.3)
    assert answer.status == 200
    assert answer.beginning.startswith(b"y.")


async def test_what_is_no_http_is_no_answer() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 mail.example ESMTP\r\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server, Outbound(allow_private=True) as outbound:
        with pytest.raises(Unreachable, match="ProtocolError"):
            await outbound.send("POST", f"http://127.0.0.1:{port}/")


def _certificate(folder: Path, name: str) -> Path:
    """A certificate of its own authority, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName(name), x509.IPAddress(ip_address("127.0.0.9"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    path = folder / "certificate.pem"
    path.write_bytes(
        certificate.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return path


async def test_tls_is_asked_for_and_proves_the_name_not_the_address(tmp_path: Path) -> None:
    certificate = _certificate(tmp_path, "hook.example")
    theirs, ours = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.create_default_context(cafile=str(certificate))
    theirs.load_cert_chain(certificate)
    asked: list[str | None] = []
    theirs.sni_callback = lambda _, name, __: asked.append(name)
    home = names(["127.0.0.1"])
    async with (
        receiver(tls=theirs) as server,
        Outbound(allow_private=True, resolve=home, ssl_context=ours) as outbound,
    ):
        answer = await outbound.send("POST", f"https://hook.example:{server.port}/")
        with pytest.raises(Unreachable, match="CERTIFICATE_VERIFY_FAILED"):
            await outbound.send("POST", f"https://other.example:{server.port}/")
    assert answer.status == 200
    assert asked == ["hook.example", "other.example"]
    assert server.heard[0].headers["host"] == f"hook.example:{server.port}"
