"""Templates and addresses of webhooks, which may hold tokens, are not shown in the audit log."""

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    """Nothing yet."""
