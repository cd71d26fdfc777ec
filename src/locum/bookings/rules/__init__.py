"""Decisions about bookings: pure."""
