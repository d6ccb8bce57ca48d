"""Where the reader of Telegram stands in each channel, and which calls Telegram wants to be left alone."""

import sqlalchemy as sa
from alembic import op

from voronka.store.tables import UtcDateTime

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add two tables; what is stored is untouched."""
    op.create_table(
        "telegram_channel",
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("access_hash", sa.BigInteger(), nullable=False),
        sa.Column("account", sa.BigInteger(), nullable=False),
        sa.Column("username", sa.String(length=64), nullable=True),
        sa.Column("pts", sa.Integer(), nullable=True),
        sa.Column("last_id", sa.Integer(), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=True),
        sa.Column("back_id", sa.Integer(), nullable=True),
        sa.Column("back_until", UtcDateTime(), nullable=True),
        sa.Column("back_since", UtcDateTime(), nullable=True),
        sa.Column("polled_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["source"], ["source.name"], name=op.f("fk_telegram_channel_source")),
        sa.PrimaryKeyConstraint("source", name=op.f("pk_telegram_channel")),
    )
    op.create_table(
        "telegram_wait",
        sa.Column("method", sa.String(length=100), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("method", name=op.f("pk_telegram_wait")),
    )
