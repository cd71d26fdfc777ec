"""The words of a code that goes to a phone, short enough for a single message in each language."""

_TEXTS = {
    "en": "{code} is your code for {service}. It is good for {minutes} minutes. Give it to nobody.",
    "de": "{code} ist Ihr Code für {service}. Er gilt {minutes} Minuten. Geben Sie ihn nicht weiter.",
    "ar": "{code} هو رمزك في {service}، صالح {minutes} دقيقة. لا تعطه لأحد.",
}


def phone_text(language: str, code: str, service: str, minutes: int) -> str:
    """The message in a language tag's language, English where nobody has written it."""
    text = _TEXTS.get(language.replace("_", "-").partition("-")[0].lower(), _TEXTS["en"])
    return text.format(code=code, service=service, minutes=minutes)
