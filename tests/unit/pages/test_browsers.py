"""What browsers say they are, and what is kept of it."""

import pytest

from locum.pages.sessions.browsers import LONGEST, UNKNOWN, Browser, browser_of

KHTML = "AppleWebKit/537.36 (KHTML, like Gecko)"
WINDOWS, MAC, LINUX = "(Windows NT 10.0; Win64; x64)", "(Macintosh; Intel Mac OS X 10_15_7)", "(X11; Linux x86_64)"
PHONE = "(Linux; Android 10; K)"
IPHONE = "(iPhone; CPU iPhone OS 18_6 like Mac OS X)"
IPAD = "(iPad; CPU OS 18_6 like Mac OS X)"
MOBILE = "AppleWebKit/605.1.15 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("told", "family", "system"),
    [
        (f"{LINUX[:-1]}; rv:145.0) Gecko/20100101 Firefox/145.0", "Firefox", "Linux"),
        ("(Android 15; Mobile; rv:145.0) Gecko/145.0 Firefox/145.0", "Firefox", "Android"),
        (f"{IPHONE} {MOBILE} FxiOS/145.0 Mobile/15E148 Safari/605.1.15", "Firefox", "iOS"),
        (f"{WINDOWS} {KHTML} Chrome/142.0.0.0 Safari/537.36", "Chrome", "Windows"),
        (f"{LINUX} {KHTML} HeadlessChrome/142.0.0.0 Safari/537.36", "Chrome", "Linux"),
        ("(X11; CrOS x86_64 14541.0.0) " + KHTML + " Chrome/142.0.0.0 Safari/537.36", "Chrome", "ChromeOS"),
        (f"{IPAD} {MOBILE} CriOS/142.0.0.0 Mobile/15E148 Safari/604.1", "Chrome", "iPadOS"),
        (f"{WINDOWS} {KHTML} Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0", "Edge", "Windows"),
        (f"{PHONE} {KHTML} Chrome/142.0.0.0 Mobile Safari/537.36 EdgA/142.0.0.0", "Edge", "Android"),
        (f"{MAC} {KHTML} Chrome/142.0.0.0 Safari/537.36 OPR/124.0.0.0", "Opera", "macOS"),
        (f"{PHONE} {KHTML} SamsungBrowser/29.0 Chrome/136.0.0.0 Mobile Safari/537.36", "Samsung Internet", "Android"),
        (f"{MAC} {KHTML} Chrome/142.0.0.0 Safari/537.36 Vivaldi/7.6", "Vivaldi", "macOS"),
        (f"{MAC} {MOBILE} Version/18.6 Safari/605.1.15", "Safari", "macOS"),
        (f"{IPHONE} {MOBILE} Version/18.6 Mobile/15E148 Safari/604.1", "Safari", "iOS"),
    ],
)
def test_families_and_systems(told: str, family: str, system: str) -> None:
    assert browser_of(f"Mozilla/5.0 {told}") == Browser(family, system)


@pytest.mark.parametrize("told", ["", "curl/8.5.0", "Mozilla/5.0", "x" * LONGEST + " Firefox/145.0 (Linux)"])
def test_what_nobody_knows(told: str) -> None:
    assert browser_of(told) == UNKNOWN
