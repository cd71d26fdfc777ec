"""Addresses and phone numbers that somebody, or a team, has proven to read."""
