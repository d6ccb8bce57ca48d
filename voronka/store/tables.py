"""The tables. Times are UTC; ``owner_team`` null means public; JSON columns hold what is never filtered by in SQL."""

from datetime import UTC, datetime
from typing import Final

import sqlalchemy as sa
from sqlalchemy.engine import Dialect


class UtcDateTime(sa.types.TypeDecorator[datetime]):
    """A timezone-aware UTC datetime on every database (SQLite keeps none)."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive datetimes, turn the others into UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a naive datetime must not be stored: {value!r}")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  (signature is SQLAlchemy's)
        """Give UTC back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata: Final = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_Id = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def _id() -> sa.Column[int]:
    return sa.Column("id", _Id, primary_key=True, autoincrement=True)


meta = sa.Table(
    "meta",
    metadata,
    sa.Column("key", sa.String(64), primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)

source = sa.Table(
    "source",
    metadata,
    sa.Column("name", sa.String(200), primary_key=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("url", sa.Text),
    sa.Column("about", sa.Text, nullable=False, default=""),
    sa.Column("basis", sa.Text, nullable=False, default=""),
    sa.Column("enabled", sa.Boolean, nullable=False, default=True),
    sa.Column("min_recognised", sa.Integer, nullable=False, default=1),
    sa.Column("disabled_by_admin", sa.Boolean, nullable=False, default=False),
    sa.Column("state", sa.JSON, nullable=False, default=dict),
    # what the source says it gives (voronka.quality); null: the defaults
    sa.Column("expectations", sa.JSON),
    # which process reads it now, and until when nobody else may
    sa.Column("lease_owner", sa.String(64)),
    sa.Column("lease_until", UtcDateTime),
    # not to be asked before this instant: the source itself said so (Retry-After, a flood wait)
    sa.Column("not_before", UtcDateTime),
)

run = sa.Table(
    "run",
    metadata,
    _id(),
    sa.Column("source", sa.String(200), sa.ForeignKey("source.name"), nullable=False, index=True),
    sa.Column("status", sa.String(16), nullable=False),
    sa.Column("started_at", UtcDateTime, nullable=False),
    sa.Column("finished_at", UtcDateTime),
    *(
        sa.Column(name, sa.Integer, nullable=False, default=0)
        for name in ("recognised", "new", "changed", "unchanged", "skipped", "pages")
    ),
    sa.Column("message", sa.Text, nullable=False, default=""),
    sa.Column("warnings", sa.JSON, nullable=False, default=list),
    # fill rates and what is missing, as voronka.quality measured them after the run
    sa.Column("health", sa.JSON, nullable=False, default=dict, server_default="{}"),
)

post = sa.Table(
    "post",
    metadata,
    _id(),
    sa.Column("source", sa.String(200), sa.ForeignKey("source.name"), nullable=False),
    sa.Column("external_id", sa.String(500), nullable=False),
    sa.Column("owner_team", sa.String(64), index=True),
    sa.Column("url", sa.Text),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("posted_at", UtcDateTime, nullable=False, index=True),
    sa.Column("first_seen_at", UtcDateTime, nullable=False),
    sa.Column("seen_at", UtcDateTime, nullable=False),
    sa.Column("closed", sa.Boolean, nullable=False, default=False),
    sa.Column("closed_reason", sa.String(32)),
    sa.Column("closed_at", UtcDateTime),
    # the source's own word on until when it stands (schema.org validThrough)
    sa.Column("valid_until", UtcDateTime),
    # healthy reads in a row in which the source no longer had it
    sa.Column("missed", sa.Integer, nullable=False, default=0, server_default="0"),
    # erased: the text and payload of all versions are blank, the row stays so that it is not taken in again
    sa.Column("erased_at", UtcDateTime),
    sa.Column("erased_reason", sa.String(32)),
    # what was read out of the current version; a reparse raises the generation post by post
    sa.Column("kind", sa.String(16)),
    sa.Column("confidence", sa.Float),
    sa.Column("reasons", sa.JSON, nullable=False, default=list),
    sa.Column("generation", sa.Integer, nullable=False, default=0, index=True),
    # a content or promo post is a card of its own
    sa.Column("listing_id", _Id, sa.ForeignKey("listing.id"), index=True),
    sa.UniqueConstraint("source", "external_id"),
)

post_version = sa.Table(
    "post_version",
    metadata,
    sa.Column("post_id", _Id, sa.ForeignKey("post.id"), primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("digest", sa.String(64), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("links", sa.JSON, nullable=False),
    sa.Column("payload", sa.JSON, nullable=False),
    sa.Column("edited_at", UtcDateTime),
    sa.Column("fetched_at", UtcDateTime, nullable=False),
)

listing = sa.Table(
    "listing",
    metadata,
    _id(),
    sa.Column("kind", sa.String(16), nullable=False, index=True),
    sa.Column("owner_team", sa.String(64), index=True),
    # a listing that was joined to another keeps its address
    sa.Column("merged_into", _Id, sa.ForeignKey("listing.id"), index=True),
    sqlite_autoincrement=True,
)

posting = sa.Table(
    "posting",
    metadata,
    _id(),
    sa.Column("post_id", _Id, sa.ForeignKey("post.id"), nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("listing_id", _Id, sa.ForeignKey("listing.id"), nullable=False, index=True),
    sa.Column("why_rule", sa.String(64), nullable=False, default=""),
    sa.Column("why_score", sa.Float),
    sa.Column("why", sa.Text, nullable=False, default=""),
    sa.Column("generation", sa.Integer, nullable=False, default=0),
    sa.Column("data", sa.JSON, nullable=False),
    sa.UniqueConstraint("post_id", "position"),
)

posting_key = sa.Table(
    "posting_key",
    metadata,
    sa.Column("posting_id", _Id, sa.ForeignKey("posting.id"), primary_key=True),
    sa.Column("key", sa.String(120), primary_key=True),
    sa.Index("ix_posting_key_key", "key"),
)

change = sa.Table(
    "change",
    metadata,
    sa.Column("seq", _Id, primary_key=True, autoincrement=True),
    sa.Column("listing_id", _Id, nullable=False),
    sqlite_autoincrement=True,
)

suppression = sa.Table(
    "suppression",
    metadata,
    _id(),
    sa.Column("kind", sa.String(16), nullable=False),
    # keyed hash of a contact, a post's name or a listing's text; the thing itself is not kept
    sa.Column("digest", sa.String(64), nullable=False),
    sa.Column("reason", sa.Text, nullable=False, default=""),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.UniqueConstraint("kind", "digest"),
)

correction = sa.Table(
    "correction",
    metadata,
    _id(),
    sa.Column("field", sa.String(32), nullable=False),
    sa.Column("post_id", _Id, sa.ForeignKey("post.id"), nullable=False, index=True),
    sa.Column("position", sa.Integer, nullable=False, default=0),
    # the other side of "the same" and "not the same"
    sa.Column("other_post_id", _Id, sa.ForeignKey("post.id"), index=True),
    sa.Column("other_position", sa.Integer),
    sa.Column("value", sa.JSON, nullable=False),
    sa.Column("author", sa.String(200), nullable=False, default=""),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("undone_at", UtcDateTime),
)

# wrong tokens and the like of the last minutes; no part of a backup
attempt = sa.Table(
    "attempt",
    metadata,
    _id(),
    # keyed hash of who tried: addresses are not kept
    sa.Column("key", sa.String(64), nullable=False, index=True),
    sa.Column("at", UtcDateTime, nullable=False),
)

# where the reader of Telegram's own API stands in a channel; see voronka.store.telegram
telegram_channel = sa.Table(
    "telegram_channel",
    metadata,
    sa.Column("source", sa.String(200), sa.ForeignKey("source.name"), primary_key=True),
    sa.Column("channel_id", sa.BigInteger, nullable=False),
    # of no use to any other account than this
    sa.Column("access_hash", sa.BigInteger, nullable=False),
    sa.Column("account", sa.BigInteger, nullable=False),
    sa.Column("username", sa.String(64)),
    sa.Column("pts", sa.Integer),
    sa.Column("last_id", sa.Integer, nullable=False, default=0),
    sa.Column("since", UtcDateTime),
    # a reading of the history that is under way
    sa.Column("back_id", sa.Integer),
    sa.Column("back_until", UtcDateTime),
    sa.Column("back_since", UtcDateTime),
    sa.Column("polled_at", UtcDateTime),
)

# calls that Telegram wants to be left alone, for all channels together
telegram_wait = sa.Table(
    "telegram_wait",
    metadata,
    sa.Column("method", sa.String(100), primary_key=True),
    sa.Column("until", UtcDateTime, nullable=False),
)

# -- who signs in; see voronka.accounts. Secrets are kept as hashes only -----------------------------------------------

team = sa.Table(
    "team",
    metadata,
    # what owner_team of posts and listings says
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("created_at", UtcDateTime, nullable=False),
    # null: the site's admin looks at its vacancies before they are published
    sa.Column("trusted_at", UtcDateTime),
)

account = sa.Table(
    "account",
    metadata,
    _id(),
    sa.Column("email", sa.String(254), nullable=False, unique=True),
    sa.Column("name", sa.Text, nullable=False),
    # null: nobody signs in by a password
    sa.Column("password", sa.Text),
    sa.Column("site_admin", sa.Boolean, nullable=False, default=False),
    sa.Column("demo", sa.Boolean, nullable=False, default=False),
    sa.Column("created_at", UtcDateTime, nullable=False),
)

membership = sa.Table(
    "membership",
    metadata,
    sa.Column("account_id", _Id, sa.ForeignKey("account.id"), primary_key=True),
    sa.Column("team_id", sa.String(64), sa.ForeignKey("team.id"), primary_key=True, index=True),
    sa.Column("role", sa.String(16), nullable=False),
    sa.Column("created_at", UtcDateTime, nullable=False),
)

# no part of a backup: a restore signs everybody out
account_session = sa.Table(
    "account_session",
    metadata,
    sa.Column("digest", sa.String(64), primary_key=True),
    sa.Column("account_id", _Id, sa.ForeignKey("account.id"), nullable=False, index=True),
    # in which of their teams the person works now
    sa.Column("team_id", sa.String(64)),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("seen_at", UtcDateTime, nullable=False),
    sa.Column("agent", sa.Text, nullable=False, default=""),
)

# no part of a backup either
one_time_link = sa.Table(
    "one_time_link",
    metadata,
    sa.Column("digest", sa.String(64), primary_key=True),
    sa.Column("purpose", sa.String(16), nullable=False),
    sa.Column("email", sa.String(254)),
    sa.Column("account_id", _Id, sa.ForeignKey("account.id")),
    sa.Column("team_id", sa.String(64), sa.ForeignKey("team.id"), index=True),
    sa.Column("role", sa.String(16)),
    sa.Column("created_by", _Id, sa.ForeignKey("account.id")),
    sa.Column("expires_at", UtcDateTime, nullable=False),
)

# who looked at whose contacts; of the candidate only the listing's number
contact_look = sa.Table(
    "contact_look",
    metadata,
    _id(),
    sa.Column("account_id", _Id, sa.ForeignKey("account.id"), nullable=False),
    sa.Column("team_id", sa.String(64), sa.ForeignKey("team.id"), nullable=False, index=True),
    sa.Column("listing_id", _Id, nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
)

# a person's own marks on a card, in a team
card_mark = sa.Table(
    "card_mark",
    metadata,
    sa.Column("account_id", _Id, sa.ForeignKey("account.id"), primary_key=True),
    sa.Column("team_id", sa.String(64), sa.ForeignKey("team.id"), primary_key=True),
    sa.Column("listing_id", _Id, primary_key=True, index=True),
    sa.Column("starred_at", UtcDateTime),
    sa.Column("hidden_at", UtcDateTime),
    sa.Column("seen_at", UtcDateTime),
)

# what a team wrote on a card; gone with the listing
card_note = sa.Table(
    "card_note",
    metadata,
    _id(),
    sa.Column("team_id", sa.String(64), sa.ForeignKey("team.id"), nullable=False),
    sa.Column("account_id", _Id, sa.ForeignKey("account.id"), nullable=False),
    sa.Column("listing_id", _Id, nullable=False, index=True),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
)

card_tag = sa.Table(
    "card_tag",
    metadata,
    sa.Column("team_id", sa.String(64), sa.ForeignKey("team.id"), primary_key=True),
    sa.Column("listing_id", _Id, primary_key=True, index=True),
    sa.Column("tag", sa.String(40), primary_key=True),
)

# a person's own offer, posted by the public form; see voronka.seeking. Once published, its words are the post's alone
own_offer = sa.Table(
    "own_offer",
    metadata,
    _id(),
    # of the secret in the letter's link
    sa.Column("digest", sa.String(64), nullable=False, unique=True),
    # keyed hash of the e-mail address: it is not kept
    sa.Column("address", sa.String(64), nullable=False, index=True),
    # the post's id in its source
    sa.Column("name", sa.String(64), nullable=False),
    sa.Column("draft", sa.JSON(none_as_null=True)),
    # the words that were agreed to, at ``created_at``
    sa.Column("consent", sa.Text, nullable=False),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("published_at", UtcDateTime),
)

# a vacancy that a team writes here; see voronka.vacancies. What everybody sees of it is the post of its number
vacancy = sa.Table(
    "vacancy",
    metadata,
    _id(),
    sa.Column("team_id", sa.String(64), sa.ForeignKey("team.id"), nullable=False, index=True),
    sa.Column("account_id", _Id, sa.ForeignKey("account.id"), nullable=False),
    # as its form was saved last
    sa.Column("draft", sa.JSON, nullable=False),
    # counts savings: two people who change it at once are told
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("changed_at", UtcDateTime, nullable=False),
    # since when it waits for the site's admin, and why the last asking was refused
    sa.Column("asked_at", UtcDateTime, index=True),
    sa.Column("refused", sa.Text, nullable=False, default=""),
    sa.Column("published_at", UtcDateTime),
    sa.Column("valid_until", UtcDateTime, index=True),
    sa.Column("closed_at", UtcDateTime),
    # of the secret in the letter that prolongs it, and for which end that letter was sent
    sa.Column("prolonging", sa.String(64), unique=True),
    sa.Column("reminded_of", UtcDateTime),
    sqlite_autoincrement=True,
)

# what was done to a vacancy: by whom, null for the holder of a letter's link or for nobody
vacancy_edit = sa.Table(
    "vacancy_edit",
    metadata,
    _id(),
    sa.Column("vacancy_id", _Id, sa.ForeignKey("vacancy.id"), nullable=False, index=True),
    sa.Column("account_id", _Id, sa.ForeignKey("account.id")),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("act", sa.String(16), nullable=False),
    # which fields were changed
    sa.Column("fields", sa.JSON, nullable=False),
)

# what a person searched for last; no part of a backup
recent_search = sa.Table(
    "recent_search",
    metadata,
    _id(),
    sa.Column("account_id", _Id, sa.ForeignKey("account.id"), nullable=False, index=True),
    # of the search page's address
    sa.Column("params", sa.Text, nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
)

# people who ask to be erased; what they wrote is blanked when the request is closed
erasure_request = sa.Table(
    "erasure_request",
    metadata,
    _id(),
    # of the secret by which the person sees how it stands
    sa.Column("digest", sa.String(64), nullable=False, unique=True),
    # of the secret in the letter that confirms an e-mail address
    sa.Column("confirming", sa.String(64), unique=True),
    # what the person sends from their account
    sa.Column("code", sa.String(16), nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    # what is to be erased, from where it is proved, where the answer goes
    sa.Column("target", sa.Text, nullable=False, default=""),
    sa.Column("sender", sa.Text, nullable=False, default=""),
    sa.Column("answer_to", sa.String(254), nullable=False, default=""),
    sa.Column("language", sa.String(8), nullable=False),
    # why it was refused
    sa.Column("reason", sa.Text, nullable=False, default=""),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("proved_at", UtcDateTime),
    sa.Column("closed_at", UtcDateTime),
)

# -- saved filters and what they told; see voronka.alerts --------------------------------------------------------------

saved_filter = sa.Table(
    "saved_filter",
    metadata,
    _id(),
    sa.Column("account_id", _Id, sa.ForeignKey("account.id"), nullable=False, index=True),
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
    sa.Column("after_listing", _Id, nullable=False),
    sa.Column("since", UtcDateTime, nullable=False),
    # a way tells the matches after this one; null: it is off
    sa.Column("email_after", _Id),
    sa.Column("telegram_after", _Id),
    sa.Column("feed_digest", sa.String(64), unique=True),
    # as it stands in letters: whoever has it can only stop them
    sa.Column("unsubscribe_token", sa.String(64), nullable=False, unique=True),
)

# up to which match somebody has looked at a filter; everybody in the team for himself
saved_filter_look = sa.Table(
    "saved_filter_look",
    metadata,
    sa.Column("filter_id", _Id, sa.ForeignKey("saved_filter.id"), primary_key=True),
    sa.Column("account_id", _Id, sa.ForeignKey("account.id"), primary_key=True, index=True),
    sa.Column("match_id", _Id, nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
)

# a new listing that fits a filter
alert_match = sa.Table(
    "alert_match",
    metadata,
    _id(),
    sa.Column("filter_id", _Id, sa.ForeignKey("saved_filter.id"), nullable=False),
    sa.Column("listing_id", _Id, nullable=False, index=True),
    sa.Column("found_at", UtcDateTime, nullable=False),
    sa.UniqueConstraint("filter_id", "listing_id"),
    sa.Index("ix_alert_match_filter_id_id", "filter_id", "id"),
    sqlite_autoincrement=True,
)

# one letter or one Telegram message; "open" until it is known to be delivered
alert_message = sa.Table(
    "alert_message",
    metadata,
    _id(),
    sa.Column("filter_id", _Id, sa.ForeignKey("saved_filter.id"), nullable=False, index=True),
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
    sa.Column("filter_id", _Id, sa.ForeignKey("saved_filter.id"), primary_key=True),
    sa.Column("way", sa.String(16), primary_key=True),
    sa.Column("listing_id", _Id, primary_key=True, index=True),
    sa.Column("message_id", _Id, sa.ForeignKey("alert_message.id"), nullable=False, index=True),
)

# how a person is reached, where that is more than the account's address, and what is wrong with it
alert_way = sa.Table(
    "alert_way",
    metadata,
    sa.Column("account_id", _Id, sa.ForeignKey("account.id"), primary_key=True),
    sa.Column("way", sa.String(16), primary_key=True),
    # Telegram's chat with the bot
    sa.Column("chat_id", sa.BigInteger),
    sa.Column("problem", sa.String(32)),
    sa.Column("problem_at", UtcDateTime),
    # nothing is sent this way until the person says so
    sa.Column("off", sa.Boolean, nullable=False, default=False),
)

# work that one process does at a time; no part of a backup
lease = sa.Table(
    "lease",
    metadata,
    sa.Column("name", sa.String(64), primary_key=True),
    sa.Column("owner", sa.String(64), nullable=False),
    sa.Column("until", UtcDateTime, nullable=False),
)

# a team's own Telegram channel; the code that proves it is posted there, and kept as a digest
team_channel = sa.Table(
    "team_channel",
    metadata,
    sa.Column("team_id", sa.String(64), sa.ForeignKey("team.id"), primary_key=True),
    sa.Column("chat_id", sa.BigInteger),
    sa.Column("title", sa.Text, nullable=False, default=""),
    sa.Column("username", sa.String(64), nullable=False, default=""),
    sa.Column("linked_at", UtcDateTime),
    sa.Column("code", sa.String(64), unique=True),
    sa.Column("code_at", UtcDateTime),
)

# a vacancy's message in its team's channel. No foreign key: the message goes after the vacancy is forgotten
crosspost = sa.Table(
    "crosspost",
    metadata,
    sa.Column("vacancy_id", _Id, primary_key=True, autoincrement=False),
    sa.Column("chat_id", sa.BigInteger, nullable=False),
    sa.Column("message_id", sa.BigInteger),
    # whether the team wants it there
    sa.Column("wanted", sa.Boolean, nullable=False),
    # digest of what the message says
    sa.Column("shown", sa.String(64), nullable=False, default=""),
    sa.Column("tries", sa.Integer, nullable=False, default=0),
    sa.Column("due_at", UtcDateTime),
    sa.Column("problem", sa.String(16), nullable=False, default=""),
)
