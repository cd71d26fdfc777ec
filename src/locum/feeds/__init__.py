"""Absences as calendars read them: by secret addresses, of a person, a team or an organization."""
