"""Meetings that begin and end: told when it is time, once each, to whoever listens then.

A table of alarms holds one row for each accepted booking ahead, at its next moment; a job of every minute looks at the
rows that are due and at nothing else. Whether anybody listens is asked only then, so that who subscribes after the
booking was made hears of it too. A row is merely an alarm: what counts is how the booking stands when it rings.
"""
