"""Handing over to real servers on loopback: what is taken, what is put off, what is final."""

import socket
from urllib.parse import quote

import pytest

from locum.mail import transport
from locum.mail.transport import Never, NotNow, SmtpServer, handed_over
from tests.mail.server import CERTIFICATE, PASSWORD, USER, knows, postbox, server_context
from tests.support.server import free_port

CONTENT = b"From: a@house.example\r\nTo: b@guest.example\r\nSubject: x\r\n\r\nline\r\n.dot\r\n"
ACCOUNT = f"{quote(USER, safe='')}:{quote(PASSWORD, safe='')}"


async def hand(url: str, recipient: str = "b@guest.example") -> None:
    async with handed_over(SmtpServer.parse(url), "a@house.example", recipient, CONTENT):
        pass


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.example", SmtpServer("mail.example", 25, False, None, None, None)),
        ("smtp://mail.example:2525", SmtpServer("mail.example", 2525, False, None, None, None)),
        ("smtps://mail.example", SmtpServer("mail.example", 465, True, False, None, None)),
        (f"smtp://{ACCOUNT}@mail.example", SmtpServer("mail.example", 587, False, True, USER, PASSWORD)),
        (f"smtp://{ACCOUNT}@mail.example?starttls=0", SmtpServer("mail.example", 587, False, False, USER, PASSWORD)),
        ("smtp://mail.example?starttls=true", SmtpServer("mail.example", 25, False, True, None, None)),
        ("smtp://mail.example?starttls=false", SmtpServer("mail.example", 25, False, False, None, None)),
        ("smtp://[::1]:26", SmtpServer("::1", 26, False, None, None, None)),
    ],
)
def test_addresses_of_servers(url: str, server: SmtpServer) -> None:
    assert SmtpServer.parse(url) == server


async def test_a_message_arrives_as_it_was_written() -> None:
    async with postbox() as (box, address):
        await hand(f"smtp://{address}")
    assert box.contents == [CONTENT]
    assert (box.taken[0].mail_from, box.taken[0].rcpt_tos) == ("a@house.example", ["b@guest.example"])
    assert box.sessions[0].host_name == "house.example"


@pytest.mark.parametrize("answer", ["550 no such mailbox", "554 spam"])
async def test_a_final_no_is_final(answer: str) -> None:
    async with postbox(answer) as (_, address):
        with pytest.raises(Never, match=answer):
            await hand(f"smtp://{address}")
    async with postbox(at_recipient=(answer,)) as (_, address):
        with pytest.raises(Never, match=answer):
            await hand(f"smtp://{address}")


@pytest.mark.parametrize("answer", ["451 try later", "421 shutting down"])
async def test_a_busy_server_is_asked_later(answer: str) -> None:
    async with postbox(answer) as (_, address):
        with pytest.raises(NotNow, match=r"later|down|Disconnected"):
            await hand(f"smtp://{address}")
    async with postbox(at_recipient=("450 greylisted",)) as (_, address):
        with pytest.raises(NotNow, match="greylisted"):
            await hand(f"smtp://{address}")


async def test_a_dropped_connection_is_not_a_no() -> None:
    async with postbox("drop") as (box, address):
        with pytest.raises(NotNow):
            await hand(f"smtp://{address}")
    assert box.taken == []


async def test_nobody_there() -> None:
    with pytest.raises(NotNow, match="Connect"):
        await hand(f"smtp://127.0.0.1:{free_port()}")


async def test_a_silent_server_is_left_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "WITHIN_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as listener, pytest.raises(NotNow, match=r"[Tt]imeout|[Tt]imed"):
        await hand(f"smtp://127.0.0.1:{listener.getsockname()[1]}")


async def test_an_account_is_shown_only_encrypted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    context = server_context()
    async with postbox(authenticator=knows, auth_required=True, tls_context=context) as (box, address):
        await hand(f"smtp://{ACCOUNT}@{address}?starttls=true")
        with pytest.raises(NotNow, match=r"535|uthentication"):
            await hand(f"smtp://nobody:wrong@{address}")
    assert box.sessions[0].ssl is not None
    assert box.sessions[0].authenticated


async def test_a_server_nobody_vouches_for_gets_nothing() -> None:
    async with postbox(tls_context=server_context()) as (box, address):
        with pytest.raises(NotNow, match=r"[Cc]ertificate|SSL"):
            await hand(f"smtp://{address}?starttls=true")
    assert box.taken == []


async def test_a_server_without_encryption_is_no_answer_to_starttls() -> None:
    async with postbox() as (box, address):
        for url in (f"smtp://{address}?starttls=true", f"smtp://{ACCOUNT}@{address}"):
            with pytest.raises(NotNow, match="STARTTLS"):
                await hand(url)
    assert box.taken == []


async def test_encrypted_from_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    async with postbox(encrypted=server_context()) as (box, address):
        await hand(f"smtps://{address}")
    assert len(box.taken) == 1


async def test_international_mailboxes_need_a_server_that_knows_them() -> None:
    async with postbox(enable_SMTPUTF8=True) as (box, address):
        await hand(f"smtp://{address}", "josé@guest.example")
    assert box.taken[0].rcpt_tos == ["josé@guest.example"]
    async with postbox(enable_SMTPUTF8=False) as (_, address):
        with pytest.raises(Never, match="SMTPUTF8"):
            await hand(f"smtp://{address}", "josé@guest.example")
