"""Saved filters, what they found and told, and leases of work that one process does at a time."""

import sqlalchemy as sa
from alembic import op

from voronka.store.tables import UtcDateTime

revision = "0010"
down_revision = "0009"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add seven tables; what is stored is untouched."""
    op.create_table(
        "saved_filter",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("account_id", _ID, nullable=False),
        sa.Column("team_id", sa.String(length=64), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("pace", sa.String(length=16), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("quiet_from", sa.Integer(), nullable=True),
        sa.Column("quiet_until", sa.Integer(), nullable=True),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("after_listing", _ID, nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("email_after", _ID, nullable=True),
        sa.Column("telegram_after", _ID, nullable=True),
        sa.Column("feed_digest", sa.String(length=64), nullable=True),
        sa.Column("unsubscribe_token", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_saved_filter_account_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_saved_filter_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_filter")),
        sa.UniqueConstraint("feed_digest", name=op.f("uq_saved_filter_feed_digest")),
        sa.UniqueConstraint("unsubscribe_token", name=op.f("uq_saved_filter_unsubscribe_token")),
    )
    op.create_index(op.f("ix_saved_filter_account_id"), "saved_filter", ["account_id"], unique=False)
    op.create_index(op.f("ix_saved_filter_team_id"), "saved_filter", ["team_id"], unique=False)
    op.create_table(
        "saved_filter_look",
        sa.Column("filter_id", _ID, nullable=False),
        sa.Column("account_id", _ID, nullable=False),
        sa.Column("match_id", _ID, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["filter_id"], ["saved_filter.id"], name=op.f("fk_saved_filter_look_filter_id")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_saved_filter_look_account_id")),
        sa.PrimaryKeyConstraint("filter_id", "account_id", name=op.f("pk_saved_filter_look")),
    )
    op.create_index(op.f("ix_saved_filter_look_account_id"), "saved_filter_look", ["account_id"], unique=False)
    op.create_table(
        "alert_match",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("filter_id", _ID, nullable=False),
        sa.Column("listing_id", _ID, nullable=False),
        sa.Column("found_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["filter_id"], ["saved_filter.id"], name=op.f("fk_alert_match_filter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_match")),
        sa.UniqueConstraint("filter_id", "listing_id", name=op.f("uq_alert_match_filter_id_listing_id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_alert_match_filter_id_id", "alert_match", ["filter_id", "id"], unique=False)
    op.create_index(op.f("ix_alert_match_listing_id"), "alert_match", ["listing_id"], unique=False)
    op.create_table(
        "alert_message",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("filter_id", _ID, nullable=False),
        sa.Column("way", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("retry_at", UtcDateTime(), nullable=True),
        sa.Column("sent_at", UtcDateTime(), nullable=True),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["filter_id"], ["saved_filter.id"], name=op.f("fk_alert_message_filter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_message")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_alert_message_filter_id"), "alert_message", ["filter_id"], unique=False)
    op.create_index(op.f("ix_alert_message_state"), "alert_message", ["state"], unique=False)
    op.create_table(
        "alert_told",
        sa.Column("filter_id", _ID, nullable=False),
        sa.Column("way", sa.String(length=16), nullable=False),
        sa.Column("listing_id", _ID, nullable=False),
        sa.Column("message_id", _ID, nullable=False),
        sa.ForeignKeyConstraint(["filter_id"], ["saved_filter.id"], name=op.f("fk_alert_told_filter_id")),
        sa.ForeignKeyConstraint(["message_id"], ["alert_message.id"], name=op.f("fk_alert_told_message_id")),
        sa.PrimaryKeyConstraint("filter_id", "way", "listing_id", name=op.f("pk_alert_told")),
    )
    op.create_index(op.f("ix_alert_told_listing_id"), "alert_told", ["listing_id"], unique=False)
    op.create_index(op.f("ix_alert_told_message_id"), "alert_told", ["message_id"], unique=False)
    op.create_table(
        "alert_way",
        sa.Column("account_id", _ID, nullable=False),
        sa.Column("way", sa.String(length=16), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=True),
        sa.Column("problem", sa.String(length=32), nullable=True),
        sa.Column("problem_at", UtcDateTime(), nullable=True),
        sa.Column("off", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_alert_way_account_id")),
        sa.PrimaryKeyConstraint("account_id", "way", name=op.f("pk_alert_way")),
    )
    op.create_table(
        "lease",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("owner", sa.String(length=64), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_lease")),
    )
