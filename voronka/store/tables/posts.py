"""Sources and their runs, posts, postings and listings, and what is done to them."""

import sqlalchemy as sa

from voronka.store.tables.base import Id, UtcDateTime, id_, metadata

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
    id_(),
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
    id_(),
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
    sa.Column("listing_id", Id, sa.ForeignKey("listing.id"), index=True),
    sa.UniqueConstraint("source", "external_id"),
)

post_version = sa.Table(
    "post_version",
    metadata,
    sa.Column("post_id", Id, sa.ForeignKey("post.id"), primary_key=True),
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
    id_(),
    sa.Column("kind", sa.String(16), nullable=False, index=True),
    sa.Column("owner_team", sa.String(64), index=True),
    # a listing that was joined to another keeps its address
    sa.Column("merged_into", Id, sa.ForeignKey("listing.id"), index=True),
    sqlite_autoincrement=True,
)

posting = sa.Table(
    "posting",
    metadata,
    id_(),
    sa.Column("post_id", Id, sa.ForeignKey("post.id"), nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("listing_id", Id, sa.ForeignKey("listing.id"), nullable=False, index=True),
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
    sa.Column("posting_id", Id, sa.ForeignKey("posting.id"), primary_key=True),
    sa.Column("key", sa.String(120), primary_key=True),
    sa.Index("ix_posting_key_key", "key"),
)

change = sa.Table(
    "change",
    metadata,
    sa.Column("seq", Id, primary_key=True, autoincrement=True),
    sa.Column("listing_id", Id, nullable=False),
    sqlite_autoincrement=True,
)

suppression = sa.Table(
    "suppression",
    metadata,
    id_(),
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
    id_(),
    sa.Column("field", sa.String(32), nullable=False),
    sa.Column("post_id", Id, sa.ForeignKey("post.id"), nullable=False, index=True),
    sa.Column("position", sa.Integer, nullable=False, default=0),
    # the other side of "the same" and "not the same"
    sa.Column("other_post_id", Id, sa.ForeignKey("post.id"), index=True),
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
    id_(),
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

# work that one process does at a time; no part of a backup
lease = sa.Table(
    "lease",
    metadata,
    sa.Column("name", sa.String(64), primary_key=True),
    sa.Column("owner", sa.String(64), nullable=False),
    sa.Column("until", UtcDateTime, nullable=False),
)
