"""Who signs in, and what they keep; see voronka.accounts. Secrets are kept as hashes only."""

import sqlalchemy as sa

from voronka.store.tables.base import Id, UtcDateTime, id_, metadata

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
    id_(),
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
    sa.Column("account_id", Id, sa.ForeignKey("account.id"), primary_key=True),
    sa.Column("team_id", sa.String(64), sa.ForeignKey("team.id"), primary_key=True, index=True),
    sa.Column("role", sa.String(16), nullable=False),
    sa.Column("created_at", UtcDateTime, nullable=False),
)

# no part of a backup: a restore signs everybody out
account_session = sa.Table(
    "account_session",
    metadata,
    sa.Column("digest", sa.String(64), primary_key=True),
    sa.Column("account_id", Id, sa.ForeignKey("account.id"), nullable=False, index=True),
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
    sa.Column("account_id", Id, sa.ForeignKey("account.id")),
    sa.Column("team_id", sa.String(64), sa.ForeignKey("team.id"), index=True),
    sa.Column("role", sa.String(16)),
    sa.Column("created_by", Id, sa.ForeignKey("account.id")),
    sa.Column("expires_at", UtcDateTime, nullable=False),
)

# who looked at whose contacts; of the candidate only the listing's number
contact_look = sa.Table(
    "contact_look",
    metadata,
    id_(),
    sa.Column("account_id", Id, sa.ForeignKey("account.id"), nullable=False),
    sa.Column("team_id", sa.String(64), sa.ForeignKey("team.id"), nullable=False, index=True),
    sa.Column("listing_id", Id, nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
)

# a person's own marks on a card, in a team
card_mark = sa.Table(
    "card_mark",
    metadata,
    sa.Column("account_id", Id, sa.ForeignKey("account.id"), primary_key=True),
    sa.Column("team_id", sa.String(64), sa.ForeignKey("team.id"), primary_key=True),
    sa.Column("listing_id", Id, primary_key=True, index=True),
    sa.Column("starred_at", UtcDateTime),
    sa.Column("hidden_at", UtcDateTime),
    sa.Column("seen_at", UtcDateTime),
)

# what a team wrote on a card; gone with the listing
card_note = sa.Table(
    "card_note",
    metadata,
    id_(),
    sa.Column("team_id", sa.String(64), sa.ForeignKey("team.id"), nullable=False),
    sa.Column("account_id", Id, sa.ForeignKey("account.id"), nullable=False),
    sa.Column("listing_id", Id, nullable=False, index=True),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
)

card_tag = sa.Table(
    "card_tag",
    metadata,
    sa.Column("team_id", sa.String(64), sa.ForeignKey("team.id"), primary_key=True),
    sa.Column("listing_id", Id, primary_key=True, index=True),
    sa.Column("tag", sa.String(40), primary_key=True),
)

# a person's own offer, posted by the public form; see voronka.seeking. Once published, its words are the post's alone
own_offer = sa.Table(
    "own_offer",
    metadata,
    id_(),
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

# what a person searched for last; no part of a backup
recent_search = sa.Table(
    "recent_search",
    metadata,
    id_(),
    sa.Column("account_id", Id, sa.ForeignKey("account.id"), nullable=False, index=True),
    # of the search page's address
    sa.Column("params", sa.Text, nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
)

# people who ask to be erased; what they wrote is blanked when the request is closed
erasure_request = sa.Table(
    "erasure_request",
    metadata,
    id_(),
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
