"""Pages of people who are signed in: what is theirs, and what they look after for others."""
