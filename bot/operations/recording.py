"""What of a turn is kept: nothing of phones, cards and addresses, which no answer needs a second time."""

import json
import re
from hashlib import sha256
from typing import Any

from bot.messages import json_of
from bot.nlu.utterance import LONGEST
from bot.operations.privacy import hidden, mask, pieces
from knowledge.store import Turn
from knowledge.text.tokens import clean

READ = 4 * LONGEST  # characters of a message; the advisor reads no further
BROKEN_OFF = re.compile(r"[\w.@+() -]{1,40}\Z", re.ASCII)  # what is cut in two is not recognised any more


def kept_id(client_id: str | None) -> str | None:
    """A sender's message id as it is kept; one that looks like a person's number only as its digest."""
    if client_id is None or not pieces(client_id):
        return client_id
    return sha256(client_id.encode("utf-8", "replace")).hexdigest()


def kept_text(text: str) -> str:
    """What was typed as it is kept: cleaned, its first ``LONGEST`` characters, masked."""
    typed = clean(text)
    return mask(typed if len(typed) <= LONGEST else BROKEN_OFF.sub("", typed[:LONGEST]))


def without_personal_data(text: str, turn: Turn, state: str) -> tuple[Turn, str]:
    """The turn that answers ``text`` and the state after it, without the personal data in that text.

    Answers and states hold nothing else of a person's: they are made of this text, of what was kept before, and of
    the document.
    """
    found = {piece.sign: piece.placeholder for piece in pieces(clean(text[:READ]))}
    if not found:
        return turn, state
    payload: dict[str, Any] = json.loads(turn.payload)
    shown = {key: value if key == "conversation" else hidden(value, found) for key, value in payload.items()}
    return turn._replace(reply=hidden(turn.reply, found), payload=json_of(shown)), json_of(
        hidden(json.loads(state), found)
    )
