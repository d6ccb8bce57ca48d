"""Health and leases of sources, closing and erasure of posts, the suppression list, corrections."""

import sqlalchemy as sa
from alembic import op

from voronka.store.tables import UtcDateTime

revision = "0002"
down_revision = "0001"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add columns and tables; what is stored keeps its meaning."""
    op.add_column("source", sa.Column("expectations", sa.JSON(), nullable=True))
    op.add_column("source", sa.Column("lease_owner", sa.String(length=64), nullable=True))
    op.add_column("source", sa.Column("lease_until", UtcDateTime(), nullable=True))
    op.add_column("source", sa.Column("not_before", UtcDateTime(), nullable=True))
    op.add_column("run", sa.Column("health", sa.JSON(), nullable=False, server_default="{}"))
    op.add_column("post", sa.Column("closed_reason", sa.String(length=32), nullable=True))
    op.add_column("post", sa.Column("closed_at", UtcDateTime(), nullable=True))
    op.add_column("post", sa.Column("valid_until", UtcDateTime(), nullable=True))
    op.add_column("post", sa.Column("missed", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("post", sa.Column("erased_at", UtcDateTime(), nullable=True))
    op.add_column("post", sa.Column("erased_reason", sa.String(length=32), nullable=True))
    op.create_table(
        "suppression",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suppression")),
        sa.UniqueConstraint("kind", "digest", name=op.f("uq_suppression_kind_digest")),
    )
    op.create_table(
        "correction",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("field", sa.String(length=32), nullable=False),
        sa.Column("post_id", _ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("other_post_id", _ID, nullable=True),
        sa.Column("other_position", sa.Integer(), nullable=True),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("author", sa.String(length=200), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("undone_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_correction_post_id")),
        sa.ForeignKeyConstraint(["other_post_id"], ["post.id"], name=op.f("fk_correction_other_post_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
    )
    op.create_index(op.f("ix_correction_post_id"), "correction", ["post_id"], unique=False)
    op.create_index(op.f("ix_correction_other_post_id"), "correction", ["other_post_id"], unique=False)
