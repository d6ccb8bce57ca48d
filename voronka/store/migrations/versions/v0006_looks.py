"""Who looked at which candidate's contacts."""

import sqlalchemy as sa
from alembic import op

from voronka.store.tables import UtcDateTime

revision = "0006"
down_revision = "0005"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add a table; what is stored is untouched."""
    op.create_table(
        "contact_look",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("account_id", _ID, nullable=False),
        sa.Column("team_id", sa.String(length=64), nullable=False),
        sa.Column("listing_id", _ID, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_contact_look_account_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_contact_look_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_look")),
    )
    op.create_index(op.f("ix_contact_look_team_id"), "contact_look", ["team_id"], unique=False)
