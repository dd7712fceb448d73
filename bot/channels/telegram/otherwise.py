"""Other ways to say what Telegram refused: without marks, buttons, thread or reply, in pieces, in another chat."""

import json

from bot.channels.messenger.calls import Payload, dumped
from bot.channels.telegram.html import split, units, words_of
from knowledge.store import Rewrite

Call = tuple[str, Payload]  # method and arguments
TOO_LONG = ("message is too long", "MESSAGE_TOO_LONG")
NO_THREAD = ("thread not found", "TOPIC_CLOSED", "TOPIC_DELETED", "TOPIC_ID_INVALID")
NO_REPLY = ("replied not found", "reply message not found", "replied message not found", "REPLY_MESSAGE_ID_INVALID")
SHORTEST = 16  # units of a piece: a server that finds even that too long is not talking about the length


def simplified(method: str, payload: Payload, words: str) -> Call | None:
    """Another way to say it after a refusal in these ``words``; None when there is none."""
    if method == "answerCallbackQuery":
        return None
    if "entities" in words and not payload.get("plain"):
        return method, {**payload, "plain": True}
    if method == "editMessageText":
        return "sendMessage", {key: value for key, value in payload.items() if key != "edit"}
    if "BUTTON" in words and payload.get("keyboard"):
        return method, {**payload, "keyboard": None}
    if any(reason in words for reason in TOO_LONG):
        return _in_pieces(method, payload)
    return _elsewhere(method, payload, words)


def following(payload: Payload) -> Payload | None:
    """What is to be said after this piece; None when it is the last."""
    first, *rest = payload.get("next") or [None]
    return {**first, "next": rest} if first else None


def in_chat(method: str, payload: Payload, chat: int) -> Call:
    """The same in the chat that the old one became. Its messages and threads have other numbers there."""
    if method == "answerCallbackQuery":
        return method, payload
    gone = {"edit": None, "thread": None, "reply_to": None}
    rest = [in_chat(method, piece, chat)[1] for piece in payload.get("next") or ()]
    return "sendMessage", {**payload, **gone, "chat": chat, "next": rest}


def rewritten(chat: int) -> Rewrite:
    """``in_chat`` for arguments as they are kept."""

    def rewrite(method: str, payload: str) -> tuple[str, str]:
        name, arguments = in_chat(method, json.loads(payload), chat)
        return name, dumped(arguments)

    return rewrite


def _elsewhere(method: str, payload: Payload, words: str) -> Call | None:
    """In the chat itself when the topic is closed or gone, then as no reply: a reply leads back into its topic."""
    topic = any(reason in words for reason in NO_THREAD)
    if topic and payload.get("thread"):
        return method, {**payload, "thread": None}
    if (topic or any(reason in words for reason in NO_REPLY)) and payload.get("reply_to"):
        return method, {**payload, "reply_to": None}
    return None


def _in_pieces(method: str, payload: Payload) -> Call | None:
    """The first half, and the rest to follow; the buttons stay with the last."""
    longest = (units(words_of(payload["html"])) + 1) // 2
    if longest < SHORTEST:
        return None
    pieces = [{**payload, "html": piece, "keyboard": None, "next": []} for piece in split(payload["html"], longest)]
    pieces[-1]["keyboard"] = payload.get("keyboard")
    for piece in pieces[1:]:
        piece["reply_to"] = None
    return method, {**pieces[0], "next": [*pieces[1:], *(payload.get("next") or ())]}
