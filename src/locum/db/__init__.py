"""The database: tables' base, sessions, the embedded server, jobs, migrations."""
