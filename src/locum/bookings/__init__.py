"""Meetings that people have agreed on."""
