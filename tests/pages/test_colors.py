"""The accent colour."""

from hypothesis import given
from hypothesis import strategies as st

from locum.pages.colors import DARK_PAPER, LIGHT_PAPER, READABLE, Rgb, accent, contrast, parse

channel = st.integers(0, 255)


@given(st.tuples(channel, channel, channel), st.sampled_from([LIGHT_PAPER, DARK_PAPER]))
def test_any_brand_can_be_read_on_any_paper(brand: Rgb, paper: Rgb) -> None:
    made = accent(brand, paper)
    fill, on_fill, text = (parse(part) for part in (made.fill, made.on_fill, made.text))
    assert fill and on_fill and text
    assert contrast(on_fill, fill) >= READABLE
    assert contrast(text, paper) >= READABLE
    assert contrast(fill, paper) >= 3


def test_a_readable_brand_stays_as_it_is() -> None:
    assert accent((0x0B, 0x6B, 0x62), LIGHT_PAPER).fill == "#0b6b62"


def test_known_contrasts() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == 21
    assert round(contrast((0x77, 0x77, 0x77), (255, 255, 255)), 2) == 4.48


def test_colours_are_read_in_both_lengths_and_nothing_else() -> None:
    assert parse("#fff") == (255, 255, 255)
    assert parse("0b6b62") == (11, 107, 98)
    for nonsense in (None, "", "red", "#12345", "#1234567", "url(x)", "#ggg"):
        assert parse(nonsense) is None
