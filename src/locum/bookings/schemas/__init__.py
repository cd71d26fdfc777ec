"""Bookings on the wire, version 2024-08-13."""
