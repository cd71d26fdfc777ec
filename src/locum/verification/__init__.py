"""Codes by which somebody proves that he reads an address or a phone."""
