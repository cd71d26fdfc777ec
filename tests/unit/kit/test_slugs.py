"""Slugs, as the organization plane sheet (section 3.2) describes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locum.kit.slugs import slugify


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("coding-class", "coding-class"),
        ("Learn the Secrets", "learn-the-secrets"),
        ("  Ärzte & Café_№ ", "arzte-cafe"),
        ("ada.lovelace", "ada.lovelace"),
        ("a...b", "a.b"),
        (".-start and end-.", "start-and-end"),
        ("a_#+@b", "a-b"),
        ("party😀time 👩‍👩‍👧 now", "partytime-now"),
        ("İstanbul", "istanbul"),
        ("Встреча 30", "встреча-30"),
        ("会議 三十分", "会議-三十分"),
        ("कार्यालय", "कार्यालय"),
        ("한국어 수업", "한국어-수업"),
        ("***", ""),
        ("", ""),
    ],
)
def test_slug_of(text: str, slug: str) -> None:
    assert slugify(text) == slug


@given(st.text())
def test_a_slug_is_its_own_slug(text: str) -> None:
    slug = slugify(text)
    assert slugify(slug) == slug


@given(st.text())
def test_a_slug_never_ends_in_a_separator_nor_doubles_one(text: str) -> None:
    slug = slugify(text)
    assert slug.strip("-.") == slug
    assert "--" not in slug
    assert ".." not in slug
