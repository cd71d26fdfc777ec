"""`/dashboard/away`: somebody's own absences."""

from locum.pages.dashboard import absences
from locum.pages.dashboard.whose import own

AWAY = "/dashboard/away"

router = absences.build(AWAY, own(AWAY))
