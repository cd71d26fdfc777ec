"""`/dashboard/availability`: somebody's own schedules; and those of people of his organization, below their pages."""

from locum.pages.dashboard import availability
from locum.pages.dashboard.whose import of_person, own

AVAILABILITY = "/dashboard/availability"

router = availability.build(AVAILABILITY, own(AVAILABILITY))
of_people = availability.build("/dashboard/people/{user_id}/availability", of_person("availability"))
