"""Saved filters and what they told; see voronka.alerts."""

import sqlalchemy as sa

from voronka.store.tables.base import Id, UtcDateTime, id_, metadata

saved_filter = sa.Table(
    "saved_filter",
    metadata,
    id_(),
    sa.Column("account_id", Id, sa.ForeignKey("account.id"), nullable=False, index=True),
    sa.Column("team_id", sa.String(64), sa.ForeignKey("team.id"), nullable=False, index=True),
    sa.Column("shared", sa.Boolean, nullable=False, default=False),
    sa.Column("name", sa.Text, nullable=False),
    # the Query as the search page's address has it, without page and size
    sa.Column("query", sa.Text, nullable=False),
    sa.Column("language", sa.String(8), nullable=False),
    sa.Column("pace", sa.String(16), nullable=False),
    sa.Column("zone", sa.String(64), nullable=False),
    # the hour of digests, and the quiet hours in minutes of the day, all in that zone
    sa.Column("hour", sa.Integer, nullable=False),
    sa.Column("quiet_from", sa.Integer),
    sa.Column("quiet_until", sa.Integer),
    sa.Column("paused", sa.Boolean, nullable=False, default=False),
    sa.Column("created_at", UtcDateTime, nullable=False),
    # new is what is of a greater number than this and came in after that moment of the store's clock
    sa.Column("after_listing", Id, nullable=False),
    sa.Column("since", UtcDateTime, nullable=False),
    # a way tells the matches after this one; null: it is off
    sa.Column("email_after", Id),
    sa.Column("telegram_after", Id),
    sa.Column("feed_digest", sa.String(64), unique=True),
    # as it stands in letters: whoever has it can only stop them
    sa.Column("unsubscribe_token", sa.String(64), nullable=False, unique=True),
)

# up to which match somebody has looked at a filter; everybody in the team for himself
saved_filter_look = sa.Table(
    "saved_filter_look",
    metadata,
    sa.Column("filter_id", Id, sa.ForeignKey("saved_filter.id"), primary_key=True),
    sa.Column("account_id", Id, sa.ForeignKey("account.id"), primary_key=True, index=True),
    sa.Column("match_id", Id, nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
)

# a new listing that fits a filter
alert_match = sa.Table(
    "alert_match",
    metadata,
    id_(),
    sa.Column("filter_id", Id, sa.ForeignKey("saved_filter.id"), nullable=False),
    sa.Column("listing_id", Id, nullable=False, index=True),
    sa.Column("found_at", UtcDateTime, nullable=False),
    sa.UniqueConstraint("filter_id", "listing_id"),
    sa.Index("ix_alert_match_filter_id_id", "filter_id", "id"),
    sqlite_autoincrement=True,
)

# one letter or one Telegram message; "open" until it is known to be delivered
alert_message = sa.Table(
    "alert_message",
    metadata,
    id_(),
    sa.Column("filter_id", Id, sa.ForeignKey("saved_filter.id"), nullable=False, index=True),
    sa.Column("way", sa.String(16), nullable=False),
    sa.Column("state", sa.String(16), nullable=False, index=True),
    sa.Column("tries", sa.Integer, nullable=False, default=0),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("retry_at", UtcDateTime),
    sa.Column("sent_at", UtcDateTime),
    sa.Column("problem", sa.Text, nullable=False, default=""),
    sqlite_autoincrement=True,
)

# what was told, or is about to be: written before it is sent, so that nothing is told twice
alert_told = sa.Table(
    "alert_told",
    metadata,
    sa.Column("filter_id", Id, sa.ForeignKey("saved_filter.id"), primary_key=True),
    sa.Column("way", sa.String(16), primary_key=True),
    sa.Column("listing_id", Id, primary_key=True, index=True),
    sa.Column("message_id", Id, sa.ForeignKey("alert_message.id"), nullable=False, index=True),
)

# how a person is reached, where that is more than the account's address, and what is wrong with it
alert_way = sa.Table(
    "alert_way",
    metadata,
    sa.Column("account_id", Id, sa.ForeignKey("account.id"), primary_key=True),
    sa.Column("way", sa.String(16), primary_key=True),
    # Telegram's chat with the bot
    sa.Column("chat_id", sa.BigInteger),
    sa.Column("problem", sa.String(32)),
    sa.Column("problem_at", UtcDateTime),
    # nothing is sent this way until the person says so
    sa.Column("off", sa.Boolean, nullable=False, default=False),
)
