"""Feeds of absences."""
