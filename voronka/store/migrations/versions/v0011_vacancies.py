"""Vacancies that teams write here, what was done to them, and which teams are trusted."""

import sqlalchemy as sa
from alembic import op

from voronka.store.tables import UtcDateTime

revision = "0011"
down_revision = "0010"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add two tables and a column; no team is trusted yet."""
    op.add_column("team", sa.Column("trusted_at", UtcDateTime(), nullable=True))
    op.create_table(
        "vacancy",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("team_id", sa.String(length=64), nullable=False),
        sa.Column("account_id", _ID, nullable=False),
        sa.Column("draft", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=True),
        sa.Column("refused", sa.Text(), nullable=False),
        sa.Column("published_at", UtcDateTime(), nullable=True),
        sa.Column("valid_until", UtcDateTime(), nullable=True),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("prolonging", sa.String(length=64), nullable=True),
        sa.Column("reminded_of", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_vacancy_team_id")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_vacancy_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vacancy")),
        sa.UniqueConstraint("prolonging", name=op.f("uq_vacancy_prolonging")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_vacancy_team_id"), "vacancy", ["team_id"], unique=False)
    op.create_index(op.f("ix_vacancy_asked_at"), "vacancy", ["asked_at"], unique=False)
    op.create_index(op.f("ix_vacancy_valid_until"), "vacancy", ["valid_until"], unique=False)
    op.create_table(
        "vacancy_edit",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("vacancy_id", _ID, nullable=False),
        sa.Column("account_id", _ID, nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("act", sa.String(length=16), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["vacancy_id"], ["vacancy.id"], name=op.f("fk_vacancy_edit_vacancy_id")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_vacancy_edit_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vacancy_edit")),
    )
    op.create_index(op.f("ix_vacancy_edit_vacancy_id"), "vacancy_edit", ["vacancy_id"], unique=False)
