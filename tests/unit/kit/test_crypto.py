"""What is sealed opens with the secret that sealed it, in force or retired, and with no other."""

import pytest

from locum.kit.crypto import SealBroken, Vault

OLD, NEW = "the secret of last year", "the secret of this year"


def test_a_sealed_text_shows_nothing_and_comes_back() -> None:
    vault = Vault(NEW)
    sealed = vault.seal("whsec_ü")
    assert "whsec" not in sealed
    assert sealed != vault.seal("whsec_ü")
    assert vault.open(sealed) == "whsec_ü"


def test_a_retired_secret_opens_and_what_is_sealed_anew_needs_it_no_more() -> None:
    sealed = Vault(OLD).seal("token")
    rotated = Vault(NEW, [OLD]).reseal(sealed)
    assert Vault(NEW, [OLD]).open(sealed) == "token"
    assert Vault(NEW).open(rotated) == "token"
    assert [Vault(NEW, [OLD]).is_current(text) for text in (sealed, rotated, "nonsense")] == [False, True, False]


@pytest.mark.parametrize(
    "spoil", [lambda sealed: sealed, lambda sealed: sealed[:-5] + "AAAA=", lambda _: "", lambda _: "ä"]
)
def test_nothing_else_opens(spoil: object) -> None:
    assert callable(spoil)
    sealed = spoil(Vault(OLD).seal("token"))
    with pytest.raises(SealBroken):
        Vault(NEW).open(sealed)
    with pytest.raises(SealBroken):
        Vault(NEW).reseal(sealed)
