"""Locum: when is somebody free, who stands in while they are away, and what the world hears meanwhile."""
