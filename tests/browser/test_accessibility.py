"""Every page: no violation that axe can find, in light and dark, in three languages; nothing lost on narrow screens."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from locum.users.tokens import Purpose
from tests.browser.conftest import Visitors
from tests.browser.server import INVITATION, PASSWORD, Served
from tests.browser.settling import settle

LANGUAGES = ("en", "de", "ar")
FREE, FORM = "/ada/long?date=2027-02-01", "/ada/long?slot=2027-02-01T10:00Z"


def look(page: Page) -> None:
    """Fail on anything that axe finds, best practices included, once the page is all there."""
    page.wait_for_load_state()
    response = Axe().run(page).response
    assert len(response["passes"]) > 10, "axe has hardly looked at anything"
    told = [(rule["id"], rule["help"], [node["target"] for node in rule["nodes"]]) for rule in response["violations"]]
    assert told == [], page.url


def show(page: Page, address: str) -> None:
    """Open a page and wait for its scripts."""
    page.goto(address, wait_until="networkidle")


def fits(page: Page, width: int) -> None:
    """Nothing is beyond the right edge of the screen, nor of the left one."""
    settle(page, lambda: page.evaluate("document.documentElement.scrollWidth"), lambda found: found <= width)


def sign_in(page: Page) -> None:
    """Ada signs in."""
    page.goto("/auth/login?next=/dashboard")
    page.get_by_label("E-mail address").fill("ada@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/dashboard")


def with_errors(page: Page) -> None:
    """The form, sent empty."""
    show(page, FORM)
    page.locator("#answers button.button").click()
    page.locator(".notice.wrong").wait_for()


def signed_out_with_error(page: Page) -> None:
    """The sign-in form after a wrong password."""
    page.goto("/auth/login")
    page.get_by_label("E-mail address").fill("ada@example.com")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    page.locator(".notice.wrong").wait_for()


def forgotten(page: Page) -> None:
    """The answer to whoever forgot his password."""
    page.goto("/auth/forgot")
    page.get_by_label("E-mail address").fill("nobody@example.com")
    page.get_by_role("button", name="Send the link").click()
    page.get_by_role("heading", name="Look into your mail").wait_for()


def booked(page: Page) -> None:
    """The page of a fresh request."""
    page.goto("/ada/ask?date=2027-03-01", wait_until="networkidle")
    page.locator(".day-times.chosen .time").first.click()
    page.locator("#pick button").last.click()
    page.locator("#a-name").fill("Grace Hopper")
    page.locator("#a-email").fill("grace@example.com")
    page.locator("#answers button.button").click()
    page.wait_for_url("**/booking/**")


def cancelling(page: Page) -> None:
    """The question whether to cancel."""
    booked(page)
    page.goto(page.url.partition("?")[0] + "?cancel=true")


def moving(page: Page) -> None:
    """Another time for it, from where it is."""
    booked(page)
    page.goto("/reschedule/" + page.url.partition("?")[0].rpartition("/")[2], wait_until="networkidle")
    page.locator(".day-times.chosen").wait_for()


def answering(page: Page) -> None:
    """The host sees a request."""
    booked(page)
    address = page.url
    sign_in(page)
    page.goto(address)


def refused_absence(page: Page) -> None:
    """One's own absences, after a refused one."""
    sign_in(page)
    page.goto("/dashboard/away")
    page.get_by_role("button", name="Continue").click()
    page.locator(".notice.wrong").wait_for()


def mail(page: Page, site: Served) -> None:
    """A kept message."""
    sign_in(page)
    page.goto("/mail")
    look(page)
    page.goto(f"/mail/{site.mail_id}")


OPEN = {
    "front": "/",
    "not found": "/nothing/at/all",
    "profile": "/ada",
    "sign in": "/auth/login",
    "forgotten password": "/auth/forgot",
    "link that is over": "/auth/password?token=",
    "invitation that is over": "/teams?token=",
    "confirmation that is over": "/signup/confirm?token=",
    "days and times": FREE,
    "full day": "/ada/long?date=2027-02-05",
    "day off": "/ada/long?date=2027-02-03",
    "all zones": "/ada/long?choose=zone",
    "seats": "/ada/seats?date=2027-03-09",
    "series": "/ada/weekly?slot=2027-03-09T10:00Z",
    "several persons": "/ada+charles/30?date=2027-03-09",
    "form": FORM,
}
STEPS: dict[str, Callable[[Page], None]] = {
    "form with errors": with_errors,
    "sign in failed": signed_out_with_error,
    "forgotten password": forgotten,
    "booked": booked,
    "cancelling": cancelling,
    "moving": moving,
    "answering": answering,
    "dashboard": sign_in,
    "refused absence": refused_absence,
}


@pytest.mark.parametrize("name", OPEN)
def test_pages_have_no_violations(visitors: Visitors, name: str) -> None:
    for scheme in ("light", "dark"):
        page = visitors.page(color_scheme=scheme)
        show(page, OPEN[name])
        look(page)


@pytest.mark.parametrize("name", STEPS)
def test_steps_have_no_violations(visitors: Visitors, name: str) -> None:
    page = visitors.page()
    STEPS[name](page)
    look(page)


def test_mail_has_no_violations(visitors: Visitors, site: Served) -> None:
    page = visitors.page(color_scheme="dark")
    mail(page, site)
    look(page)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("purpose", [Purpose.PASSWORD, Purpose.EMAIL])
def test_pages_of_mailed_links_have_no_violations_and_fit(
    visitors: Visitors, site: Served, language: str, purpose: Purpose
) -> None:
    page = visitors.page(viewport={"width": 320, "height": 640})
    show(page, f"{site.link(purpose)}&lang={language}")
    expect(page.locator("form[action*='/auth/'] button.button")).to_have_count(1)
    fits(page, 320)
    look(page)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ["/teams", "/signup", "/signup/confirm"])
def test_pages_of_invitations_have_no_violations_and_fit(
    visitors: Visitors, site: Served, language: str, path: str
) -> None:
    page = visitors.page(viewport={"width": 320, "height": 640})
    address = site.confirmation if path == "/signup/confirm" else f"{path}?token={INVITATION}"
    show(page, f"{address}&lang={language}")
    expect(page.locator(".actions .button")).to_have_count(1)
    fits(page, 320)
    look(page)


def signed_up(page: Page) -> None:
    """The form for an account, sent empty, then filled in."""
    show(page, f"/signup?token={INVITATION}")
    page.get_by_role("button", name="Make the account").click()
    page.locator(".notice.wrong").wait_for()
    look(page)
    page.get_by_label("E-mail address").fill("grace@example.com")
    page.get_by_label("Password", exact=True).fill("correct horse")
    page.get_by_role("button", name="Make the account").click()
    page.get_by_role("heading", name="Look into your mail").wait_for()


def joining(page: Page) -> None:
    """From an invitation through signing in to the question whether to accept."""
    sign_in(page)
    page.goto(f"/teams?token={INVITATION}")
    look(page)
    page.get_by_role("button", name="Join").click()
    page.get_by_role("button", name="Accept").first.wait_for()


@pytest.mark.parametrize("step", [signed_up, joining])
def test_ways_of_invitations_have_no_violations(visitors: Visitors, step: Callable[[Page], None]) -> None:
    page = visitors.page()
    step(page)
    look(page)


def test_a_password_can_be_seen_while_it_is_chosen(visitors: Visitors, site: Served) -> None:
    page = visitors.page(color_scheme="dark")
    show(page, site.link(Purpose.INVITATION))
    field = page.get_by_label("Password", exact=True)
    field.fill("short")
    for kind, tick in (("password", True), ("text", False), ("password", True)):
        expect(field).to_have_attribute("type", kind)
        page.get_by_label("Show the password").set_checked(tick)
    page.get_by_role("button", name="Save and sign in").click()
    page.locator(".notice.wrong").wait_for()
    look(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_no_violations(visitors: Visitors, language: str) -> None:
    page = visitors.page(locale=language)
    for address in (FREE, FORM, "/ada/long?date=2027-02-03", "/auth/login", "/auth/forgot"):
        show(page, address)
        expect(page.locator("html")).to_have_attribute("dir", "rtl" if language == "ar" else "ltr")
        expect(page.locator("html")).to_have_attribute("lang", re.compile(f"^{language}"))
        look(page)


def test_pages_without_scripts_have_no_violations(visitors: Visitors) -> None:
    page = visitors.page(java_script_enabled=False, bypass_csp=True)
    # axe itself needs scripts: the page is fetched without them and looked at as it came.
    page.goto(FREE)
    html = page.content()
    looking = visitors.page(bypass_csp=True)
    looking.goto("/")
    looking.set_content(html.replace('type="module"', 'type="unused"').replace("modulepreload", "unused"))
    look(looking)


NARROW: dict[str, dict[str, Any]] = {
    "320 wide": {"viewport": {"width": 320, "height": 640}},
    "zoomed to 200 %": {"viewport": {"width": 640, "height": 450}, "device_scale_factor": 2},
    "zoomed to 400 %": {"viewport": {"width": 320, "height": 256}, "device_scale_factor": 4},
}


@pytest.mark.parametrize("how", NARROW)
@pytest.mark.parametrize("language", ["de", "ar"])
def test_nothing_is_cut_off(visitors: Visitors, how: str, language: str) -> None:
    page = visitors.page(locale=language, **NARROW[how])
    width = NARROW[how]["viewport"]["width"]
    for address in OPEN.values():
        show(page, address)
        fits(page, width)
    page.locator("#answers button.button").click()
    page.locator(".notice.wrong").wait_for()
    fits(page, width)


def test_nothing_is_cut_off_when_only_words_grow(visitors: Visitors) -> None:
    page = visitors.page()
    for address in OPEN.values():
        show(page, address)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        fits(page, 1280)


def test_signed_in_pages_fit_narrow_screens(visitors: Visitors, site: Served) -> None:
    page = visitors.page(viewport={"width": 320, "height": 640})
    sign_in(page)
    for address in ("/dashboard", "/dashboard/away", "/mail", f"/mail/{site.mail_id}"):
        show(page, address)
        fits(page, 320)


def test_controls_stay_visible_in_forced_colours(visitors: Visitors) -> None:
    page = visitors.page(forced_colors="active")
    show(page, FREE)
    look(page)
    expect(page.locator(".day.chosen button")).to_have_css("border-top-width", "3px")
