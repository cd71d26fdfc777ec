"""Who changed what in an organization, for its owners to read."""
