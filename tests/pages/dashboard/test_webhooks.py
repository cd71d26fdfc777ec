"""Webhooks in the dashboard: registered, changed, tested, their deliveries looked at and sent again."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from locum.kit import clock
from locum.settings import Settings
from locum.users.models import User
from locum.webhooks.disabling import REASON
from locum.webhooks.models import Webhook, WebhookDelivery, WebhookEvent
from tests.factories.world import World
from tests.pages.browser import Reader, forms_of, links_of, text_of
from tests.pages.dashboard.conftest import Sit

HOOKS = "/dashboard/webhooks"
URL = "https://93.184.216.34/hook"


async def hook_of(world: World, **values: Any) -> Webhook:
    row = Webhook(**{"subscriber_url": URL, "active": True, "triggers": ["OOO_CREATED"], **values})
    world.session.add(row)
    await world.session.commit()
    return row


async def delivery_to(world: World, hook: Webhook, **values: Any) -> WebhookDelivery:
    now = clock.now()
    event = WebhookEvent(trigger="OOO_CREATED", body={"triggerEvent": "OOO_CREATED", "payload": {}}, fanned_out_at=now)
    world.session.add(event)
    await world.session.flush()
    said: dict[str, Any] = {
        "state": "failed",
        "attempts": 20,
        "next_attempt_at": now,
        "status": 503,
        "answer": "<busy>",
    }
    row = WebhookDelivery(webhook_id=hook.id, event_id=event.id, **{**said, **values})
    world.session.add(row)
    await world.session.commit()
    return row


async def hooks(world: World) -> list[Webhook]:
    statement = select(Webhook).order_by(Webhook.created_at).execution_options(populate_existing=True)
    return list(await world.session.scalars(statement))


async def deliveries(world: World) -> list[WebhookDelivery]:
    return list(await world.session.scalars(select(WebhookDelivery).execution_options(populate_existing=True)))


def token_on(page: str) -> str:
    return page.split('name="token" value="')[1].split('"', maxsplit=1)[0]


async def test_one_is_registered_and_shown(world: World, desk: Reader, person: User, settings: Settings) -> None:
    page = await desk.open(HOOKS)
    assert "No webhooks yet." in page.text
    assert HOOKS in links_of(page.text)
    form = await desk.open(f"{HOOKS}/new")
    made = await desk.send(
        form,
        "/new",
        address=URL,
        triggers=["OOO_CREATED", "BOOKING_CREATED"],
        secret="s3<cret",
        template='{"a":\r\n"{{b}}"}',
    )
    (hook,) = await hooks(world)
    assert made.url.path == f"{HOOKS}/{hook.id}"
    assert "The webhook is registered." in made.text
    assert "s3&lt;cret" in made.text
    assert made.headers["cache-control"] == "no-store"
    assert (hook.user_id, hook.subscriber_url, hook.active) == (person.id, URL, True)
    assert hook.triggers == ["BOOKING_CREATED", "OOO_CREATED"]
    assert hook.payload_template == '{"a":\n"{{b}}"}'
    assert hook.sealed_secret is not None
    assert settings.vault.open(hook.sealed_secret) == "s3<cret"
    assert f"{HOOKS}/{hook.id}" in links_of((await desk.open(HOOKS)).text)


@pytest.mark.parametrize(
    ("typed", "field", "told"),
    [
        ({"address": ""}, "address", "Please fill this in."),
        ({"address": "nowhere"}, "address", "Please enter a web address"),
        ({"address": "https://10.0.0.1/hook"}, "address", "Nothing may be sent to this address"),
        ({"address": URL}, "address", "There is a webhook with this address already."),
        ({"triggers": []}, "triggers", "Please choose at least one trigger."),
        ({"secret": "s" * 1001}, "secret", "The secret is too long"),
        ({"template": "t" * 50_001}, "template", "The template is too long"),
    ],
)
async def test_what_is_wrong_stands_by_its_field_and_all_typed_stays(
    world: World, desk: Reader, person: User, typed: dict[str, Any], field: str, told: str
) -> None:
    await hook_of(world, user_id=person.id)
    whole = {"address": f"{URL}/2", "triggers": ["OOO_CREATED"], "secret": "hush", "template": "word={{word}}"}
    page = await desk.send(await desk.open(f"{HOOKS}/new"), "/new", **{**whole, **typed})
    assert page.status_code == 422
    assert told in page.text.split(f'id="{field}-error">')[1].split("</p>")[0]
    (form,) = [form for form in forms_of(page.text) if form.action.endswith("/new")]
    kept = {name: form.fields.get(name, []) for name in whole}
    assert kept == {name: value if isinstance(value, list) else [value] for name, value in {**whole, **typed}.items()}
    assert len(await hooks(world)) == 1


async def test_one_is_changed_and_what_is_left_alone_stays(world: World, desk: Reader, person: User) -> None:
    await hook_of(world, user_id=person.id, subscriber_url=f"{URL}/other")
    hook = await hook_of(world, user_id=person.id, payload_template="kept={{a}}")
    path = f"{HOOKS}/{hook.id}/edit"
    refused = await desk.send(await desk.open(path), path, address=f"{URL}/other")
    assert refused.status_code == 422
    assert "There is a webhook with this address already." in refused.text
    changed = await desk.send(refused, path, address=f"{URL}/new", triggers=["OOO_DELETED"])
    assert "The webhook is changed." in changed.text
    row = (await hooks(world))[1]
    assert (row.subscriber_url, row.triggers, row.active) == (f"{URL}/new", ["OOO_DELETED"], True)
    assert (row.payload_template, row.sealed_secret) == ("kept={{a}}", None)


async def test_one_that_failed_for_days_says_so_and_is_enabled_again(world: World, desk: Reader, person: User) -> None:
    hook = await hook_of(world, user_id=person.id, active=False, disabled_at=clock.now(), disabled_reason=REASON)
    assert "switched off by Locum" in (await desk.open(HOOKS)).text
    page = await desk.open(f"{HOOKS}/{hook.id}")
    assert REASON in page.text
    await desk.send(page, "/enable")
    (row,) = await hooks(world)
    assert (row.active, row.disabled_at, row.disabled_reason) == (True, None, None)


async def test_the_log_and_a_delivery(world: World, desk: Reader, person: User) -> None:
    hook = await hook_of(world, user_id=person.id)
    failed = await delivery_to(world, hook, error="the receiver said 503")
    tomorrow = clock.now() + timedelta(1)
    tried = {"attempts": 3, "round_attempts": 3}
    waiting = await delivery_to(world, hook, state="pending", next_attempt_at=tomorrow, **tried)
    page = await desk.open(f"{HOOKS}/{hook.id}")
    paths = [f"{HOOKS}/{hook.id}/deliveries/{row.id}" for row in (waiting, failed)]
    assert [link for link in links_of(page.text) if "/deliveries/" in link] == paths
    assert "tried again soon 3 503" in text_of(page.text)
    assert "failed 20 503 —" in text_of(page.text)
    detail = (await desk.open(paths[1])).text
    assert "the receiver said 503" in detail
    assert "&lt;busy&gt;" in detail
    assert "{&#34;triggerEvent&#34;:&#34;OOO_CREATED&#34;" in detail


async def test_the_log_comes_in_pages(world: World, desk: Reader, person: User) -> None:
    hook = await hook_of(world, user_id=person.id)
    rows = [await delivery_to(world, hook) for _ in range(51)]
    first = await desk.open(f"{HOOKS}/{hook.id}")
    assert first.text.count("/deliveries/") == 50
    second = await desk.open(f"{HOOKS}/{hook.id}?page=2")
    assert second.text.count("/deliveries/") == 1
    assert str(rows[0].id) in second.text


async def test_a_delivery_is_sent_again(world: World, desk: Reader, person: User) -> None:
    hook = await hook_of(world, user_id=person.id)
    row = await delivery_to(world, hook, round_attempts=20)
    path = f"{HOOKS}/{hook.id}/deliveries/{row.id}"
    page = await desk.send(await desk.open(path), "/redeliver")
    assert page.url.path == path
    assert "It is sent again." in page.text
    (now,) = await deliveries(world)
    assert (now.state, now.round_attempts) == ("pending", 0)


async def test_a_test_is_sent(world: World, desk: Reader, person: User) -> None:
    hook = await hook_of(world, user_id=person.id, active=False)
    page = await desk.send(await desk.open(f"{HOOKS}/{hook.id}"), "/ping")
    (row,) = await deliveries(world)
    assert page.url.path == f"{HOOKS}/{hook.id}/deliveries/{row.id}"
    assert "PING" in page.text
    assert (row.webhook_id, row.state) == (hook.id, "pending")


async def test_one_is_deleted_after_a_question(world: World, desk: Reader, person: User) -> None:
    hook = await hook_of(world, user_id=person.id)
    await delivery_to(world, hook)
    path = f"{HOOKS}/{hook.id}/delete"
    assert path in links_of((await desk.open(f"{HOOKS}/{hook.id}")).text)
    gone = await desk.send(await desk.open(path), path)
    assert "The webhook is deleted." in gone.text
    assert await hooks(world) == []
    assert await deliveries(world) == []


async def reaches(desk: Reader, hook_id: UUID, delivery_id: UUID) -> set[int]:
    """What every page and every form of a webhook answers."""
    token = token_on((await desk.open(HOOKS)).text)
    base = f"{HOOKS}/{hook_id}"
    gets = ["", "/edit", "/delete", f"/deliveries/{delivery_id}"]
    posts = ["/edit", "/delete", "/enable", "/ping", f"/deliveries/{delivery_id}/redeliver"]
    answers = [await desk.open(base + path) for path in gets]
    answers += [await desk.client.post(base + path, data={"token": token}, headers=desk.headers) for path in posts]
    return {answer.status_code for answer in answers}


async def test_those_of_others_are_not_there(world: World, desk: Reader, person: User) -> None:
    foreign = await hook_of(world, user_id=(await world.user()).id, subscriber_url=f"{URL}/foreign")
    elsewhere = await hook_of(world, team_id=(await world.organization()).id, subscriber_url=f"{URL}/elsewhere")
    for hook in (foreign, elsewhere):
        row = await delivery_to(world, hook)
        assert hook.subscriber_url not in (await desk.open(HOOKS)).text
        assert await reaches(desk, hook.id, row.id) == {404}
    own = await hook_of(world, user_id=person.id)
    assert (await desk.open(f"{HOOKS}/{own.id}/deliveries/{row.id}")).status_code == 404
    assert (await desk.open(f"{HOOKS}/{uuid4()}")).status_code == 404
    assert (await desk.open(f"{HOOKS}/nonsense")).status_code == 404
    assert len(await hooks(world)) == 3
    assert {row.state for row in await deliveries(world)} == {"failed"}


async def test_those_of_an_organization_are_for_its_administrators(world: World, sit: Sit, settings: Settings) -> None:
    organization = await world.organization(name="Engines")
    secret = settings.vault.seal("of-the-house")
    hook = await hook_of(world, team_id=organization.id, sealed_secret=secret)
    row = await delivery_to(world, hook)
    member = await sit(await world.member(organization))
    assert URL not in (await member.open(HOOKS)).text
    assert 'name="owner"' not in (await member.open(f"{HOOKS}/new")).text
    assert await reaches(member, hook.id, row.id) == {404}
    token = token_on((await member.open(f"{HOOKS}/new")).text)
    typed = {"token": token, "owner": "team_id", "address": f"{URL}/2", "triggers": "OOO_CREATED", "active": "true"}
    assert (await member.client.post(f"{HOOKS}/new", data=typed, headers=member.headers)).status_code == 404
    admin = await sit(await world.member(organization, "ADMIN"))
    assert "of-the-house" in (await admin.open(f"{HOOKS}/{hook.id}")).text
    form = await admin.open(f"{HOOKS}/new")
    await admin.send(form, "/new", owner="team_id", address=f"{URL}/2", triggers=["OOO_CREATED"])
    assert [row.team_id for row in await hooks(world)] == [organization.id, organization.id]
    assert await reaches(await sit(await world.member(await world.organization(), "OWNER")), hook.id, row.id) == {404}


async def test_forms_of_other_sites_change_nothing(world: World, desk: Reader, person: User) -> None:
    hook = await hook_of(world, user_id=person.id, active=False)
    row = await delivery_to(world, hook)
    base = f"{HOOKS}/{hook.id}"
    token = token_on((await desk.open(base)).text)
    paths = ["/edit", "/delete", "/enable", "/ping", f"/deliveries/{row.id}/redeliver"]
    for path in [f"{HOOKS}/new", *(base + path for path in paths)]:
        bare = await desk.client.post(path, data={"address": URL}, headers=desk.headers)
        foreign = await desk.client.post(path, data={"token": token}, headers={"Sec-Fetch-Site": "cross-site"})
        assert (bare.status_code, foreign.status_code) == (403, 403)
    assert [row.active for row in await hooks(world)] == [False]
    assert [row.state for row in await deliveries(world)] == ["failed"]
