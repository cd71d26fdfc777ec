"""Links by which people join a team, with or without an account."""
