"""The providers, each behind the same port."""
