"""A round robin of ten hosts, made over the API of a running server."""

from bench.client import Caller

HOSTS = 10


def seed_round(owner: Caller, organization_id: int) -> int:
    """The id of its event type: half an hour each, at the usual hours."""
    base = f"/v2/organizations/{organization_id}"
    team = owner.expect(201, "POST", f"{base}/teams", {"name": "Round", "slug": "round"})["id"]
    hosts = [_member(owner, base, team, number) for number in range(HOSTS)]
    body = {
        "title": "Round",
        "slug": "round",
        "lengthInMinutes": 30,
        "minimumBookingNotice": 0,
        "schedulingType": "roundRobin",
        "hosts": [{"userId": user_id} for user_id in hosts],
    }
    event_type: int = owner.expect(201, "POST", f"{base}/teams/{team}/event-types", body)["id"]
    return event_type


def _member(owner: Caller, base: str, team: int, number: int) -> int:
    person = {"email": f"host{number}@example.com", "timeZone": "UTC"}
    user_id: int = owner.expect(201, "POST", f"{base}/users", person)["id"]
    membership = {"userId": user_id, "accepted": True, "role": "MEMBER"}
    owner.expect(201, "POST", f"{base}/teams/{team}/memberships", membership)
    return user_id
