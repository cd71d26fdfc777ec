"""Small tools that know nothing of Locum."""
