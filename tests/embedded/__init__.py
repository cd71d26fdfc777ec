"""The embedded PostgreSQL, against its real programs and with real signals."""
