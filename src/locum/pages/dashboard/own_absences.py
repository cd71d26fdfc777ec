"""`/dashboard/away`: somebody's own absences."""

from collections.abc import Callable
from typing import Any

from locum.http.permissions import Permission
from locum.pages.dashboard import absences
from locum.pages.dashboard.absences import Whose
from locum.pages.dashboard.desk import CurrentDesk


def _own(_: Permission) -> Callable[..., Any]:
    async def resolve(desk: CurrentDesk) -> Whose:
        return Whose(desk, desk.person, "/dashboard/away")

    return resolve


router = absences.build("/dashboard/away", _own)
