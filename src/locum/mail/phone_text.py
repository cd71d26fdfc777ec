"""What somebody who left only a phone number is told (e-mails sheet, section 3, last paragraph)."""

from locum.mail import when
from locum.mail.booking_letter import booking_letter
from locum.mail.catalogue import words_for
from locum.mail.clean import one_line
from locum.mail.notices import BookingKind, BookingNotice, Recipient

_TITLE = 80
"""Characters: a message is paid for by its length."""


def phone_text(notice: BookingNotice, recipient: Recipient) -> str:
    """What happened, the meeting, its time in the reader's zone, and where he can see or change it.

    Raises KeyError for a side that is not told about this kind (see `mail.audience`).
    """
    letter = booking_letter(notice, recipient, service="")
    moment = when.moment(words_for(recipient.person.language), recipient.person, notice.start)
    return "\n".join((letter.intro, one_line(notice.title, _TITLE), moment, _link(notice, recipient)))


def _link(notice: BookingNotice, recipient: Recipient) -> str:
    if notice.kind is BookingKind.CHOOSE_AGAIN and recipient.links.reschedule:
        return recipient.links.reschedule
    return recipient.links.booking
