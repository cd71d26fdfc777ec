"""Every page of the dashboard: no violation that axe can find, in light and dark, from left and from right; nothing
lost on narrow screens; everything within reach of the keyboard; and forms that need no script.
"""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from locum.pages.sessions.cookies import SESSION
from tests.browser.conftest import Visitors
from tests.browser.server import Served
from tests.browser.settling import settle
from tests.browser.test_accessibility import look

PLAIN = (
    "",
    "/bookings",
    "/bookings?show=past&of=all",
    "/bookings?show=recurring",
    "/availability",
    "/availability/new",
    "/event-types",
    "/event-types/new",
    "/away",
    "/away/calendar",
    "/away/calendar/many",
    "/away/feeds",
    "/away/holidays?country=DE",
    "/away/known",
    "/away/recurring",
    "/away/replies",
    "/teams",
    "/teams/new",
    "/people",
    "/people/new",
    "/roles",
    "/roles/new",
    "/attributes",
    "/attributes/new",
    "/keys",
    "/sessions",
    "/clients",
    "/webhooks",
    "/webhooks/new",
    "/applications",
    "/applications/new",
)
WITH_ID = (
    "absences of a person",
    "adding to a team",
    "application",
    "attribute",
    "attributes of a person",
    "changing a webhook",
    "client",
    "delivery",
    "ending a key",
    "event type",
    "event type of a team",
    "event types of a team",
    "hosts of an event type",
    "invitations",
    "meeting that is over",
    "meeting to give away",
    "meetings in the way",
    "member",
    "new event type of a team",
    "option",
    "person",
    "recurring absence",
    "removing a person",
    "removing an event type of a team",
    "request",
    "role",
    "schedule",
    "team",
    "webhook",
    "webhook switched off",
    "who has a managed event type",
)
TABBED = """() => {
  const groups = new Set();
  const isFirst = it => it.type !== 'radio' || (!groups.has(it.name) && groups.add(it.name));
  const stops = document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]');
  const isStop = it => !it.disabled && it.type !== 'hidden' && it.tabIndex >= 0;
  return [...stops].filter(it => isStop(it) && it.checkVisibility({visibilityProperty: true}) && isFirst(it)).length;
}"""
"""How many stops of the Tab key a page should have."""
FOCUSED = """() => [
  [...document.querySelectorAll('*')].indexOf(document.activeElement),
  getComputedStyle(document.activeElement).outlineStyle !== 'none',
]"""
CUT_OFF = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def is_not_cut_off(page: Page) -> None:
    """Nothing is beyond the edges of the screen."""
    settle(page, lambda: page.evaluate(CUT_OFF), lambda found: found == 0)


def seat(page: Page, site: Served) -> Page:
    """Maud is signed in."""
    page.context.add_cookies([{"name": SESSION, "value": site.observatory.cookie, "url": site.origin}])
    return page


@pytest.fixture
def desk(visitors: Visitors, site: Served) -> Iterator[Page]:
    """Maud's browser."""
    yield seat(visitors.page(), site)


def walk(page: Page) -> None:
    """Press Tab from the top to the end: everything is reached, can be seen, and shows that it has the focus."""
    expected = page.evaluate(TABBED)
    reached: set[int] = set()
    # Fields for a date or a time are several stops each. Past the end is the page as a whole, and then its top again.
    for _ in range(expected + 4 * page.locator("[type=date], [type=time]").count() + 1):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            continue
        place, is_marked = page.evaluate(FOCUSED)
        reached.add(place)
        assert is_marked, page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
        if len(reached) == expected:
            return
    raise AssertionError(f"{len(reached)} of {expected} reached on {page.url}")


@pytest.mark.parametrize("name", [*PLAIN, *WITH_ID])
def test_page_is_for_everybody(desk: Page, site: Served, name: str) -> None:
    path = "/dashboard" + (site.observatory.pages[name] if name in WITH_ID else name)
    answer = desk.goto(path)
    assert answer is not None
    assert answer.status == 200
    look(desk)
    walk(desk)
    desk.emulate_media(color_scheme="dark")
    desk.set_viewport_size({"width": 320, "height": 640})
    desk.goto(f"{path}{'&' if '?' in path else '?'}lang=ar")
    expect(desk.locator("html")).to_have_attribute("dir", "rtl")
    is_not_cut_off(desk)
    look(desk)


def test_what_an_absence_will_do_is_for_everybody(desk: Page) -> None:
    desk.goto("/dashboard/away")
    desk.get_by_label("From", exact=True).fill("2027-05-03")
    desk.get_by_label("Until", exact=True).fill("2027-05-07")
    desk.get_by_label("Who stands in").select_option(label="Cecilia Payne-Gaposchkin")
    desk.get_by_role("button", name="Continue").press("Enter")
    ahead = desk.locator("#ahead")
    expect(ahead).to_be_focused()
    expect(ahead).to_contain_text("5 days are closed for booking.")
    expect(ahead).to_contain_text("Colleagues get")
    expect(ahead.locator(".reply").first).to_contain_text("Cecilia Payne-Gaposchkin")
    look(desk)
    walk(desk)
    desk.set_viewport_size({"width": 320, "height": 640})
    is_not_cut_off(desk)
    desk.get_by_role("button", name="Save absence").click()
    expect(desk.locator(".notice.told")).to_contain_text("The absence is entered")
    desk.get_by_role("link", name="See what it affects").click()
    desk.wait_for_url(re.compile(r"/away/\d+$"))
    look(desk)
    is_not_cut_off(desk)


def test_the_way_of_a_newcomer_needs_no_script(visitors: Visitors, site: Served) -> None:
    """What can be booked, a look at its page, and Friday afternoons off, seen before they are entered."""
    page = seat(visitors.page(java_script_enabled=False), site)
    page.goto("/dashboard/event-types/new")
    page.get_by_label("What it is").fill("Short talk")
    page.get_by_label("Minutes").fill("15")
    page.get_by_role("button", name="Make the event type").click()
    expect(page.locator(".notice.told")).to_contain_text("can be booked now")
    page.locator(".notice.told").get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Short talk")
    page.goto("/dashboard/away/recurring")
    page.get_by_label("From", exact=True).fill("2027-02-09")
    page.get_by_label("From, on the first day").fill("13:00")
    page.get_by_role("button", name="Continue").click()
    expect(page.locator("#ahead")).to_contain_text("Every week: Tuesday, 1:00 PM")
    page.get_by_role("button", name="Save recurring absence").click()
    expect(page.locator(".notice.told")).to_contain_text("Entered: Every week: Tuesday")


def test_forms_need_no_script(visitors: Visitors, site: Served) -> None:
    page = seat(visitors.page(java_script_enabled=False), site)
    told = page.locator(".notice.told")
    page.goto("/dashboard/keys")
    page.get_by_label("What it is for").fill("Printer")
    page.get_by_role("button", name="Make the key").click()
    expect(page.locator("code.key")).to_contain_text("cal_")
    page.goto("/dashboard/teams/new")
    page.get_by_label("Name").fill("Day shift")
    page.get_by_role("button", name="Make the team").click()
    expect(told).to_contain_text("The team Day shift is there.")
    page.get_by_role("link", name="Add people").first.click()
    page.get_by_label("Cecilia Payne-Gaposchkin").check()
    page.get_by_role("button", name="Add those chosen").click()
    expect(told).to_contain_text("In the team now: Cecilia Payne-Gaposchkin.")
    page.goto("/dashboard/webhooks/new")
    page.get_by_role("button", name="Register webhook").click()
    expect(page.locator(".notice.wrong")).to_be_visible()
    page.get_by_label("Address").fill("https://93.184.216.34/hook")
    page.get_by_label("OOO_CREATED").check()
    page.get_by_role("button", name="Register webhook").click()
    expect(told).to_contain_text("The webhook is registered.")


def test_a_request_is_answered_and_a_host_is_chosen_without_scripts(visitors: Visitors, site: Served) -> None:
    """A request is declined, a meeting given to somebody, and an event type of the team made, with its hosts."""
    page = seat(visitors.page(java_script_enabled=False), site)
    told = page.locator(".notice.told")
    page.goto("/dashboard/bookings?show=unconfirmed")
    page.get_by_role("link", name="A look at the sky").click()
    page.get_by_label("Reason for declining").fill("Clouds.")
    page.get_by_role("button", name="Decline").click()
    expect(told).to_contain_text("The request is declined.")
    page.goto("/dashboard" + site.observatory.pages["meeting to give away"])
    page.get_by_label("To whom").select_option(label="Henrietta Swan Leavitt")
    page.get_by_role("button", name="Give it away").click()
    expect(told).to_contain_text("Henrietta Swan Leavitt has this meeting now.")
    chosen = page.get_by_role("region", name="How the host was chosen")
    expect(chosen.get_by_role("listitem").first).to_contain_text("Was given the meeting by a person")
    chosen.get_by_text("What became of the other hosts").last.click()
    expect(chosen).to_contain_text("was less far behind the share that the weight asks (2 bookings)")
    page.goto("/dashboard/people")
    page.get_by_role("link", name="Henrietta Swan Leavitt").click()
    page.get_by_role("link", name="Show the bookings").click()
    expect(page.get_by_role("row", name="Night with the great refractor").first).to_be_visible()
    page.goto("/dashboard" + site.observatory.pages["new event type of a team"])
    page.get_by_label("What it is").fill("Variable stars")
    page.get_by_label("Everybody in the team").uncheck()
    page.get_by_role("button", name="Make the event type").click()
    page.get_by_label("Henrietta Swan Leavitt").check()
    page.get_by_role("group", name="Henrietta Swan Leavitt").get_by_label("Weight").fill("200")
    page.get_by_role("button", name="Save changes").click()
    expect(told).to_contain_text("are changed")
    page.get_by_role("link", name="Event types").last.click()
    expect(page.get_by_role("row", name="Variable stars")).to_contain_text("Henrietta Swan Leavitt")
