"""Who belongs where, in which role, and under which name."""
