"""Where people may be sent: what can be registered, and what is the same address."""

import pytest

from locum.kit.errors import BadRequest
from locum.oauth2.rules.redirects import check, form_targets, matches, place_of, with_answer


@pytest.mark.parametrize(
    "uri",
    [
        "https://app.example.com/callback",
        "https://app.example.com",
        "https://app.example.com:8443/callback?tenant=1",
        "http://localhost:8019/callback",
        "http://127.0.0.1/callback",
        "http://[::1]:5000/callback",
        "com.example.app:/callback",
        "calcom://auth",
        "https://abcdef.chromiumapp.org/",
    ],
)
def test_what_can_be_registered(uri: str) -> None:
    check(uri)


@pytest.mark.parametrize(
    "uri",
    [
        "",
        "/callback",
        "app.example.com/callback",
        "https:///callback",
        "https://app.example.com/#part",
        "https://*.example.com/callback",
        "https://user@app.example.com/",
        "https://app.example.com\\@evil.example/",
        "https://app.example.com/\ncallback",
        "https://app.example.com/ callback",
        "https://bücher.example/",
        "https://app.example.com:port/",
        "https://[::1/",
        "http://app.example.com/callback",
        "http://localhost.evil.example/callback",
        "http://127.0.0.2/callback",
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "HTTPS://app.example.com/",
        "https://app.example.com/" + "x" * 2000,
    ],
)
def test_what_cannot(uri: str) -> None:
    with pytest.raises(BadRequest):
        check(uri)


@pytest.mark.parametrize(
    ("asked", "is_public", "same"),
    [
        ("http://localhost:8019/callback", False, True),
        ("http://localhost:8019/callback", True, True),
        ("http://localhost:9999/callback", False, False),
        ("http://localhost:9999/callback", True, True),
        ("http://localhost/callback", True, True),
        ("http://127.0.0.1:8019/callback", True, False),
        ("http://localhost:8019/callback/", True, False),
        ("http://localhost:8019/other", True, False),
        ("http://localhost:8019/callback?x=1", True, False),
        ("http://localhost:8019@evil.example/callback", True, False),
        ("http://localhost:801999/callback", True, False),
        ("http://localhost:8019.evil.example/callback", True, False),
        ("http://localhost:9999/callback\n", True, False),
        ("https://localhost:9999/callback", True, False),
        ("https://app.example.com:444/callback", True, False),
    ],
)
def test_only_the_port_of_this_machine_varies_and_only_for_apps(asked: str, is_public: bool, same: bool) -> None:
    registered = ["https://app.example.com/callback", "http://localhost:8019/callback"]
    assert matches(registered, asked, is_public=is_public) is same


def test_answers_join_what_is_there() -> None:
    assert with_answer("https://a.example/cb", [("code", "x y")]) == "https://a.example/cb?code=x+y"
    assert with_answer("com.app:/cb?a=1", [("code", "x"), ("state", "&")]) == "com.app:/cb?a=1&code=x&state=%26"


@pytest.mark.parametrize(
    ("uri", "place", "targets"),
    [
        ("https://app.example.com:8443/cb", "app.example.com", ("https:",)),
        ("http://localhost:8019/cb", None, ("http://localhost:8019", "https:")),
        ("http://[::1]:8019/cb", None, ("http:", "https:")),
        ("com.example.app:/cb", None, ("com.example.app:", "https:")),
    ],
)
def test_where_people_end_up(uri: str, place: str | None, targets: tuple[str, ...]) -> None:
    assert place_of(uri) == place
    assert form_targets(uri) == targets
