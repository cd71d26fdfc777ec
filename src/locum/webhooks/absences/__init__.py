"""Absences that begin and end: told when it is time, once each, as meetings are.

An alarm is set for each absence ahead, at its next moment. What counts is how the absence stands when it rings.
"""
