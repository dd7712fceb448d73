"""Turns that compute nothing: what cannot be read, a cancel, questions about the document, what is not ours."""

from bot.dialogue.result import Turned
from bot.dialogue.state import State
from bot.messages import ReplyKind
from bot.nlu.utterance import LONGEST, Heard
from bot.replies.build import meta_reply, plain_reply
from knowledge.records.model import Measure

META = ("number", "issuer", "basis", "count", "retroactive", "title", "validity")


def refused(heard: Heard, state: State) -> Turned | None:
    if len(heard.text) > LONGEST:
        return Turned(plain_reply(ReplyKind.REFUSED, reason="long", longest=LONGEST), state)
    if not heard.text.strip():
        return Turned(plain_reply(ReplyKind.REFUSED, reason="empty"), state)
    if not heard.readable:
        return Turned(plain_reply(ReplyKind.REFUSED, reason="unreadable"), state)
    return None


def cancelled(heard: Heard, state: State) -> Turned | None:
    if not (heard.wants("cancel") or heard.is_exactly("cancel_exact")):
        return None
    return Turned(plain_reply(ReplyKind.CANCELLED, had=bool(state.topic.clause)), State(unit=""))


def after_the_end(heard: Heard, state: State) -> Turned | None:
    """「2030年还能申请吗」: a year beyond the document's term, asked without any figure to compute with."""
    policy = heard.knowledge.policies[0]
    years = [str(f.value)[:4] for f in heard.figures if f.kind == "date" and not isinstance(f.value, tuple)]
    if not years or max(years) <= str(policy.valid_to.year) or any(f.kind == "money" for f in heard.figures):
        return None
    return Turned(meta_reply(policy, "validity", heard.day), state)


def about_document(heard: Heard, state: State) -> Turned | None:
    if heard.match.verdict != "meta" or (state.asked and not names_document(heard)):
        return None
    policy = heard.knowledge.policies[0]
    return Turned(meta_reply(policy, _meta_section(heard), heard.day), state)


def names_document(heard: Heard) -> bool:
    """In the middle of a calculation only plain words about the document are taken for a question about it."""
    return heard.wants("document", *(f"meta_{name}" for name in META))


def _meta_section(heard: Heard) -> str:
    """What about the document is asked: its plainest words decide, else the nearest example's section."""
    return next((name for name in META if heard.wants(f"meta_{name}")), heard.match.section)


def not_ours(heard: Heard, state: State) -> Turned | None:
    match = heard.match
    topic = heard.knowledge.topics.get(match.section)
    reminder = open_question(heard, state)
    if match.verdict == "smalltalk":
        return Turned(plain_reply(ReplyKind.SMALLTALK, topic=topic, reminder=reminder), state)
    if match.verdict == "none":
        return Turned(plain_reply(ReplyKind.OUT_OF_SCOPE, topic=topic, reminder=reminder), state)
    return None


def open_question(heard: Heard, state: State) -> str:
    """The words of the question still open, to be repeated at the end of an aside."""
    measure = current(heard, state)
    if not measure or not state.asked:
        return ""
    record, condition = measure.input(state.asked), measure.condition(state.asked)
    return record.ask if record and record.ask else condition.question if condition else ""


def current(heard: Heard, state: State) -> Measure | None:
    return heard.knowledge.measure(state.topic.measure, state.topic.policy) if state.topic.measure else None


def unknown(heard: Heard, state: State) -> Turned:
    return Turned(plain_reply(ReplyKind.OUT_OF_SCOPE, topic=None, reminder=open_question(heard, state)), state)
