"""Pages for what went wrong: what happened, what to do."""

import sqlalchemy.exc
import structlog
from flask import Flask, Response, jsonify, make_response, render_template, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from search.engine import IndexBeingMadeError
from voronka.errors import VoronkaError
from webui import no_index, signed_in
from webui.i18n import _
from webui.observing import route

log = structlog.get_logger(__name__)


class Refused(HTTPException):
    """A request that is turned down with a code, and in words: what happened, what to do."""

    def __init__(self, code: int, title: str, advice: str = "") -> None:
        super().__init__(advice)
        self.code = code
        self.title = title
        self.advice = advice


def init(app: Flask) -> None:
    """Register the designed error pages."""
    app.register_error_handler(HTTPException, _refused)
    app.register_error_handler(IndexBeingMadeError, _without_index)
    app.register_error_handler(VoronkaError, _unavailable)
    app.register_error_handler(sqlalchemy.exc.OperationalError, _unavailable)
    app.register_error_handler(500, _failed)


def _refused(error: HTTPException) -> AnyResponse | tuple[Response | str, int]:
    code = error.code or 500
    if code < 400:
        return error.get_response()
    if isinstance(error, Refused):
        return _page(code, error.title, error.advice)
    titles = {
        404: _("Такой страницы нет"),
        405: _("Так сюда не обращаются"),
        410: _("Этого объявления больше нет"),
        413: _("Отправлено слишком много сразу: разделите на части"),
        414: _("Слишком длинный адрес"),
    }
    return _page(code, titles.get(code, _("Запрос не удалось понять")))


def _without_index(error: IndexBeingMadeError) -> AnyResponse:
    response = make_response(_page(503, no_index.title(error)))
    response.headers["Retry-After"] = no_index.RETRY_AFTER
    return response


def _unavailable(error: Exception) -> tuple[Response | str, int]:
    log.error("page failed", route=route(), error=str(error))
    return _page(503, _("Данные сейчас недоступны"))


def _failed(error: Exception) -> tuple[Response | str, int]:
    cause = getattr(error, "original_exception", None) or error
    log.error("page failed", route=route(), error=repr(cause), exc_info=cause)
    return _page(500, _("Что-то сломалось у нас"))


def _page(code: int, title: str, advice: str = "") -> tuple[Response | str, int]:
    if request.path.startswith("/api/"):
        return jsonify(error=title, status=code), code
    # a page that speaks of a failure must not need what may have failed
    signed_in.ask_no_more()
    return render_template("error.html", code=code, title=title, advice=advice, plain=True), code
