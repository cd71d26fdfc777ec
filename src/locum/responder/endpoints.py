"""Decisions over HTTP: for the owner of the mailbox alone, since they tell who writes to him."""

from locum.http.envelope import Envelope, success
from locum.http.parameters import CurrentPage
from locum.http.permissions import Permission
from locum.http.realms import CurrentRealm, Resource
from locum.http.session import Session
from locum.responder import queries
from locum.responder.schemas import DecisionOut, decision_out

reply_decisions = Resource("decisions about replies")


@reply_decisions.get(permission=Permission.MAILBOX_MESSAGES_READ)
async def list_decisions(realm: CurrentRealm, session: Session, page: CurrentPage) -> Envelope[list[DecisionOut]]:
    """The messages that came in for your mailbox within 30 days, the newest first: answered or not, and why."""
    found = await queries.decisions(session, realm.owner_id, take=page.take, skip=page.skip)
    return success([decision_out(decision) for decision in found])
