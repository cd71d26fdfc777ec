"""Meetings that begin and end: told when it is time, once each, to whoever listens then."""
