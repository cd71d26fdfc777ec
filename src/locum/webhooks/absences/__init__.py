"""Absences that begin and end: told when it is time, once each, as meetings are."""
