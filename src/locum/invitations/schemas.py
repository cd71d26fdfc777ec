"""Invitation links on the wire (members sheet, section 5.2)."""

from locum.kit.wire import WireOutput


class InvitationOut(WireOutput):
    """A link to pass on, shown this once."""

    token: str
    invite_link: str
