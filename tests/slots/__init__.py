"""Slots over the API, with real rows."""
