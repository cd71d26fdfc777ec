"""When somebody is away, and who stands in."""
