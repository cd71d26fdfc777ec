"""Messages to phones that were kept."""

from locum.sms.models import SmsMessage
from tests.factories.world import World
from tests.pages.browser import Reader, text_of
from tests.pages.dashboard.test_mailbox import signed_in


async def test_system_administrators_read_them_newest_first(world: World, reader: Reader) -> None:
    for number in range(52):
        world.session.add(SmsMessage(recipient="+4915112345678", text=f"<b>{number}</b> is your code"))
    await world.session.commit()
    await signed_in(world, reader, is_admin=True)
    page = await reader.open("/mail/sms")
    words = text_of(page.text)
    assert "&lt;b&gt;51&lt;/b&gt; is your code +4915112345678" in words
    assert "&lt;b&gt;1&lt;/b&gt;" not in words
    assert "&lt;b&gt;1&lt;/b&gt;" in (await reader.open("/mail/sms?page=2")).text


async def test_nobody_else_does(world: World, reader: Reader) -> None:
    assert (await reader.open("/mail/sms")).url.path == "/auth/login"
    await signed_in(world, reader, is_admin=False)
    assert (await reader.open("/mail/sms")).status_code == 403
