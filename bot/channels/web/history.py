"""What was said in a talk, as the page shows it again: a change made in a card stands in that card's place."""

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from aiohttp import web

from bot.channels.web.cards import NEW, Place, Shown, card, short_of
from bot.channels.web.exchange import BROUGHT_BACK, Given
from bot.channels.web.session import Session
from bot.channels.web.site import Site, fragment, site_of
from bot.messages import ReplyKind, Unused
from bot.replies.lines import of_words
from bot.replies.render import say
from knowledge.store import StoreError, Turn

log = logging.getLogger("fudaoyuan")
SHOWN = BROUGHT_BACK
STORY = 100  # characters of a message that is folded, and what was heard of it listed
HERE = "here-"  # how the ids of messages begin that were sent from within a card
SUMS = (ReplyKind.CALCULATION, ReplyKind.ASK, ReplyKind.EXPIRED)


@dataclass(frozen=True, slots=True)
class ShownTurn:
    """One turn as the page shows it.

    ``short``: its card in one line; ``since``: what was changed in the card; ``ids``: the sender's ids of all that was
    said in it.
    """

    text: str
    html: str
    short: str = ""
    since: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()

    @property
    def long(self) -> bool:
        return len(self.text) > STORY


def in_place(client_id: str | None) -> str | None:
    """The id of a message that was sent from within a card."""
    return f"{HERE}{client_id}"[:64] if client_id else None


def shown_as(text: str, client_id: str | None, total: int = 0, *, story: bool = False) -> Shown:
    """How the card that answers a message is shown."""
    place = Place.HERE if (client_id or "").startswith(HERE) else Place.CHAT
    return Shown(place, total, story or len(text) > STORY, asked=text)


def history(request: web.Request, session: Session) -> tuple[ShownTurn, ...]:
    """The last turns as cards."""
    return cards_of(request, turns_of(request, session))


def turns_of(request: web.Request, session: Session) -> Sequence[Turn]:
    """The last turns as they are kept; none when they cannot be read."""
    try:
        return site_of(request).answering.store.turns(session.conversation, SHOWN)
    except StoreError as error:
        log.error("a conversation cannot be read: %s", error)
        return ()


def is_over(site: Site, turns: Sequence[Turn]) -> bool:
    """Whether nobody has gone on with the talk for so long that somebody else may sit there now."""
    idle = site.settings.page.idle_minutes
    return bool(idle and turns) and site.now() - datetime.fromisoformat(turns[-1].at) > timedelta(minutes=idle)


def cards_of(request: web.Request, turns: Sequence[Turn]) -> tuple[ShownTurn, ...]:
    """The turns as cards; what cannot be answered the same again is shown by its words."""
    site = site_of(request)
    site.answering.bring_back(turns)
    groups = _grouped(turns)
    return tuple(_said(request, site, group, group is groups[-1]) for group in groups)


def _grouped(turns: Sequence[Turn]) -> list[list[Turn]]:
    """Each turn with those that changed its card."""
    groups: list[list[Turn]] = []
    for turn in turns:
        if groups and _changes(turn, groups[-1][-1]):
            groups[-1].append(turn)
        else:
            groups.append([turn])
    return groups


def _changes(turn: Turn, before: Turn) -> bool:
    of_sums = turn.kind in SUMS and before.kind in SUMS
    return of_sums and turn.measure == before.measure and (turn.client_id or "").startswith(HERE)


def _said(request: web.Request, site: Site, group: Sequence[Turn], last: bool) -> ShownTurn:
    first, turn = group[0], group[-1]
    given = site.answering.remembered(turn.conversation, turn.client_id)
    given = given or Given(turn.reply, {"kind": turn.kind}, None)
    payloads = [json.loads(one.payload or "{}") for one in group]
    total = max(len(one.get("unconfirmed", ())) for one in payloads)
    aside = tuple(Unused(**one) for payload in payloads[:-1] for one in payload.get("unused", ()))
    shown = Shown(Place.HERE if len(group) > 1 else Place.CHAT, total, len(first.text) > STORY, aside, first.text)
    short = short_of(given.reply) if given.reply else first_line(given.text)
    ids = tuple(one.client_id for one in group if one.client_id)
    return ShownTurn(first.text, html_of(request, given, shown, live=last), short, _since(group), ids)


def _since(group: Sequence[Turn]) -> tuple[str, ...]:
    """What was changed, without what was taken back."""
    kept: list[str] = []
    for turn in group[1:]:
        if turn.text != say().undo():
            kept.append(turn.text)
        elif kept:
            kept.pop()
    return tuple(kept)


def first_line(text: str) -> str:
    return text.partition("\n")[0]


def html_of(request: web.Request, given: Given, shown: Shown = NEW, *, live: bool) -> str:
    """A card, or plainer when only the words are left."""
    site = site_of(request)
    if given.reply is None:
        return fragment(request, "past", lines=of_words(given.text), kind=given.payload.get("kind", "smalltalk"))
    return card(given.reply, site.knowledge, site.phrasebook(), site.day(), live=live, shown=shown)
