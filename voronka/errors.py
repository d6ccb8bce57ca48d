"""Errors that reach the user as one clear line."""


class VoronkaError(Exception):
    """Something failed in a foreseen way; the message says what, where, and what to do.

    The command line prints ``str(error)`` as one line and exits with 2; ``--debug`` adds the traceback.
    """


class RefusedError(VoronkaError):
    """What somebody asked for cannot be done; ``code`` and ``values`` let an interface say why in its own words."""

    def __init__(self, code: str, message: str, **values: object) -> None:
        super().__init__(message)
        self.code = code
        self.values = values
