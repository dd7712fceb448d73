"""Why a message was understood so: where it lands, and what was heard in it, each with what speaks for it."""

from collections.abc import Iterator, Sequence
from datetime import date

from bot.advisor import Advisor, Live
from bot.dialogue.frames import relocated
from bot.dialogue.side_by_side import Desk, respond_among
from bot.dialogue.state import State
from bot.dialogue.turn import Turn
from bot.listening.listener import LearntListener, Reason
from bot.messages import Message
from bot.nlu.utterance import Utterance

KINDS = {"act": "做什么", "fact": "条件", "role": "数"}


def explain_turn(live: Live, texts: Sequence[str], day: date) -> str:
    """The talk ``texts`` is held, and its last message explained: acts, roles of its figures, conditions, each with its
    score (about 1 sure, 0 not at all) and the words that speak for it."""
    state = State()
    for text in texts[:-1]:
        state = respond_among(Utterance.read(text, day, live.knowledge, live.matcher), state, live.desks).state
    known = live.desks.get(state.topic.policy or live.knowledge.site.main, Desk(live.knowledge, live.matcher))
    turn = relocated(Turn(Utterance.read(texts[-1], day, *known), state))
    return "\n".join([_where(turn), *_heard(turn), *_taken(turn)])


def _where(turn: Turn) -> str:
    if turn.current is None:
        return "谈到：还没有谈到哪一项"
    asked = f"，刚问过 {turn.state.asked}" if turn.state.asked else ""
    return f"谈到：{turn.current.name}{asked}"


def _heard(turn: Turn) -> Iterator[str]:
    listener = turn.utterance.matcher.listener
    if not isinstance(listener, LearntListener) or not listener.knows(turn.setting):
        yield "没有标注过的话可学，只按词表判断"
        return
    for reason in listener.why(turn.utterance, turn.setting):
        yield _line(reason)


def _line(reason: Reason) -> str:
    of = f"“{reason.of}”" if reason.of else ""
    evidence = f"  因为 {'、'.join(reason.evidence)}" if reason.evidence else ""
    return f"{KINDS[reason.kind]}{of}：{reason.tag}  {reason.score:.2f}{evidence}"


def _taken(turn: Turn) -> Iterator[str]:
    if turn.current is None:
        return
    taken = turn.given(turn.current).taken
    for key, slot in taken.filling.inputs.items():
        yield f"记下：{key} = {slot.value}（{slot.text}）"
    for key, value in taken.facts.items():
        yield f"记下：{key} = {value}"
    for one in taken.filling.aside:
        yield f"没用上：{one.figure.text}（{one.why}）"


VERDICTS = {
    "sure": "有把握",
    "unsure": "没把握，给几个选项",
    "meta": "问文件本身",
    "none": "不归我们管",
    "smalltalk": "闲聊",
}


def explain(live: Live, text: str) -> str:
    """Where a question lands and why: verdict, clauses with their reasons, what was repaired."""
    match = live.matcher.explain(text)
    lines = [f"判断：{VERDICTS[match.verdict]}" + (f"（{match.section}）" if match.section else "")]
    lines += [f"按“{meant}”理解“{said}”" for said, meant in match.repaired]
    lines += [f"  因为 {reason}" for reason in match.reasons]
    for hit in match.hits:
        lines.append(f"{hit.clause}  {hit.title}  {hit.score:.3f}")
        lines += [f"       {reason}" for reason in hit.reasons]
    return "\n".join(lines)


def tried(live: Live, policy: str, lines: Sequence[str], day: date) -> Iterator[str]:
    """Each line of one talk with its reply; one that another document than ``policy`` answers is marked."""
    advisor = Advisor(live, None)
    for line in lines:
        reply = advisor.reply(Message("try", line, day, "desk"))
        others = {one["policy"] for one in reply.payload["clauses"][:1]} - {policy}
        strange = [f"（这一句答的是 {'、'.join(others)}，不是 {policy}）"] if others else []
        yield "\n".join([f"问：{line}", *strange, reply.text])
