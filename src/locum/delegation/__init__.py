"""Keys by which an organization lets Locum act for all of its people at a calendar provider."""
