"""Channels of teams, and the messages of vacancies in them."""

import sqlalchemy as sa
from alembic import op

from voronka.store.tables import UtcDateTime

revision = "0012"
down_revision = "0011"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add two tables."""
    op.create_table(
        "team_channel",
        sa.Column("team_id", sa.String(length=64), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("username", sa.String(length=64), nullable=False),
        sa.Column("linked_at", UtcDateTime(), nullable=True),
        sa.Column("code", sa.String(length=64), nullable=True),
        sa.Column("code_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_team_channel_team_id")),
        sa.PrimaryKeyConstraint("team_id", name=op.f("pk_team_channel")),
        sa.UniqueConstraint("code", name=op.f("uq_team_channel_code")),
    )
    op.create_table(
        "crosspost",
        sa.Column("vacancy_id", _ID, autoincrement=False, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("wanted", sa.Boolean(), nullable=False),
        sa.Column("shown", sa.String(length=64), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=True),
        sa.Column("problem", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("vacancy_id", name=op.f("pk_crosspost")),
    )
