"""Questions about different things in one message, each put by a piece of its own: each is answered from its clause."""

import re
from collections.abc import Sequence

from bot.copies import replace
from bot.dialogue.asked import NO_QUESTION, Piece, asked, put
from bot.dialogue.claims import UNITS, claimed_figures
from bot.dialogue.fallbacks import names_document
from bot.dialogue.fallbacks import of_document as said_of
from bot.dialogue.result import TurnResult
from bot.dialogue.state import Topic
from bot.dialogue.subject import subject
from bot.dialogue.told_part import part
from bot.dialogue.turn import Turn
from bot.nlu.phrases import mentions
from bot.replies.build import hit_of
from bot.replies.told import told_reply
from bot.replies.views import Extra, Told, ToldView
from knowledge.classifier.match import Hit
from knowledge.records.model import Clause
from knowledge.text.tokens import fold

NOT_OURS = "not_ours"  # the kind of an answer that only names what is not answered
DOCUMENT, WHO = "document", "who"
OF_THE_DOCUMENT = (DOCUMENT, "when", "claim", "other", "meaning", "list")  # kinds that are asked of a document too
PERHAPS = 0.3  # score of a kind of question that is answered beside another
THE_SAME = re.compile(
    "^(?:那?[这它那](?:个|件|项|条)?(?:事儿?|东西|政策)?|(?:这|那)些?)(?=[市县归该由找是属谁哪能要在怎咋])"
)  # 「这个事市里归谁管」
ENOUGH, AHEAD = 0.3, 1.5  # score of a clause that is meant though that is not sure, and how far it must be ahead


def several(turn: Turn) -> TurnResult | None:
    """None where all is about one thing. What is asked besides and is not ours is named."""
    given = {one.start for one in turn.utterance.figures if one.kind in UNITS}
    if given - {one.start for one in claimed_figures(turn)}:
        return None
    parts: list[Told] = []
    pieces = put(turn)
    for place, piece in enumerate(pieces):
        if len(parts) + len(pieces) - place < 2:
            return None
        if (told := _piece(turn, piece, parts)) and not _is_said(told, parts):
            parts.append(told)
    homes = list(dict.fromkeys(one.home for one in parts if one.home))
    if len(parts) < 2 or not homes or (turn.utterance.match.verdict == "none" and not _is_counted(turn)):
        return None
    return _reply(turn, parts, homes)


def several_apart(turn: Turn) -> TurnResult | None:
    """The same where the message itself says that it asks several things and they are of several clauses: what one of
    them alone would have worked out is not asked of the whole."""
    if turn.current is not None or turn.state.stray or not _is_counted(turn):
        return None
    result = several(turn)
    view = result.reply.view if result else None
    homes = {one.home for one in view.answers if one.home} if isinstance(view, ToldView) else set()
    return result if len(homes) > 1 else None


def _is_counted(turn: Turn) -> bool:
    """Whether the message itself says that it asks several things."""
    return any(piece.counted for piece in put(turn))


def _is_said(told: Told, parts: Sequence[Told]) -> bool:
    """Whether the same was answered already: one answer for each clause, or measure of it, beside whom to ask, and one
    about the document."""
    about = told.home, told.kind in (DOCUMENT, WHO)
    alike = [one for one in parts if (one.home, one.kind in (DOCUMENT, WHO)) == about]
    apart = told.measure and alike and all(one.measure not in (None, told.measure) for one in alike)
    return told.kind != NOT_OURS and bool(alike) and not apart


def _piece(turn: Turn, piece: Piece, before: Sequence[Told]) -> Told | None:
    """The answer to one piece; None where it is not known what it is about. What names nothing of its own (「该问
    哪个部门」) is asked of what was asked ``before``."""
    alone = turn.beginning(piece.whole)
    match, question = alone.utterance.match, asked(turn.beginning(piece.text))[0]
    of_document = question.kind in OF_THE_DOCUMENT and names_document(alone.utterance)
    same = THE_SAME.search(piece.text) is not None or (bool(before) and _names_nothing(alone))
    if (same or (match.verdict == "meta" and not of_document)) and before and (home := before[-1].home):
        return replace(part(alone, question, home, before[-1].measure, alone=True), home=home)
    if match.verdict == "meta":
        return Told(DOCUMENT, document=said_of(alone))
    if match.verdict == "none" and (piece.counted or piece.besides):
        topic = turn.utterance.knowledge.topics.get(match.section)
        return Told(NOT_OURS, passage=piece.text, refer=topic.refer if topic else "")
    heard = question.kind not in NO_QUESTION and question.score >= PERHAPS
    if not heard or not match.hits or not _is_plain(match.verdict, match.hits):
        return None
    clause, measure = subject(alone)
    return replace(part(alone, question, clause, measure, alone=True), home=clause)


def _names_nothing(turn: Turn) -> bool:
    """Whether neither a measure nor the clause that it may be about is named (「明年还能再报不」)."""
    match = turn.utterance.match
    if match.verdict != "unsure" or any(one.by_name for one in turn.choices):
        return False
    clause = turn.utterance.knowledge.policy(match.hits[0].policy).clause(match.hits[0].clause)
    return not mentions(turn.utterance.folded, map(fold, clause.words))


def _is_plain(verdict: str, hits: Sequence[Hit]) -> bool:
    """Whether a piece is surely about a clause, or far more about one than about any other."""
    ahead = hits[0].score >= AHEAD * max((hit.score for hit in hits[1:]), default=0.0)
    return verdict == "sure" or (hits[0].score >= ENOUGH and ahead)


def _reply(turn: Turn, parts: Sequence[Told], homes: Sequence[Clause]) -> TurnResult:
    knowledge, first = turn.utterance.knowledge, homes[0]
    hits = [hit_of(knowledge, clause.policy, clause.id) for clause in homes]
    extra = Extra(repaired=turn.utterance.match.repaired)
    reply = told_reply(knowledge, first, parts, hits, extra=extra)
    topic = Topic(first.policy, first.id)
    return TurnResult(reply, turn.state.on(topic, choices=(), asked="", said=(), last_text=turn.utterance.text))
