"""Kept messages."""

from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from locum.kit.passwords import hash_password
from locum.mail.models import MailMessage
from tests.factories.world import World
from tests.pages.browser import Reader, text_of

PASSWORD = "correct horse battery"
DIGEST = hash_password(PASSWORD)


async def signed_in(world: World, reader: Reader, *, is_admin: bool) -> None:
    """Somebody signs in."""
    user = await world.user(password_hash=DIGEST, is_system_admin=is_admin)
    await reader.send(await reader.open("/auth/login"), email=user.email, password=PASSWORD)


async def message(session: AsyncSession, subject: str = "Coffee <tomorrow>") -> MailMessage:
    """A message with both bodies and a file."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "Locum <locum@localhost>", "bob@guest.example", subject
    mail.set_content("See http://locum.test/booking/abc")
    mail.add_alternative("<html><head></head><body><script>alert(1)</script><b>Hello</b></body></html>", subtype="html")
    mail.add_attachment(b"BEGIN:VCALENDAR", maintype="text", subtype="calendar", filename="évent.ics")
    row = MailMessage(
        idempotency_key=subject,
        kind="booking.scheduled",
        sender="locum@localhost",
        recipient="bob@guest.example",
        subject=subject,
        content=mail.as_bytes(),
        created_at=datetime(2026, 12, 8, 12, tzinfo=UTC),
    )
    session.add(row)
    await session.commit()
    return row


async def test_only_system_administrators_read_them(world: World, reader: Reader, session: AsyncSession) -> None:
    kept = await message(session)
    paths = ["/mail", f"/mail/{kept.id}", f"/mail/{kept.id}/html", f"/mail/{kept.id}/attachments/0"]
    for path in paths:
        assert (await reader.open(path)).url.path == "/auth/login"
    await signed_in(world, reader, is_admin=False)
    for path in paths:
        assert (await reader.open(path)).status_code == 403


@pytest.fixture
async def administrator(world: World, reader: Reader) -> None:
    """A system administrator signed in."""
    await signed_in(world, reader, is_admin=True)


@pytest.mark.usefixtures("administrator")
async def test_messages_are_listed_newest_first_in_pages(reader: Reader, session: AsyncSession) -> None:
    assert "No messages yet" in (await reader.open("/mail")).text
    for number in range(51):
        await message(session, f"Number {number}.")
    first = await reader.open("/mail")
    assert "Number 50." in first.text
    assert "Number 0." not in first.text
    assert "bob@guest.example" in first.text
    assert "Number 0." in (await reader.open("/mail?page=2")).text


@pytest.mark.usefixtures("administrator")
async def test_a_message_is_shown_with_its_html_locked_in(reader: Reader, session: AsyncSession) -> None:
    kept = await message(session)
    page = await reader.open(f"/mail/{kept.id}")
    assert "Coffee &lt;tomorrow&gt;" in page.text
    assert 'href="http://locum.test/booking/abc"' in page.text
    assert "alert(1)" not in page.text
    assert 'sandbox="' in page.text
    assert "allow-scripts" not in page.text
    html = await reader.open(f"/mail/{kept.id}/html")
    assert "<b>Hello</b>" in html.text
    policy = html.headers["content-security-policy"]
    assert policy.startswith("sandbox ")
    assert "script-src" not in policy
    assert "default-src 'none'" in policy


@pytest.mark.usefixtures("administrator")
async def test_files_are_downloaded_and_never_run(reader: Reader, session: AsyncSession) -> None:
    kept = await message(session)
    file = await reader.open(f"/mail/{kept.id}/attachments/0")
    assert file.content == b"BEGIN:VCALENDAR\n" or file.content == b"BEGIN:VCALENDAR"
    assert file.headers["content-disposition"] == "attachment; filename*=UTF-8''%C3%A9vent.ics"
    assert (await reader.open(f"/mail/{kept.id}/attachments/1")).status_code == 404
    assert (await reader.open("/mail/999999")).status_code == 404
    assert (await reader.open("/mail/abc")).status_code == 400


@pytest.mark.usefixtures("administrator")
async def test_times_are_told_in_the_readers_zone(reader: Reader, session: AsyncSession) -> None:
    await message(session)
    assert "Dec 8, 2026, 12:00" in text_of((await reader.open("/mail")).text)
