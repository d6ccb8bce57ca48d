"""Errors that reach the user as one clear line."""


class VoronkaError(Exception):
    """Something failed in a foreseen way; the message says what, where, and what to do.

    The command line prints ``str(error)`` as one line and exits with 2; ``--debug`` adds the traceback.
    """
