"""Booking in a real browser: with the keyboard alone, without scripts, in other zones and directions."""

import re

from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Visitors
from tests.browser.server import PASSWORD
from tests.browser.settling import settle

INTRO = "/ada/intro"


def show(page: Page, address: str) -> None:
    """Open a page and wait for its scripts."""
    page.goto(address, wait_until="networkidle")


def has_focus(page: Page, name: str) -> None:
    """What is called so (days say more behind a colon) has the focus, or gets it in a moment."""
    expect(page.locator(":focus")).to_have_accessible_name(re.compile(f"^{re.escape(name)}(: |$)"))


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until something has the focus."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} cannot be reached with Tab")


def test_booking_changing_and_cancelling_with_the_keyboard_alone(visitors: Visitors) -> None:
    page = visitors.page()
    show(page, INTRO)
    tab_to(page, ".month button")
    has_focus(page, "Today, Monday, 1 February 2027")
    page.keyboard.press("ArrowRight")
    has_focus(page, "Tuesday, 2 February 2027: 16 times free")
    page.keyboard.press("ArrowDown")
    has_focus(page, "Tuesday, 9 February 2027")
    page.keyboard.press("Home")
    has_focus(page, "Monday, 8 February 2027")
    page.keyboard.press("End")
    has_focus(page, "Sunday, 14 February 2027")
    page.keyboard.press("PageDown")
    expect(page.locator("#month-name")).to_have_text("March 2027")
    has_focus(page, "Sunday, 14 March 2027")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator("#live")).to_have_text("16 times on Monday 15 March")
    has_focus(page, "Monday 15 March")
    tab_to(page, ".time input")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    tab_to(page, "#pick .bar button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/intro?**slot=**")
    tab_to(page, "#a-name")
    page.keyboard.type("Grace Hopper")
    tab_to(page, "#answers button.button")
    page.keyboard.press("Enter")
    expect(page.locator(".notice.wrong")).to_be_focused()
    expect(page.locator(".notice.wrong")).to_contain_text("Please look at this again")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#a-email")).to_be_focused()
    page.keyboard.type("grace@example.com")
    page.keyboard.press("Enter")
    page.wait_for_url("**/booking/**")
    expect(page.get_by_role("heading", level=1)).to_have_text("This meeting is booked")
    expect(page.locator(".details")).to_contain_text("09:30 – 10:00")
    _move_with_the_keyboard(page)
    tab_to(page, "a[href*='cancel=true']")
    page.keyboard.press("Enter")
    page.wait_for_url("**cancel=true**")
    tab_to(page, "button.danger")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("This meeting is cancelled")


def _move_with_the_keyboard(page: Page) -> None:
    tab_to(page, "a[href*='/reschedule/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**rescheduleUid=**")
    page.wait_for_load_state("networkidle")
    tab_to(page, ".time input")
    page.keyboard.press("Space")
    tab_to(page, "#pick .bar button")
    page.keyboard.press("Enter")
    page.wait_for_url("**slot=**")
    tab_to(page, "#answers button.button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/booking/**")
    expect(page.get_by_role("heading", level=1)).to_have_text("This meeting is booked")


def test_everything_works_without_scripts(visitors: Visitors) -> None:
    page = visitors.page(java_script_enabled=False)
    page.goto(INTRO)
    expect(page.get_by_role("heading", name="Tuesday 2 February")).to_be_visible()
    page.get_by_label("Time zone").select_option("Asia/Tokyo")
    page.get_by_role("button", name="Apply").click()
    expect(page.locator(".time").first).to_have_text("17:00")
    page.get_by_role("button", name="Later days").click()
    expect(page.get_by_role("heading", name="Monday 8 February")).to_be_visible()
    page.get_by_role("button", name="Next month").click()
    expect(page.locator("#month-name")).to_have_text("March 2027")
    page.get_by_role("button", name=re.compile("^Tuesday, 16 March")).click()
    expect(page.locator(".day-times.chosen").get_by_role("heading")).to_have_text("Tuesday 16 March")
    page.get_by_label("18:00").first.check()
    page.get_by_role("button", name="Continue").click()
    expect(page.locator(".picked")).to_contain_text("18:00 – 18:30")
    page.get_by_label("Your name").fill("Grace")
    page.get_by_role("button", name="Book this time").click()
    expect(page.locator(".notice.wrong")).to_contain_text("E-mail address")
    page.get_by_label("E-mail address").fill("grace@example.com")
    page.get_by_role("button", name="Book this time").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This meeting is booked")
    expect(page.locator(".details")).to_contain_text("Tokyo (UTC+9)")
    page.get_by_role("link", name="Change the time").click()
    page.get_by_role("button", name="Later days").click()
    expect(page.get_by_role("heading", name="Tuesday 23 March")).to_be_visible()
    page.locator(".time input").first.check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Move to this time").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This meeting is booked")
    page.get_by_role("link", name="Cancel the meeting").click()
    page.get_by_role("button", name="Cancel the meeting").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This meeting is cancelled")


def test_an_absence_is_entered_with_the_keyboard_and_without_scripts(visitors: Visitors) -> None:
    page = visitors.page(java_script_enabled=False)
    page.goto("/dashboard/away")
    page.get_by_label("E-mail address").fill("ada@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_label("From", exact=True).fill("2027-06-07")
    page.get_by_label("Until", exact=True).fill("2027-06-08")
    page.get_by_label("Who stands in").select_option(label="Charles Babbage")
    page.get_by_role("button", name="Continue").press("Enter")
    expect(page.locator("#ahead")).to_contain_text("2 days are closed for booking.")
    expect(page.locator("#ahead")).to_contain_text("Charles Babbage stands in and is told by mail.")
    page.get_by_role("button", name="Save absence").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("The absence is entered")
    expect(page.locator("section[aria-labelledby=periods]")).to_contain_text("Charles Babbage stands in")


def test_times_are_shown_in_the_visitors_own_zone(visitors: Visitors) -> None:
    page = visitors.page(timezone_id="America/New_York", locale="en-US")
    page.goto(INTRO)
    expect(page.locator("#zone")).to_have_value("New York (UTC-5)")
    expect(page.locator(".day-times.chosen .time").first).to_have_text("3:00\xa0AM")
    assert "cal.tz" not in page.url


def test_a_zone_is_found_by_its_city_and_remembered(visitors: Visitors) -> None:
    page = visitors.page(locale="de-DE")
    show(page, INTRO)
    zone = page.get_by_role("combobox", name="Zeitzone")
    zone.click()
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.type("sao pa")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    expect(zone).to_have_attribute("aria-activedescendant", re.compile("^zone-"))
    active = zone.get_attribute("aria-activedescendant")
    expect(page.locator(f"#{active}")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page.locator("#zone")).to_have_value("São Paulo (UTC-3)")
    expect(page.locator(".day-times.chosen .time").first).to_have_text("05:00")
    expect(page).to_have_url(re.compile("cal.tz=America%2FSao_Paulo"))
    show(page, "/ada/long")
    expect(page.locator("#zone")).to_have_value("São Paulo (UTC-3)")


def test_a_search_without_result_says_so_and_can_be_left(visitors: Visitors) -> None:
    page = visitors.page()
    show(page, INTRO)
    zone = page.get_by_role("combobox", name="Time zone")
    zone.click()
    page.keyboard.type("atlantis")
    expect(page.get_by_role("option")).to_have_text("No time zone found")
    page.keyboard.press("Escape")
    expect(zone).to_have_value("Berlin (UTC+1)")
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_a_list_that_comes_late_shows_what_was_asked_last_and_nothing_once_left(visitors: Visitors) -> None:
    page = visitors.page()
    held: list[Route] = []
    page.route("**/static/zones/*", lambda route: held.append(route))  # noqa: PLW0108 - the driver wants a function
    show(page, INTRO)
    zone = page.get_by_role("combobox", name="Time zone")
    zone.click()
    page.keyboard.type("atlantis")
    page.keyboard.press("Tab")
    settle(page, lambda: held, bool)
    with page.expect_event("requestfinished", lambda request: "/static/zones/" in request.url):
        held[0].continue_()
    page.wait_for_timeout(200)
    assert len(held) == 1
    expect(page.get_by_role("listbox")).to_be_hidden()
    zone.click()
    page.keyboard.type("sao pa")
    expect(page.get_by_role("option")).to_have_count(1)


def test_hours_are_changed_and_remembered(visitors: Visitors) -> None:
    page = visitors.page()
    show(page, INTRO)
    expect(page.locator(".day-times.chosen .time").first).to_have_text("09:00")
    page.get_by_role("link", name="12 hours").click()
    expect(page.locator(".day-times.chosen .time").first).to_have_text("9:00\xa0am")
    expect(page.get_by_role("link", name="12 hours")).to_be_focused()
    show(page, "/ada/long")
    expect(page.locator(".day-times.chosen .time").first).to_have_text("9:00\xa0am")


def test_arrows_follow_the_direction_of_writing(visitors: Visitors) -> None:
    page = visitors.page(locale="ar")
    show(page, INTRO)
    day = page.locator(".month button[value='2027-02-09']")
    day.focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".month button[value='2027-02-10']")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(day).to_be_focused()


def test_the_grid_is_one_tab_stop_and_stays_in_the_future(visitors: Visitors) -> None:
    page = visitors.page()
    show(page, INTRO)
    expect(page.locator(".month button[tabindex='0']")).to_have_count(1)
    page.locator(".month button[value='2027-02-01']").focus()
    page.keyboard.press("ArrowUp")
    expect(page.locator(".month button[value='2027-02-01']")).to_be_focused()
    page.keyboard.press("PageUp")
    expect(page.locator(".month button[value='2027-02-01']")).to_be_focused()
    expect(page.locator("#previous")).to_be_disabled()


def test_a_day_off_leads_to_who_stands_in(visitors: Visitors) -> None:
    page = visitors.page()
    show(page, INTRO)
    page.get_by_role("button", name="Wednesday, 3 February 2027: away").click()
    chosen = page.locator(".day-times.chosen")
    expect(chosen).to_contain_text("Ada Lovelace is away on Wednesday 3 February.")
    expect(chosen).to_contain_text("Walking in the mountains.")
    expect(page.get_by_role("button", name="Continue")).to_be_hidden()
    chosen.get_by_role("link", name="Book with Charles Babbage instead").click()
    page.wait_for_url("**/charles/intro")
    expect(page.get_by_role("heading", level=1)).to_have_text("Introduction")


def test_a_closed_day_leads_to_the_next_free_one(visitors: Visitors) -> None:
    page = visitors.page()
    show(page, INTRO)
    page.get_by_role("button", name="Friday, 5 February 2027: no free times").click()
    page.get_by_role("button", name="Next free day: Monday 8 February").click()
    expect(page.locator("#live")).to_have_text("16 times on Monday 8 February")
    expect(page.locator(".day-times.chosen .time").first).to_be_visible()


def test_two_visitors_want_the_same_time(visitors: Visitors) -> None:
    slot = f"{INTRO}?slot=2027-02-09T10:00Z"
    first, second = visitors.page(), visitors.page()
    for page, name in ((first, "Grace"), (second, "Edith")):
        show(page, slot)
        page.locator("#a-name").fill(name)
        page.locator("#a-email").fill(f"{name.lower()}@example.com")
        page.locator("#a-notes").fill(f"From {name}")
    first.locator("#answers button.button").click()
    first.wait_for_url("**/booking/**")
    second.locator("#answers button.button").click()
    expect(second.locator(".notice.wrong")).to_be_focused()
    expect(second.locator(".notice.wrong")).to_contain_text("Somebody just took this time.")
    expect(second.locator("#a-notes")).to_have_value("From Edith")
    second.get_by_label("11:30").check()
    second.locator("#answers button.button").click()
    second.wait_for_url("**/booking/**")
    expect(second.locator(".details")).to_contain_text("11:30 – 12:00")
    expect(second.locator(".details")).to_contain_text("From Edith")


def test_only_what_the_chosen_place_asks_for_is_shown(visitors: Visitors) -> None:
    page = visitors.page()
    show(page, "/ada/long?slot=2027-02-10T10:00Z")
    phone = page.get_by_label("Your phone number")
    expect(phone).to_be_hidden()
    page.get_by_label("We call you").check()
    expect(phone).to_be_visible()
    page.get_by_label("Video call").check()
    expect(phone).to_be_hidden()


def test_nothing_moves_while_the_page_loads(visitors: Visitors) -> None:
    page = visitors.page()
    show(page, INTRO)
    moved = page.evaluate(
        """() => new Promise((done) => {
             let total = 0;
             new PerformanceObserver((list) => { for (const one of list.getEntries()) total += one.value; })
               .observe({ type: "layout-shift", buffered: true });
             setTimeout(() => done(total), 300);
           })"""
    )
    assert moved < 0.02


def test_the_page_works_inside_another_site(visitors: Visitors) -> None:
    page = visitors.page(bypass_csp=True)
    page.goto("/")
    page.set_content(f"<iframe title=booking width=900 height=900 src='{INTRO}'></iframe>")
    frame = page.frame_locator("iframe")
    frame.get_by_role("button", name=re.compile("^Tuesday, 2 February")).click()
    expect(frame.locator(".day-times.chosen .time").first).to_be_visible()
    assert page.context.cookies() == []
