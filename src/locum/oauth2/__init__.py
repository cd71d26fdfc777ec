"""Applications of others that act for people who allowed it: the authorization-code flow (RFC 6749)."""
