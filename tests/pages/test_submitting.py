"""The second step of booking: the form, without JavaScript."""

import json
import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from httpx import Response
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from locum.bookings.models import Booking
from locum.pages.booking.submitting import BOOKINGS_PER_ADDRESS
from tests.factories.slots import busy
from tests.pages.booking import Site
from tests.pages.browser import forms_of, text_of

SLOT = "2027-02-01T09:00Z"


async def bookings(site: Site) -> list[Booking]:
    """All bookings, attendees loaded, the newest last."""
    statement = select(Booking).options(selectinload(Booking.attendees)).order_by(Booking.id)
    return list((await site.world.session.scalars(statement.execution_options(populate_existing=True))).all())


async def change(site: Site, **values: Any) -> None:
    """Change the event type."""
    for name, value in values.items():
        setattr(site.event, name, value)
    await site.world.session.commit()


async def test_a_booking_is_made_and_shown(site: Site) -> None:
    done = await site.send(SLOT, notes="Bring <b>cards</b>", guests="a@example.com, b@example.com")
    assert done.status_code == 200
    assert done.url.path.startswith("/booking/")
    (booking,) = await bookings(site)
    assert booking.starts_at == datetime.fromisoformat("2027-02-01T09:00+00:00")
    assert booking.ends_at - booking.starts_at == timedelta(minutes=30)
    booker = booking.attendees[0]
    assert (booker.name, booker.email, booker.time_zone) == ("Grace Hopper", "grace@example.com", "Europe/Berlin")
    assert [guest.email for guest in booking.attendees[1:]] == ["a@example.com", "b@example.com"]
    text = text_of(done.text)
    assert "This meeting is booked" in text
    assert "10:00 AM – 10:30 AM" in text
    assert "Bring &lt;b&gt;cards&lt;/b&gt;" in done.text


async def test_the_bookers_language_is_kept(site: Site) -> None:
    page = await site.open(slot=SLOT, lang="de")
    await site.reader.send(page, site.path, **{"a.name": "Grete", "a.email": "grete@example.com"})
    assert (await bookings(site))[0].attendees[0].language == "de"


async def test_every_error_is_told_at_once_and_nothing_typed_is_lost(site: Site) -> None:
    again = await site.send(SLOT, name="", email="nonsense", guests="x@example.com, y", notes="Keep </textarea> me")
    assert again.status_code == 422
    assert await bookings(site) == []
    for target in ("#a-name", "#a-email", "#a-guests"):
        assert f'href="{target}"' in again.text
    assert 'value="nonsense"' in again.text
    assert 'value="x@example.com, y"' in again.text
    assert "Keep &lt;/textarea&gt; me" in again.text
    assert "Your name: Please fill this in." in text_of(again.text)
    assert again.text.index("<title>Error:") > 0
    done = await site.reader.send(again, site.path, **{"a.name": "G", "a.email": "g@example.com", "a.guests": ""})
    assert "This meeting is booked" in done.text
    assert (await bookings(site))[0].description == "Keep </textarea> me"


async def test_somebody_was_faster(site: Site) -> None:
    page = await site.open(slot=SLOT, cal_tz="Europe/Berlin")
    await busy(site.world, site.owner, "2027-02-01T09:00", 30)
    typed = {"a.name": "Grace", "a.email": "grace@example.com", "a.notes": "Mine"}
    late = await site.reader.send(page, site.path, **typed)
    assert late.status_code == 409
    text = text_of(late.text)
    assert "Somebody just took this time." in text
    assert "Mine" in late.text
    assert 'value="Grace"' in late.text
    near = re.findall(r'form="answers" name="slot" value="([^"]+)"', late.text)
    assert "2027-02-01T08:30Z" in near
    assert "2027-02-01T09:30Z" in near
    done = await site.reader.send(late, site.path, slot="2027-02-01T09:30Z")
    assert "This meeting is booked" in done.text
    assert (await bookings(site))[-1].description == "Mine"


async def test_a_request_waits_for_its_host(site: Site) -> None:
    await change(site, confirmation_policy={"type": "always", "blockUnconfirmedBookingsInBooker": False})
    page = await site.open(slot=SLOT)
    assert "Ask for this time" in page.text
    done = await site.send(SLOT)
    assert "Your request is sent" in done.text
    assert "Ada Lovelace has to accept this time first" in text_of(done.text)


FIELDS: list[dict[str, Any]] = [
    {"type": "phone", "slug": "phone", "label": "Phone", "required": True, "placeholder": "+49"},
    {"type": "address", "slug": "home", "label": "Home", "required": False, "placeholder": ""},
    {"type": "text", "slug": "line", "label": "Line", "required": True, "placeholder": "One"},
    {"type": "number", "slug": "age", "label": "Age", "required": True, "placeholder": ""},
    {"type": "textarea", "slug": "story", "label": "Story", "required": False, "placeholder": ""},
    {"type": "select", "slug": "topic", "label": "Topic", "required": True, "options": ["A", "B"], "placeholder": ""},
    {"type": "multiselect", "slug": "many", "label": "Many", "required": True, "options": ["X", "Y", "Z"]},
    {"type": "multiemail", "slug": "friends", "label": "Friends", "required": False, "placeholder": ""},
    {"type": "checkbox", "slug": "boxes", "label": "Boxes", "required": False, "options": ["1", "2"]},
    {"type": "radio", "slug": "one", "label": "One of", "required": True, "options": ["Yes", "No"]},
    {"type": "boolean", "slug": "agree", "label": "Agree", "required": True},
    {"type": "url", "slug": "site", "label": "Site", "required": False, "placeholder": ""},
]
GOOD: dict[str, Any] = {
    "phone": "+493012345678",
    "home": "12 Some Street",
    "line": "A line",
    "age": "42",
    "story": "Once\nupon",
    "topic": "B",
    "many": ["X", "Z"],
    "friends": "a@example.com b@example.com",
    "boxes": ["2"],
    "one": "Yes",
    "agree": "true",
    "site": "https://example.com/x",
}


async def test_every_kind_of_field_is_asked_and_kept(site: Site) -> None:
    await change(site, booking_fields=FIELDS)
    form = await site.open(slot=SLOT)
    for field in FIELDS:
        assert f'name="a.{field["slug"]}"' in form.text
    assert 'autocomplete="tel"' in form.text
    done = await site.send(SLOT, **GOOD)
    assert "This meeting is booked" in done.text, text_of(done.text)
    responses = (await bookings(site))[0].responses
    assert {slug: responses[slug] for slug in GOOD} == {
        **GOOD,
        "age": 42,
        "friends": ["a@example.com", "b@example.com"],
        "agree": True,
    }
    assert "X, Z" in text_of(done.text)


@pytest.mark.parametrize(
    ("slug", "value"),
    [
        ("phone", "12"),
        ("phone", ""),
        ("age", "old"),
        ("age", "nan"),
        ("age", "1e999"),
        ("topic", "C"),
        ("many", ["X", "Q"]),
        ("many", []),
        ("friends", "a@example.com, nobody"),
        ("one", ""),
        ("agree", ""),
        ("site", "javascript:alert(1)"),
        ("site", "http://["),
    ],
)
async def test_what_does_not_fit_a_field_is_refused_beside_it(site: Site, slug: str, value: Any) -> None:
    await change(site, booking_fields=FIELDS)
    refused = await site.send(SLOT, **{**GOOD, slug: value})
    assert refused.status_code == 422
    assert f'id="a-{slug}-error"' in refused.text
    assert refused.text.count('class="error"') == 1
    assert await bookings(site) == []


async def test_first_and_last_name_are_asked_apart(site: Site) -> None:
    await change(site, booking_fields=[{"type": "splitName", "slug": "splitName", "lastNameRequired": True}])
    page = await site.open(slot=SLOT, name="Grace Brewster Hopper")
    assert 'value="Grace"' in page.text
    assert 'value="Brewster Hopper"' in page.text
    refused = await site.reader.send(page, site.path, **{"a.name.last": "", "a.email": "g@example.com"})
    assert "Last name: Please fill this in." in text_of(refused.text)
    await site.reader.send(page, site.path, **{"a.email": "g@example.com"})
    assert (await bookings(site))[0].attendees[0].name == "Grace Brewster Hopper"


PLACES = [
    {"type": "address", "address": "12 St James's Square", "public": True},
    {"type": "attendeePhone"},
    {"type": "attendeeDefined"},
    {"type": "integration", "integration": "cal-video"},
]


async def test_a_place_is_chosen_and_completed(site: Site) -> None:
    await change(site, locations=PLACES)
    page = await site.open(slot=SLOT)
    assert "12 St James&#39;s Square" in page.text
    missing = await site.send(SLOT)
    assert "Please choose where to meet." in missing.text
    without = await site.send(SLOT, location="1")
    assert 'id="a-location-1-error"' in without.text
    wrong = await site.send(SLOT, **{"location": "1", "location.1": "call me"})
    assert wrong.status_code == 422
    await site.send(SLOT, **{"location": "1", "location.1": "+493012345678"})
    assert (await bookings(site))[0].location == "+493012345678"


@pytest.mark.parametrize("chosen", ["4", "-1", "²", "9" * 4500, "01", ""])
async def test_only_places_on_offer_can_be_chosen(site: Site, chosen: str) -> None:
    await change(site, locations=PLACES)
    refused = await site.send(SLOT, location=chosen)
    assert refused.status_code == 422
    assert "Please choose where to meet." in refused.text
    assert await bookings(site) == []


@pytest.mark.parametrize("prefilled", ["{", '{"a":' * 2500, "{}", '{"value": null}'])
async def test_a_prefilled_place_that_makes_no_sense_does_no_harm(site: Site, prefilled: str) -> None:
    await change(site, locations=PLACES)
    assert (await site.open(slot=SLOT, location=prefilled)).status_code == 200


@pytest.mark.parametrize(
    ("prefilled", "index", "detail"),
    [
        ("attendeePhone", "1", ""),
        (json.dumps({"value": "phone", "optionValue": "+493012345678"}), "1", "+493012345678"),
        (json.dumps({"value": "somewhereElse", "optionValue": "The park"}), "2", "The park"),
        ("integrations:daily", "3", ""),
        ("inPerson", "0", ""),
    ],
)
async def test_the_place_can_be_prefilled(site: Site, prefilled: str, index: str, detail: str) -> None:
    await change(site, locations=PLACES)
    page = await site.open(slot=SLOT, location=prefilled)
    fields = next(form for form in forms_of(page.text) if form.method == "post").fields
    assert fields["a.location"] == [index]
    assert detail in fields.get(f"a.location.{index}", [""])


async def test_fields_are_prefilled_from_the_address_and_locked_where_wanted(site: Site) -> None:
    await change(
        site,
        booking_fields=[
            {"type": "email", "slug": "email", "required": True, "disableOnPrefill": True},
            {"type": "checkbox", "slug": "bring", "label": "Bring", "required": False, "options": ["Tea", "Cake"]},
        ],
    )
    page = await site.reader.open(
        f"{site.path}?slot={SLOT}&name=Grace&email=g@example.com&notes=Hello&guests=a@example.com&guests=b@example.com"
        "&bring=Cake&metadata[source]=letter"
    )
    fields = next(form for form in forms_of(page.text) if form.method == "post").fields
    assert fields["a.name"] == ["Grace"]
    assert fields["a.notes"] == ["Hello"]
    assert fields["a.guests"] == ["a@example.com, b@example.com"]
    assert fields["a.bring"] == ["Cake"]
    assert re.search(r'name="a.email"[^>]* readonly', page.text)
    await site.reader.send(page, site.path)
    booking = (await bookings(site))[0]
    assert booking.properties == {"source": "letter"}
    assert booking.attendees[0].email == "g@example.com"


async def test_hidden_fields_are_not_shown_but_take_what_the_address_says(site: Site) -> None:
    hidden = {"type": "text", "slug": "ref", "label": "Ref", "required": False, "hidden": True, "placeholder": ""}
    await change(site, booking_fields=[hidden])
    assert "a.ref" not in (await site.open(slot=SLOT)).text
    page = await site.open(slot=SLOT, ref="R-1")
    assert '<input type="hidden" name="a.ref" value="R-1">' in page.text
    await site.reader.send(page, site.path, **{"a.name": "G", "a.email": "g@example.com"})
    assert (await bookings(site))[0].responses["ref"] == "R-1"


async def test_a_form_without_a_time_leads_back_to_the_times(site: Site) -> None:
    answer = await site.reader.client.post(site.path, data={"a.name": "G"})
    assert answer.status_code == 303
    assert answer.headers["location"] == site.path


async def test_past_times_are_refused(site: Site) -> None:
    answer = await site.reader.client.post(
        site.path, data={"a.name": "G", "a.email": "g@example.com", "slot": "2027-01-04T09:00Z"}
    )
    assert answer.status_code == 409
    assert await bookings(site) == []


async def test_the_success_address_is_told_what_was_booked(site: Site) -> None:
    await change(site, success_redirect_url="https://shop.example/thanks?from=locum")
    page = await site.open(slot=SLOT, cal_tz="Europe/Berlin", utm_source="letter")
    assert "form-action 'self' https://shop.example;" in page.headers["content-security-policy"]
    form = next(form for form in forms_of(page.text) if form.method == "post")
    fields = {**form.fields, "a.name": "Grace", "a.email": "g@example.com"}
    answer: Response = await site.reader.client.post(form.action, data=fields)
    assert answer.status_code == 303
    target = answer.headers["location"]
    assert target.startswith("https://shop.example/thanks?from=locum&uid=")
    for told in ("attendeeName=Grace", "startTime=2027-02-01T09%3A00%3A00.000Z", "hostName=Ada+Lovelace", "utm_source"):
        assert told in target
    assert "cal.tz" not in target


async def test_addresses_that_book_too_often_have_to_wait(site: Site) -> None:
    for _ in range(BOOKINGS_PER_ADDRESS):
        await site.reader.client.post(site.path, data={"slot": "nonsense"})
    assert (await site.reader.client.post(site.path, data={"slot": SLOT})).status_code == 429


async def test_who_has_booked_enough_is_told(site: Site) -> None:
    await change(site, booker_active_bookings_limit={"maximumActiveBookings": 1})
    await site.send(SLOT)
    again = await site.send("2027-02-01T10:00Z")
    assert again.status_code == 422
    assert "as many bookings of this kind as are allowed" in again.text


async def test_strangers_cannot_book_what_wants_a_known_caller(site: Site) -> None:
    await change(site, booking_requires_authentication=True)
    refused = await site.send(SLOT)
    assert refused.status_code == 422
    assert "Only people who are signed in can book this." in refused.text
    assert await bookings(site) == []


@pytest.mark.parametrize(
    "target", ["https://shop.example;frame-src/*", "https://a:b@shop.example/", "https://[shop/", "https://a,b/"]
)
async def test_a_success_address_says_nothing_else_in_the_policy(site: Site, target: str) -> None:
    await change(site, success_redirect_url=target)
    page = await site.open(slot=SLOT)
    assert "form-action 'self';" in page.headers["content-security-policy"]
    done = await site.send(SLOT)
    assert done.url.path.startswith("/booking/")
