"""Marks, notes and tags on cards."""

import sqlalchemy as sa
from alembic import op

from voronka.store.tables import UtcDateTime

revision = "0007"
down_revision = "0006"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add three tables; what is stored is untouched."""
    op.create_table(
        "card_mark",
        sa.Column("account_id", _ID, nullable=False),
        sa.Column("team_id", sa.String(length=64), nullable=False),
        sa.Column("listing_id", _ID, nullable=False),
        sa.Column("starred_at", UtcDateTime(), nullable=True),
        sa.Column("hidden_at", UtcDateTime(), nullable=True),
        sa.Column("seen_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_card_mark_account_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_card_mark_team_id")),
        sa.PrimaryKeyConstraint("account_id", "team_id", "listing_id", name=op.f("pk_card_mark")),
    )
    op.create_index(op.f("ix_card_mark_listing_id"), "card_mark", ["listing_id"], unique=False)
    op.create_table(
        "card_note",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("team_id", sa.String(length=64), nullable=False),
        sa.Column("account_id", _ID, nullable=False),
        sa.Column("listing_id", _ID, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_card_note_account_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_card_note_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_note")),
    )
    op.create_index(op.f("ix_card_note_listing_id"), "card_note", ["listing_id"], unique=False)
    op.create_table(
        "card_tag",
        sa.Column("team_id", sa.String(length=64), nullable=False),
        sa.Column("listing_id", _ID, nullable=False),
        sa.Column("tag", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_card_tag_team_id")),
        sa.PrimaryKeyConstraint("team_id", "listing_id", "tag", name=op.f("pk_card_tag")),
    )
    op.create_index(op.f("ix_card_tag_listing_id"), "card_tag", ["listing_id"], unique=False)
