"""Organizations: the root of everything that people share."""
