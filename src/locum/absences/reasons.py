"""Reasons of absences as clients of the scheduling API know them (out-of-office sheet, section 8)."""

# Number, emoji and key of a reason, by its word on the API.
REASONS: dict[str, tuple[int, str, str]] = {
    "unspecified": (1, "🕒", "ooo_reasons_unspecified"),
    "vacation": (2, "🏝️", "ooo_reasons_vacation"),
    "travel": (3, "🛫", "ooo_reasons_travel"),
    "sick": (4, "🤒", "ooo_reasons_sick_leave"),
    "public_holiday": (5, "📅", "ooo_reasons_public_holiday"),
}


def for_strangers(reason: str) -> str:
    """A reason as anybody may know it: that somebody is ill is his own affair."""
    return "unspecified" if reason == "sick" else reason
