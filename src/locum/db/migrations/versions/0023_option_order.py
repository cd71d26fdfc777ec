"""Options of an attribute are listed in the order in which they were made."""

from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    """Keep them in that order: a page of ten thousand is found without sorting all of them."""
    op.create_index("ix_attribute_options_attribute_id_id", "attribute_options", ["attribute_id", "id"])
    op.drop_index("ix_attribute_options_attribute_id", "attribute_options")
