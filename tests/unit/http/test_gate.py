"""What the log says of requests."""

import pytest

from locum.http.gate import loggable


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/v2/me", "/v2/me"),
        ("/d/0123abcd", "/d/..."),
        ("/d/0123abcd/talk/embed", "/d/.../talk/embed"),
        ("/v2/event-types/7/private-links/0123abcd", "/v2/event-types/7/private-links/..."),
        ("/v2/event-types/7/private-links", "/v2/event-types/7/private-links"),
        ("/team/d/0123abcd", "/team/d/0123abcd"),
        ("/a\nb", "/a%0Ab"),
    ],
)
def test_paths_without_what_lets_people_in_or_moves_a_terminal(path: str, told: str) -> None:
    assert loggable(path) == told
