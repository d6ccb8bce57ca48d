"""What can go wrong with a source, each as one clear line: what failed and what to do."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    NotSupported,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from scrapy.spidermiddlewares.httperror import HttpError

from voronka.errors import VoronkaError
from voronka.health import Rate

UNREACHABLE = (CannotResolveHostError, DownloadConnectionRefusedError, DownloadTimeoutError)
"""The host did not answer at all: other sources on the same host need not wait for it again."""

DOWNLOAD = (
    *UNREACHABLE,
    DownloadFailedError,
    DownloadCancelledError,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
    IgnoreRequest,
    NotSupported,
    OSError,
)
"""Everything by which a download ends without an answer."""


@dataclass(frozen=True, slots=True)
class Lost:
    """A field that is no longer where it was: which, how often it was found yet, and what stands there now."""

    field: str
    present: Rate
    markup: str


class SourceError(VoronkaError):
    """A source cannot be read (on); the message says what failed and what to do, without source and URL.

    ``url`` is the page at which it failed, where it is another one than the page asked for. ``unreachable`` is true
    where the host did not answer at all. ``until``: the site itself said not to ask before. ``lost`` shows the part of
    the page that has changed.
    """

    def __init__(
        self,
        problem: str,
        *,
        url: str | None = None,
        unreachable: bool = False,
        until: datetime | None = None,
        lost: Lost | None = None,
    ) -> None:
        super().__init__(problem)
        self.url = url
        self.unreachable = unreachable
        self.until = until
        self.lost = lost


class PassingError(SourceError):
    """The answer is not what the site has there (it is empty, or broke off): the next run asks for it again."""


class BlockedError(SourceError):
    """The site does not want to be read by us (403, captcha, login, robots.txt): stop and tell, never a way round."""


_TOO_LARGE = "the answer is larger than allowed and was refused; see VORONKA_MAX_PAGE_BYTES"


def fault_of(error: BaseException, url: str) -> SourceError:
    """What an exception of a download at ``url`` means."""
    if isinstance(error, SourceError):
        return error
    host = urlsplit(url).hostname or url
    match error:
        case CannotResolveHostError():
            return SourceError(f"the name {host} cannot be resolved; is there a network?", unreachable=True)
        case DownloadConnectionRefusedError():
            return SourceError(f"cannot connect to {host}; is there a network, is the site up?", unreachable=True)
        case DownloadTimeoutError():
            return SourceError("no answer in time; collect again later", unreachable=True)
        case ResponseDataLossError():
            return SourceError("the answer broke off in the middle; collect again later")
        case DownloadCancelledError():
            return SourceError(_TOO_LARGE)
        case IgnoreRequest() if "during decompression" in str(error):
            return SourceError(_TOO_LARGE)
        case UnsupportedURLSchemeError() | NotSupported():
            return SourceError("not an http(s) address; it is not followed")
        case HttpError():
            status = error.response.status
            return SourceError(f"answered {status}; {_advice(status)}")
        case IgnoreRequest() if str(error) == "Forbidden by robots.txt":
            return BlockedError("robots.txt forbids this page; ask the site's owner, or switch the source off")
        case IgnoreRequest() if "not in cache" in str(error):
            return SourceError("is not in the recording; record it anew or replay another one")
        case IgnoreRequest():
            return SourceError(f"was not followed ({error}); look at the page in a browser")
        case DownloadFailedError() | OSError():
            return SourceError(f"the download failed ({type(error).__name__}: {error}); collect again later")
        case VoronkaError():
            return SourceError(str(error))
    return SourceError(
        f"unexpected {type(error).__name__}: {str(error)[:200]}; this is a defect of the spider, please report it"
    )


def _advice(status: int) -> str:
    if status in (404, 410):
        return "the page is gone: is the address still right?"
    if status >= 500:
        return "the site has trouble: collect again later"
    return "look at the page in a browser"
