"""Bookings of somebody who will be away after all: looked at one by one, and nothing happens to them by itself."""
