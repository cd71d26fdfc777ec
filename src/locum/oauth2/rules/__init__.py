"""Decisions about applications, what they ask for and what they are given: pure."""
