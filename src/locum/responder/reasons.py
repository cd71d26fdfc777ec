"""Why a message was answered or not: the words that the mailbox's owner and the metrics see."""

from enum import StrEnum


class Reason(StrEnum):
    """One word for each rule; `RULES` has its number in the mailbox sheet, section 9."""

    ANSWERED = "answered"
    OTHER_BACKEND = "other_backend"
    """Another mail server answers for this mailbox."""
    NOT_AWAY = "not_away"
    NOT_IN_AUDIENCE = "not_in_audience"
    NO_TEXT = "no_text"
    """Somebody wrote on purpose that there is nothing to say to such senders."""
    NULL_SENDER = "null_sender"
    OWN_ADDRESS = "own_address"
    AUTO_SUBMITTED = "auto_submitted"
    MAILING_LIST = "mailing_list"
    PRECEDENCE = "precedence"
    SUPPRESSED = "suppressed"
    MACHINE_SENDER = "machine_sender"
    NOT_ADDRESSED = "not_addressed"
    REPORT = "report"
    CALENDAR = "calendar"
    AUTOMATIC = "automatic"
    SPAM = "spam"
    FORGED = "forged"
    TOO_MANY_HOPS = "too_many_hops"
    OWN_REPLY = "own_reply"
    UNREADABLE = "unreadable"
    UNUSABLE_SENDER = "unusable_sender"
    ALREADY_ANSWERED = "already_answered"
    MAILBOX_LIMIT = "mailbox_limit"
    DOMAIN_LIMIT = "domain_limit"
    TOO_LATE = "too_late"
    """It was decided so long after the message came in that nobody waits for an answer any more."""
    FAILED = "failed"
    """The decision itself failed; the log of the server has the details."""


RULES = {
    Reason.NULL_SENDER: "N1",
    Reason.OWN_ADDRESS: "N1",
    Reason.AUTO_SUBMITTED: "N2",
    Reason.MAILING_LIST: "N3",
    Reason.PRECEDENCE: "N4",
    Reason.SUPPRESSED: "N5",
    Reason.MACHINE_SENDER: "N6",
    Reason.NOT_ADDRESSED: "N7",
    Reason.REPORT: "N8",
    Reason.CALENDAR: "N8",
    Reason.AUTOMATIC: "N9",
    Reason.SPAM: "N10",
    Reason.FORGED: "N10",
    Reason.TOO_MANY_HOPS: "N11",
    Reason.OWN_REPLY: "N11",
    Reason.UNREADABLE: "N12",
    Reason.UNUSABLE_SENDER: "N12",
    Reason.ALREADY_ANSWERED: "N13",
    Reason.NOT_AWAY: "N14",
    Reason.NOT_IN_AUDIENCE: "N14",
    Reason.NO_TEXT: "N14",
    Reason.MAILBOX_LIMIT: "N15",
    Reason.DOMAIN_LIMIT: "N15",
}
"""The rule behind each word; the others have none."""
