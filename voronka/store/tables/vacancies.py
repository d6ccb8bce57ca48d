"""Vacancies that teams write here, and their messages in the teams' channels; see voronka.vacancies."""

import sqlalchemy as sa

from voronka.store.tables.base import Id, UtcDateTime, id_, metadata

# a vacancy that a team writes here; see voronka.vacancies. What everybody sees of it is the post of its number
vacancy = sa.Table(
    "vacancy",
    metadata,
    id_(),
    sa.Column("team_id", sa.String(64), sa.ForeignKey("team.id"), nullable=False, index=True),
    sa.Column("account_id", Id, sa.ForeignKey("account.id"), nullable=False),
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
    id_(),
    sa.Column("vacancy_id", Id, sa.ForeignKey("vacancy.id"), nullable=False, index=True),
    sa.Column("account_id", Id, sa.ForeignKey("account.id")),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("act", sa.String(16), nullable=False),
    # which fields were changed
    sa.Column("fields", sa.JSON, nullable=False),
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
    # the rights that the bot has not been given there ("post edit delete")
    sa.Column("lacks", sa.String(32), nullable=False, default="", server_default=""),
)

# a vacancy's message in its team's channel. No foreign key: the message goes after the vacancy is forgotten
crosspost = sa.Table(
    "crosspost",
    metadata,
    sa.Column("vacancy_id", Id, primary_key=True, autoincrement=False),
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
