"""Places in a text: Telegram counts in units of UTF-16, Python in characters."""

from itertools import accumulate


class Offsets:
    """Turns offsets in units of UTF-16 of a text into offsets in characters."""

    def __init__(self, text: str) -> None:
        self._length = len(text)
        self._units: list[int] | None = None
        if not text.isascii() and max(text, default="") > "\uffff":
            self._units = list(accumulate((1 + (letter > "\uffff") for letter in text), initial=0))

    def at(self, unit: int) -> int:
        """The character that begins at a unit, or in which it lies; an offset out of the text is its nearer end."""
        if self._units is None:
            return min(max(unit, 0), self._length)
        low, high = 0, self._length
        while low < high:
            middle = (low + high + 1) // 2
            if self._units[middle] <= unit:
                low = middle
            else:
                high = middle - 1
        return low
