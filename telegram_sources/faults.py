"""What can go wrong with Telegram, each as one clear line: what failed and what to do."""

from datetime import datetime

from telethon import errors

from voronka.errors import VoronkaError

_ENDED = (
    errors.UnauthorizedError,
    errors.AuthKeyNotFound,
    errors.AuthKeyDuplicatedError,
    errors.AuthKeyInvalidError,
    errors.UserDeactivatedError,
    errors.UserDeactivatedBanError,
)
_NO_ACCESS = (
    errors.ChannelPrivateError,
    errors.ChannelPublicGroupNaError,
    errors.ChatForbiddenError,
    errors.UserBannedInChannelError,
    errors.ChatAdminRequiredError,
)
_NO_NAME = (errors.UsernameNotOccupiedError, errors.UsernameInvalidError)


class TelegramError(VoronkaError):
    """Nothing can be read from Telegram at all, whatever the channel."""


class LoggedOutError(TelegramError):
    """The session is no longer valid: no use in trying again."""


class ChannelError(VoronkaError):
    """One channel cannot be read (on); the others go on."""


class GoneError(ChannelError):
    """A channel that is not there for us: asked for again seldom, not at every run."""


class FloodError(ChannelError):
    """Telegram wants a call left alone for long; ``on_wire``: it has just said so, otherwise we remembered."""

    def __init__(self, method: str, until: datetime, *, on_wire: bool) -> None:
        super().__init__(f"Telegram wants {method} left alone until {until:%Y-%m-%d %H:%M} UTC (flood wait)")
        self.method = method
        self.until = until
        self.on_wire = on_wire


def explained(error: Exception) -> VoronkaError:
    """What an exception of the client means."""
    if isinstance(error, VoronkaError):
        return error
    if isinstance(error, _ENDED):
        return LoggedOutError(
            f"Telegram: the session is no longer valid ({_code(error)}): it was ended, or used from two places; "
            "log in again: voronka telegram login"
        )
    if isinstance(error, errors.ApiIdInvalidError):
        return TelegramError("Telegram: TELEGRAM_API_ID and TELEGRAM_API_HASH do not belong together; look them up")
    if isinstance(error, _NO_ACCESS):
        return GoneError(f"the channel is private, or this account was banned from it ({_code(error)})")
    if isinstance(error, _NO_NAME):
        return GoneError("nobody has this user name any more; correct its row in telegram_sources/channels.yml")
    if isinstance(error, errors.FloodWaitError):  # of a call by which a client begins; others are waited for
        return TelegramError(f"Telegram wants {_method(error)} left alone for {error.seconds} s; try again then")
    if isinstance(error, errors.RPCError):
        return ChannelError(f"Telegram refused {_method(error)} ({_code(error)}); try again later")
    if isinstance(error, OSError | EOFError | TimeoutError):
        return TelegramError(
            f"Telegram: the connection failed ({str(error) or type(error).__name__}); is there a network? "
            "where Telegram is blocked, set TELEGRAM_PROXY"
        )
    return TelegramError(
        f"Telegram: unexpected {type(error).__name__}: {str(error)[:200]}; this is a defect, please report it"
    )


def _code(error: Exception) -> str:
    """The error as Telegram names it: AUTH_KEY_UNREGISTERED."""
    if isinstance(error, errors.RPCError) and "message" in vars(error) and error.message:
        return str(error.message)  # one that the client has no class for
    name = type(error).__name__.removesuffix("Error")
    return "".join(f"_{c}" if c.isupper() and place else c for place, c in enumerate(name)).upper()


def _method(error: errors.RPCError) -> str:
    return type(error.request).__name__.removesuffix("Request") if error.request is not None else "the call"
