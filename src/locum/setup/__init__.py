"""The first steps of a new server: the first person and the first organization."""
