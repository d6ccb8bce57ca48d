"""Which rights a team's channel does not give the bot."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Add a column; of the channels there are nothing is known to be lacking."""
    op.add_column("team_channel", sa.Column("lacks", sa.String(length=32), nullable=False, server_default=""))
