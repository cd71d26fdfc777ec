"""Permissions and the roles that grant them."""
