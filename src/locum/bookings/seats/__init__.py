"""Meetings that several bookers share: each has a seat, and a key to it (bookings sheet, section 6)."""
