"""A Bot API on loopback for a bot that receives: queued updates, kept messages, buttons that can be pressed."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

TOKEN = "12345:an-invented-token"
BOT = {"id": 12345, "is_bot": True, "first_name": "Воронка", "username": "voronka_test_bot"}
NOON = 1_764_590_400  # 1 December 2025, 12:00 UTC
Json = dict[str, Any]


def person(number: int = 77, language: str | None = "ru") -> Json:
    return {"id": number, "is_bot": False, "first_name": "Инна"} | ({"language_code": language} if language else {})


def channel(title: str = "Вакансии дня", username: str | None = "invented_jobs") -> Json:
    return {"id": -1001234, "type": "channel", "title": title} | ({"username": username} if username else {})


@dataclass
class BotApi:
    """What a bot's server knows; ``faults`` are answers that it gives before it does anything (None: breaks the line).

    ``on_idle`` is called when everything was taken and confirmed: a test's end.
    """

    updates: list[Json] = field(default_factory=list)
    sent: list[Json] = field(default_factory=list)
    changed: list[Json] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    deleted: list[int] = field(default_factory=list)
    faults: dict[str, list[tuple[int, Json] | None]] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    member: Json = field(default_factory=lambda: _member({}))
    port: int = 0
    on_idle: Any = None
    _messages: dict[int, Json] = field(default_factory=dict)
    _next: int = 0

    # -- what people do ----------------------------------------------------------------------------------------

    def write(self, text: str | None, sender: Json | None = None, **more: Any) -> int:
        """Somebody writes to the bot; gives the message's number."""
        sender = sender or person()
        message: Json = {
            "message_id": self._number(), "date": NOON, "from": sender,
            "chat": {"id": sender["id"], "type": "private", "first_name": sender["first_name"]},
        }  # fmt: skip
        message |= ({"text": text} if text is not None else {}) | more
        self._messages[message["message_id"]] = message
        self._queue("message", message)
        return int(message["message_id"])

    def post_in_channel(self, text: str, where: Json | None = None) -> None:
        """Somebody posts in a channel in which the bot is an administrator."""
        message = {"message_id": self._number(), "date": NOON, "chat": where or channel(), "text": text}
        self._queue("channel_post", message)

    def give_rights(self, may: Json | None = None, *, told: bool = True, where: Json | None = None) -> None:
        """Somebody gives the bot rights in a channel (None: makes it nobody there); ``told``: Telegram says so."""
        former, self.member = self.member, _member(may)
        if told:
            change = {
                "chat": where or channel(), "from": person(), "date": NOON, "old_chat_member": former,
                "new_chat_member": self.member,
            }  # fmt: skip
            self._queue("my_chat_member", change)

    def edit(self, number: int, text: str) -> None:
        """Somebody edits their message."""
        self._messages[number] |= {"text": text, "edit_date": NOON + 60}
        self._queue("edited_message", self._messages[number])

    def delete(self, number: int) -> None:
        """Somebody deletes their message; buttons under answers to it lead nowhere then."""
        del self._messages[number]

    def press(self, label: str, sender: Json | None = None, *, place: int = -1, too_old: bool = False) -> None:
        """Somebody presses a button under one of the bot's messages (the last one)."""
        shown = self.sent[place]
        rows = shown["reply_markup"]["inline_keyboard"]
        [data] = [button["callback_data"] for row in rows for button in row if button["text"] == label]
        self.press_data(data, sender, place=place, too_old=too_old)

    def press_data(self, data: str, sender: Json | None = None, *, place: int = -1, too_old: bool = False) -> None:
        """A press with these data, whatever the buttons are."""
        shown, sender = self.sent[place], sender or person()
        chat = {"id": int(shown["chat_id"]), "type": "private"}
        message = {"message_id": shown["message_id"], "date": 0, "chat": chat}
        if not too_old:
            message |= {"date": NOON, "from": BOT, "text": shown["text"]}
            original = self._messages.get(shown.get("reply_parameters", {}).get("message_id"))
            message |= {} if original is None else {"reply_to_message": original}
        query = {"id": str(self._number()), "from": sender, "chat_instance": "1", "data": data, "message": message}
        self._queue("callback_query", query)

    def _queue(self, name: str, value: Json) -> None:
        self.updates.append({"update_id": self._number(), name: json.loads(json.dumps(value))})

    def _number(self) -> int:
        self._next += 1
        return self._next

    # -- what the bot does -------------------------------------------------------------------------------------

    def answer(self, method: str, form: Json) -> tuple[int, Json] | None:
        self.calls.append(method)
        if self.faults.get(method):
            return self.faults[method].pop(0)
        return 200, {"ok": True, "result": getattr(self, f"do_{method}")(form)}

    def do_getMe(self, _form: Json) -> Json:
        return BOT

    def do_getUpdates(self, form: Json) -> list[Json]:
        offset = int(form.get("offset") or 0)
        self.updates = [update for update in self.updates if update["update_id"] >= offset]
        if not self.updates and self.on_idle is not None:
            self.on_idle()
        return self.updates[: int(form.get("limit", 100))]

    def do_sendMessage(self, form: Json) -> Json:
        form["message_id"] = self._number()
        self.sent.append(form)
        chat = {"id": int(form["chat_id"]), "type": "private"}
        return {"message_id": form["message_id"], "date": NOON, "chat": chat, "text": form["text"]}

    def do_editMessageText(self, form: Json) -> bool:
        self.changed.append(form)
        for sent in self.sent:
            if sent["message_id"] == int(form["message_id"]):
                sent.pop("reply_markup", None)
                sent |= {"text": form["text"], "reply_markup": form.get("reply_markup", {"inline_keyboard": []})}
        return True

    def do_deleteMessage(self, form: Json) -> bool:
        self.deleted.append(int(form["message_id"]))
        return True

    def do_getChatMember(self, _form: Json) -> Json:
        return self.member

    def do_answerCallbackQuery(self, form: Json) -> bool:
        self.heard.append(form["callback_query_id"])
        return True


@contextmanager
def running_api() -> Iterator[BotApi]:
    """The server, for as long as the context lasts."""
    api = BotApi()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            form = {name: _value(values[0]) for name, values in parse_qs(body).items()}
            head, _, method = self.path.rpartition("/")
            assert head == f"/bot{TOKEN}", head
            answer = api.answer(method, form)
            if answer is None:
                self.close_connection = True
                return
            code, value = answer
            data = json.dumps(value).encode()
            self.send_response(code)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    api.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield api
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _member(may: Json | None) -> Json:
    """The bot in a channel: an administrator with all rights but those given here, or nobody any more."""
    if may is None:
        return {"status": "left", "user": BOT}
    names = ("post_messages", "edit_messages", "delete_messages")
    others = (
        "manage_chat", "manage_video_chats", "restrict_members", "promote_members", "change_info", "invite_users",
        "post_stories", "edit_stories", "delete_stories",
    )  # fmt: skip
    rights = {f"can_{name}": may.get(name, True) for name in names} | {f"can_{name}": False for name in others}
    return {"status": "administrator", "user": BOT, "can_be_edited": False, "is_anonymous": False, **rights}


def _value(text: str) -> Any:
    return json.loads(text) if text.startswith(("{", "[")) else text


def fault(code: int, description: str, **parameters: Any) -> tuple[int, Json]:
    return code, {"ok": False, "error_code": code, "description": description, "parameters": parameters}
