"""The decision about one message, up to what only the database knows: who was answered already, and how many."""

from dataclasses import dataclass

from locum.mail.clean import is_mailbox
from locum.mailboxes.rules import domain_of, normal_address
from locum.replies.state import Audience
from locum.responder.facts import Facts
from locum.responder.reasons import Reason
from locum.responder.rules import machines
from locum.responder.rules.addresses import addresses_in, unwrapped, without_tag

_ADDRESSING = ("to", "cc", "bcc", "resent-to", "resent-cc", "resent-bcc")
LONGEST_ADDRESS = 320
LONGEST_FROM = 2000
"""Characters of a From or Sender that are read."""


@dataclass(frozen=True, slots=True)
class Believed:
    """Which marks of the servers before it the operator believes (N10)."""

    spam: bool = True
    forged: bool = True


@dataclass(frozen=True, slots=True)
class Incoming:
    """A message on its way to a mailbox. `sender` is the envelope's, empty for the null sender."""

    sender: str
    facts: Facts


@dataclass(frozen=True, slots=True)
class MailboxNow:
    """A mailbox when the message came in. `addresses` are its own and its aliases, in normal form."""

    addresses: frozenset[str]
    is_answering: bool
    audience: Audience
    has_other_backend: bool = False


def refusal(message: Incoming, mailbox: MailboxNow, believed: Believed = Believed()) -> Reason | None:
    """Why the message is not answered whoever sent it, or None. The audience is asked next."""
    if mailbox.has_other_backend:
        return Reason.OTHER_BACKEND
    if not mailbox.is_answering:
        return Reason.NOT_AWAY
    facts = message.facts
    if not facts.is_readable:
        return Reason.UNREADABLE
    return (
        _by_sender(message, mailbox)
        or machines.automatic(facts)
        or (None if _is_addressed(facts, mailbox.addresses) else Reason.NOT_ADDRESSED)
        or machines.suspicious(facts, spam=believed.spam, forged=believed.forged)
    )


def is_in_audience(audience: Audience, *, internal: bool, known: bool) -> bool:
    """Whether such senders are answered at all: those of the same house always."""
    return internal or audience == "all" or (audience == "known" and known)


def is_internal(sender_domain: tuple[str | None, int | None], mailbox_domain: tuple[str, int | None]) -> bool:
    """Whether two mail domains, each with the id of its organization, are of one house (mailbox sheet, section 1).

    The sender's is None where it is no mail domain at all.
    """
    name, organization_id = sender_domain
    if name is None:
        return False
    return name == mailbox_domain[0] or (organization_id is not None and organization_id == mailbox_domain[1])


def _by_sender(message: Incoming, mailbox: MailboxNow) -> Reason | None:
    if not message.sender or any(value.replace(" ", "") == "<>" for value in message.facts.all("return-path")):
        return Reason.NULL_SENDER
    meant = unwrapped(message.sender)
    if mailbox.addresses & {normal_address(message.sender), meant, without_tag(meant)}:
        return Reason.OWN_ADDRESS
    if len(message.sender) > LONGEST_ADDRESS or not is_mailbox(message.sender) or domain_of(message.sender) is None:
        return Reason.UNUSABLE_SENDER
    return Reason.MACHINE_SENDER if _is_machine(message.facts, message.sender, meant) else None


def _is_machine(facts: Facts, sender: str, meant: str) -> bool:
    if machines.is_machine(_local(sender)) or machines.is_machine(_local(meant)):
        return True
    values = (value[:LONGEST_FROM] for name in ("from", "sender") for value in facts.all(name))
    written = (address for value in values for address in addresses_in(value))
    return any(machines.is_deaf(_local(address)) for address in written)


def _local(address: str) -> str:
    return address.rpartition("@")[0]


def _is_addressed(facts: Facts, addresses: frozenset[str]) -> bool:
    """Whether the mailbox is named in the message itself: covers blind copies, lists and groups (N7)."""
    values = (value for name in _ADDRESSING for value in facts.all(name) if _may_name(value, addresses))
    named = (address for value in values for address in addresses_in(value))
    return any(address in addresses or without_tag(address) in addresses for address in named)


def _may_name(value: str, addresses: frozenset[str]) -> bool:
    """A quick look before a header is read, which may be long and of somebody who means no good."""
    lower = value.lower()
    return any(_local(address) in lower for address in addresses)
