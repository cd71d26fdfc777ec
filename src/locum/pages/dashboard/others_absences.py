"""Absences that somebody looks after: of people of his organization, of members of a team that he leads."""

from locum.pages.dashboard import absences
from locum.pages.dashboard.whose import of_member, of_person

of_people = absences.build("/dashboard/people/{user_id}/away", of_person("away"))
of_members = absences.build("/dashboard/teams/{team_id}/members/{user_id}/away", of_member("away"))
