"""What a booking page does inside another site, whichever script put it there (client surface sheet, section 3.3)."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import Any

import psycopg
from playwright.sync_api import FrameLocator, Page, expect

from locum.db.session import libpq_url
from tests.browser.conftest import Visitors
from tests.browser.neighbour import Neighbour
from tests.browser.server import Served
from tests.browser.settling import settle

FRAME = "iframe[name^='cal-embed=talk']"
_pages = count(1)


@dataclass
class Around:
    """Somebody else's page with Locum's in it."""

    page: Page

    @property
    def frame(self) -> FrameLocator:
        """Locum's page."""
        return self.page.frame_locator(FRAME)

    def heard(self, kind: str) -> list[Any]:
        """What the page was told of a kind."""
        told: list[Any] = self.page.evaluate("kind => heard.filter(it => it.type === kind).map(it => it.data)", kind)
        return told

    def hears(self, kind: str) -> Any:
        """Wait until it was told of something; answers what."""
        self.page.wait_for_function("kind => heard.some(it => it.type === kind)", arg=kind)
        return self.heard(kind)[-1]


@dataclass
class Embedding:
    """Makes pages around booking pages. `loader` is what makes `Cal` known there."""

    visitors: Visitors
    site: Neighbour
    place: Served
    loader: str

    def opened(self, calls: str, body: str = "", *, query: str = "", **options: Any) -> Around:
        """A page that says this to the script, in a namespace `talk`; what it hears stays in `heard`."""
        text = f"""<!doctype html><html lang=en><head><meta charset=utf-8><title>Neighbour</title>
<link rel=icon href="data:,"></head><body style="margin:0">{body}<main id=here></main>{self.loader}<script type=module>
window.heard = [];
Cal("init", "talk", {{ calOrigin: "{self.place.origin}" }});
const talk = (...call) => Cal.ns.talk(...call);
talk("on", {{ action: "*", callback: (event) => heard.push(event.detail) }});
{calls}</script></body></html>"""
        address = self.site.put(f"/page-{next(_pages)}.html", text)
        page = self.visitors.page(**options)
        page.goto(f"{address}{query}")
        return Around(page)

    def inline(self, link: str = "ada/intro", config: Any = None, more: str = "", **options: Any) -> Around:
        """The booking page in the middle of the other."""
        said = json.dumps({"calLink": link, "elementOrSelector": "#here", "config": config or {}})
        return self.opened(f'talk("inline", {said}); {more}', **options)


def choose(around: Around, day: str, time: str | None = None) -> None:
    """Choose a time, or the first that is free, and go on to the form."""
    around.frame.get_by_role("button", name=re.compile(f"^{day}")).click()
    times = around.frame.locator(".day-times.chosen")
    expect(times.get_by_role("heading")).to_have_text(day.replace(",", ""))
    (times.get_by_label(time) if time else times.locator(".time").first).check()
    around.frame.get_by_role("button", name="Continue").click()


def inline_from_the_first_look_to_the_cancelled_booking(embedding: Embedding) -> None:
    config = {
        "name": "Grace Hopper",
        "email": "grace@example.com",
        "guests": ["one@example.com", "two@example.com"],
        "metadata[source]": "neighbour",
        "theme": "dark",
        "layout": "month_view",
    }
    around = embedding.inline(config=config)
    around.hears("linkReady")
    event = around.hears("bookerReady")
    assert event["eventSlug"] == "intro"
    assert event["eventId"] > 0
    assert around.hears("bookerViewed")["slotsLoaded"] is True
    around.hears("__windowLoadComplete")
    expect(around.frame.locator("html")).to_have_attribute("data-theme", "dark")
    _fits(around)
    choose(around, "Tuesday, 16 February", "10:00")
    expect(around.frame.get_by_label("Your name")).to_have_value("Grace Hopper")
    expect(around.frame.get_by_label("E-mail address")).to_have_value("grace@example.com")
    expect(around.frame.get_by_label("Other guests")).to_have_value("one@example.com,two@example.com")
    _fits(around)
    around.frame.get_by_role("button", name="Book this time").click()
    booked = around.hears("bookingSuccessfulV2")
    assert booked["startTime"] == "2027-02-16T09:00:00.000Z"
    assert (booked["status"], booked["eventTypeId"], booked["isRecurring"]) == ("ACCEPTED", event["eventId"], False)
    older = around.hears("bookingSuccessful")
    assert (older["date"], older["duration"], older["confirmed"]) == (booked["startTime"], 30, True)
    assert older["organizer"] == {"name": "Ada Lovelace", "timeZone": "Europe/Berlin"}
    expect(around.frame.locator("html")).to_have_attribute("data-theme", "dark")
    _fits(around)
    around.frame.get_by_role("link", name="Change the time").click()
    choose(around, "Tuesday, 16 February", "11:00")
    around.frame.get_by_role("button", name="Move to this time").click()
    moved = around.hears("rescheduleBookingSuccessfulV2")
    assert moved["startTime"] == "2027-02-16T10:00:00.000Z"
    assert len(around.heard("bookingSuccessfulV2")) == 1
    around.frame.get_by_role("link", name="Cancel the meeting").click()
    around.frame.get_by_role("button", name="Cancel the meeting").click()
    assert around.hears("bookingCancelled")["booking"]["uid"] == moved["uid"]
    assert len(around.heard("linkReady")) == 1
    assert len(around.heard("bookerReady")) == 1


def _fits(around: Around) -> None:
    """The frame is as high as what is in it: neither cut off nor with emptiness below.

    What is in it tells its height, the page around follows, and what is in it is laid out anew: until then it is not.
    """
    around.page.wait_for_function(
        """selector => {
             const frame = document.querySelector(selector);
             const told = heard.filter(it => it.type === '__dimensionChanged').at(-1);
             return told && Math.abs(frame.getBoundingClientRect().height - told.data.iframeHeight) < 3;
           }""",
        arg=FRAME,
    )
    inside = around.frame.locator("body")
    measure = """() => [
      document.documentElement.scrollHeight - innerHeight,
      innerHeight - document.getElementById('main').getBoundingClientRect().bottom,
    ]"""
    settle(around.page, lambda: inside.evaluate(measure), lambda found: found[0] <= 1 and found[1] < 4)


def looks(embedding: Embedding) -> None:
    given = {
        "theme": "light",
        "hideEventTypeDetails": True,
        "cssVarsPerTheme": {"light": {"cal-brand": "#ff6b6b", "cal-text": "rgb(40, 20, 60)"}, "dark": {}},
    }
    around = embedding.inline(more=f'talk("ui", {json.dumps(given)});')
    around.hears("linkReady")
    expect(around.frame.locator("#event-title")).to_be_hidden()
    expect(around.frame.locator("#zone")).to_be_visible()
    chosen = around.frame.locator(".day.chosen button").first
    expect(chosen).to_have_css("background-color", "rgb(255, 107, 107)")
    expect(around.frame.locator("#month-name")).to_have_css("color", "rgb(40, 20, 60)")
    around.page.evaluate("""Cal.ns.talk("ui", { hideEventTypeDetails: false, layout: "column_view", theme: "dark" })""")
    expect(around.frame.locator("#event-title")).to_be_visible()
    expect(around.frame.locator("#month")).to_be_hidden()
    # Said once, it holds for the pages that follow.
    around.frame.locator(".day-times .time").first.click()
    around.frame.get_by_role("button", name="Continue").click()
    expect(around.frame.locator("#answers")).to_be_visible()
    expect(around.frame.locator("html")).to_have_attribute("data-theme", "dark")


def popup(embedding: Embedding) -> None:
    config = json.dumps({"name": "Edith", "layout": "month_view"})
    body = f"<button data-cal-link=ada/intro data-cal-namespace=talk data-cal-config='{config}'>Meet us</button>"
    around = embedding.opened("", body)
    around.page.get_by_role("button", name="Meet us").click()
    around.hears("linkReady")
    expect(around.frame.get_by_role("heading", level=1)).to_have_text("Introduction")
    expect(around.page.locator(FRAME)).to_be_in_viewport()
    choose(around, "Tuesday, 16 February", "13:00")
    expect(around.frame.get_by_label("Your name")).to_have_value("Edith")
    # It is seen once the script is there that listens for the key.
    expect(around.frame.get_by_label("Your name")).to_be_visible()
    around.frame.get_by_label("Your name").press("Escape")
    expect(around.page.locator(FRAME)).to_be_hidden()
    around.page.get_by_role("button", name="Meet us").click()
    expect(around.page.locator(FRAME).last).to_be_visible()
    expect(around.page.frame_locator(f"{FRAME} >> nth=-1").get_by_role("heading", level=1)).to_be_visible()
    around.page.get_by_label("Close").last.click()
    expect(around.page.locator(FRAME).last).to_be_hidden()


def floating_button(embedding: Embedding) -> None:
    said = {"calLink": "ada/intro", "buttonText": "Talk to Ada", "buttonColor": "#204060", "config": {"name": "Jean"}}
    around = embedding.opened(f'talk("floatingButton", {json.dumps(said)});')
    button = around.page.get_by_role("button", name="Talk to Ada")
    expect(button).to_be_in_viewport()
    button.click()
    around.hears("linkReady")
    choose(around, "Tuesday, 16 February", "14:00")
    expect(around.frame.get_by_label("Your name")).to_have_value("Jean")


def made_ahead(embedding: Embedding) -> None:
    button = "<button id=go>Meet</button>"
    calls = """talk("prerender", { calLink: "ada/intro", type: "modal" });
document.getElementById("go").onclick = () =>
  talk("modal", { calLink: "ada/intro", config: { name: "Kathleen", email: "kathleen@example.com" } });"""
    around = embedding.opened(calls, button)
    assert around.hears("__iframeReady") == {"isPrerendering": True}
    around.hears("linkPrerendered")
    around.page.wait_for_timeout(300)
    assert around.heard("linkReady") == []
    expect(around.page.locator(FRAME)).to_be_hidden()
    around.page.locator("#go").click()
    around.hears("linkReady")
    expect(around.page.locator(FRAME)).to_be_visible()
    choose(around, "Tuesday, 16 February", "15:00")
    expect(around.frame.get_by_label("Your name")).to_have_value("Kathleen")
    expect(around.frame.get_by_label("E-mail address")).to_have_value("kathleen@example.com")


def only_preloaded(embedding: Embedding) -> None:
    around = embedding.opened('talk("preload", { calLink: "ada/intro" });')
    expect(around.page.frame_locator(f"iframe[src^='{embedding.place.origin}']").locator("#book")).to_be_attached()
    around.page.wait_for_timeout(500)
    assert around.page.evaluate("heard") == []


def failing(embedding: Embedding) -> None:
    around = embedding.inline("ada/no-such-thing")
    failed = around.hears("linkFailed")
    assert failed["code"] == "404"
    around.page.wait_for_timeout(300)
    assert around.heard("linkReady") == []


def forwarding(embedding: Embedding) -> None:
    forwards = "Cal.config = { ...Cal.config, forwardQueryParams: true };"
    said = json.dumps({"calLink": "ada/intro", "elementOrSelector": "#here"})
    around = embedding.opened(
        f'{forwards} talk("inline", {said});', query="?name=Mary&utm_source=letter&slot=2027-02-16T09:00Z"
    )
    around.hears("linkReady")
    expect(around.frame.locator("#month")).to_be_visible()
    choose(around, "Tuesday, 16 February", "16:00")
    expect(around.frame.get_by_label("Your name")).to_have_value("Mary")


def list_of_meetings(embedding: Embedding) -> None:
    around = embedding.inline("ada")
    around.hears("linkReady")
    around.frame.get_by_role("link", name="Introduction").first.click()
    assert around.hears("eventTypeSelected")["eventType"]["slug"] == "intro"
    assert around.hears("bookerReady")["eventSlug"] == "intro"


def trial(embedding: Embedding) -> None:
    config = {"cal.isBookingDryRun": "true", "slot": "2027-02-17T09:00Z", "name": "Grace", "email": "g@example.com"}
    around = embedding.inline(config=config)
    around.frame.get_by_role("button", name="Book this time").click()
    assert "uid" not in around.hears("dryRunBookingSuccessfulV2")
    expect(around.frame.get_by_role("heading", level=1)).to_have_text("This would be booked")


def led_on(embedding: Embedding) -> None:
    thanks = embedding.site.put("/thanks.html", "<link rel=icon href='data:,'><title>T</title><h1>Thanks</h1>")
    with psycopg.connect(libpq_url(embedding.place.database), autocommit=True) as connection:
        connection.execute("UPDATE event_types SET success_redirect_url = %s WHERE slug = 'onward'", [thanks])
    config = {"name": "Grace", "email": "g@example.com"}
    notes = "addEventListener('pagehide', () => sessionStorage.setItem('heard', JSON.stringify(heard)))"
    around = embedding.inline("ada/onward", config, notes)
    around.hears("linkReady")
    choose(around, "Wednesday, 17 February")
    around.frame.get_by_role("button", name="Book this time").click()
    around.page.wait_for_url("**/thanks.html?**")
    assert "uid=" in around.page.url
    heard = json.loads(around.page.evaluate("sessionStorage.getItem('heard')"))
    assert [it["type"] for it in heard].count("bookingSuccessfulV2") == 1


def two_at_once(embedding: Embedding) -> None:
    calls = """Cal("init", "other", { calOrigin: "%s" });
window.other = [];
Cal.ns.other("on", { action: "*", callback: (event) => other.push(event.detail.type) });
talk("inline", { calLink: "ada/intro", elementOrSelector: "#here" });
Cal.ns.other("inline", { calLink: "charles/intro", elementOrSelector: "#there" });"""
    around = embedding.opened(calls % embedding.place.origin, "<div id=there></div>")
    around.hears("linkReady")
    around.page.wait_for_function("other.includes('linkReady')")
    assert len(around.heard("linkReady")) == 1
    expect(around.page.frame_locator("iframe[name='cal-embed=other']").locator(".person")).to_contain_text("Charles")


SCENARIOS: tuple[Callable[[Embedding], None], ...] = (
    inline_from_the_first_look_to_the_cancelled_booking,
    looks,
    popup,
    floating_button,
    made_ahead,
    only_preloaded,
    failing,
    forwarding,
    list_of_meetings,
    trial,
    led_on,
    two_at_once,
)
