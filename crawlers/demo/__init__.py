"""The demo's recordings: pages that we invented, true to the sources' own form, and the WARC they are replayed from.

``posts/*.yml`` and ``sites/*.yml`` hold the texts; ``python -m crawlers.demo.build`` renders them to the HTML, JSON and
XML that the real sites would answer and writes RECORDING. ``expected.yml`` says what a right reading
of them gives. Nobody and nothing named in them exists; phones are of the range +7 (900) 000-XX-XX.
"""

from datetime import UTC, datetime
from pathlib import Path
from typing import Final

RECORDED_AT: Final = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
"""The instant at which the invented pages are as if recorded; the demo's clock stands still there."""

FOLDER: Final = Path(__file__).parent
RECORDING: Final = FOLDER / "recording.warc.gz"
