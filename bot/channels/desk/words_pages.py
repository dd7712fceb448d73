"""Words and answers: a box to try what the draft answers, why it understood so, and one click to mend it."""

from dataclasses import dataclass
from datetime import date

from aiohttp import web

from bot.advisor import Advisor
from bot.channels.desk.asking import Ask
from bot.channels.desk.drafting import files_now, keep
from bot.channels.desk.routes import Entry, Table
from bot.desk import wording
from bot.desk.acts import ACTS
from bot.desk.fault_words import told
from bot.desk.understanding import explain, explain_turn
from bot.desk.wording import KIND_NAMES, Line
from bot.messages import Message
from knowledge.publish import Files
from knowledge.records.model import KnowledgeError
from knowledge.store import Draft

routes = Table()
menu = Entry(40, "/desk/words", "说法与答案", "viewer", ("/desk/answers", "/desk/try"))
SENTENCES = 8  # of a talk that is tried
SHOWN = 40  # answers on a page


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of a sentence. ``home``: clause it landed on, as the choice of the form is named."""

    say: str
    reply: str
    why: str
    home: str
    alike: tuple[Line, ...]


@routes.get("/desk/words", "viewer")
def words(ask: Ask) -> web.Response:
    """Everything that is learnt from, to be searched; synonyms; what to add."""
    return _words(ask)


@routes.post("/desk/words/example", "editor")
def example(ask: Ask) -> web.Response:
    """A question that belongs to a clause or a measure; or to nobody of us."""
    files, home, text = files_now(ask), ask.text("home"), ask.text("text")
    if topic := home.removeprefix("none ") if home.startswith("none ") else "":
        changed = wording.with_not_ours(files, topic, text)
    else:
        policy, clause, section = _home(home)
        changed = wording.with_examples(files, policy, clause, section, text)
    return _kept(ask, changed, f"例句「{'」「'.join(text.split(chr(10)))}」", files)


@routes.post("/desk/words/kind", "editor")
def kind(ask: Ask) -> web.Response:
    """What a question wants to know."""
    files, text = files_now(ask), ask.text("text")
    changed = wording.with_kind(files, ask.text("kind"), text)
    return _kept(ask, changed, f"问法「{text}」是{KIND_NAMES[ask.text('kind')]}", files)


@routes.post("/desk/words/turn", "editor")
def turn(ask: Ask) -> web.Response:
    """What a sentence does and which conditions it tells."""
    files, text = files_now(ask), ask.text("text")
    known, _ = ask.desk.known.of(files)
    acts = [act for act in ask.lists.get("act", ()) if act in ACTS]
    facts = {ask.text("fact"): ask.text("value") or "yes"} if ask.text("fact") in known.facts else {}
    policy, _, measure = ask.text("measure").partition("/")
    changed = wording.with_turn(files, policy or known.main.id, text, acts, facts, measure)
    return _kept(ask, changed, f"标注「{text}」", files)


@routes.post("/desk/words/synonym", "editor")
def synonym(ask: Ask) -> web.Response:
    files, word, saying = files_now(ask), ask.text("word"), ask.text("saying")
    if ask.form.get("remove"):
        return _kept(ask, wording.without_synonym(files, word, saying), f"近义词「{saying}」去掉", files)
    return _kept(ask, wording.with_synonym(files, word, saying), f"近义词「{saying}」就是「{word}」", files)


@routes.post("/desk/words/remove", "editor")
def remove(ask: Ask) -> web.Response:
    """Takes a sentence away."""
    files = files_now(ask)
    line = Line(ask.text("path"), ask.text("section"), ask.text("text"))
    return _kept(ask, wording.without_line(files, line), f"去掉「{line.text}」", files)


@routes.get("/desk/answers", "viewer")
def answers(ask: Ask) -> web.Response:
    """The written answers of a document, of one clause or measure, or with words in them."""
    return _answers(ask)


@routes.get("/desk/answers/{policy}/{place}", "viewer")
def answer(ask: Ask) -> web.Response:
    return _answer_page(ask)


@routes.post("/desk/answers/{policy}/{place}", "editor")
def save_answer(ask: Ask) -> web.Response:
    """An answer changed, or a new one (``new``)."""
    files, policy = files_now(ask), ask.match("policy")
    place = None if ask.match("place") == "new" else ask.number("place")
    if place is not None and ask.form.get("remove"):
        changed = wording.without_answer(files, policy, place, ask.text("was"))
        keep(ask, changed, f"去掉答案「{ask.text('was')}」", files)
        return ask.go(f"/desk/answers?policy={policy}", "存进草稿了。")
    if place is not None and (now := _now(files, policy, place)) != ask.text("was"):
        words = f"您打开以后，别人把第一句改成了：{now}。您填的都在，看过以后可以照您的存。"
        return _answer_page(ask, 409, words, was=now)
    try:
        changed = wording.with_answer(files, policy, place, _typed(ask))
        faults = _new_faults(ask, files, changed)
        if faults and not ask.form.get("anyway"):
            return _answer_page(ask, 400, "\n".join(faults))
        keep(ask, changed, f"答案「{ask.text('says')[:40]}」", files)
    except KnowledgeError as error:
        return _answer_page(ask, 400, str(error))
    return ask.go(f"/desk/answers?policy={policy}&of={ask.text('of')}", "存进草稿了。")


@routes.get("/desk/try", "viewer")
def box(ask: Ask) -> web.Response:
    """A box in which the draft answers."""
    return ask.page("try", **_trying(ask), say=ask.query.get("say", "")[:300], tried=None, waiting=False)


@routes.post("/desk/try", "viewer")
def tried(ask: Ask) -> web.Response:
    """The answer, as a page, or as a piece of it where a script asks; while examples are being learnt it says so."""
    piece = "HX-Request" in ask.request.headers
    files, talk = _chosen(ask), _talk(ask)
    ready = ask.desk.drafted.prepare(files)
    if piece and not ready.done():
        return ask.page("tried", tried=None, waiting=True, talk=talk, **_trying(ask))
    day = _day(ask)
    found = answer_of(ask, files, talk, day) if talk else None
    name = "tried" if piece else "try"
    more = {} if piece else {"say": ""}
    return ask.page(name, tried=found, waiting=False, talk=talk, **_trying(ask), **more)


def _words(ask: Ask, status: int = 200, words: str = "") -> web.Response:
    files, text = files_now(ask), " ".join(ask.query.get("text", "").split())[:50]
    known, _ = ask.desk.known.of(files)
    return ask.page(
        "words",
        status,
        text=text,
        found=wording.found_lines(files, text) if text else [],
        synonyms=wording.synonyms(files),
        homes=_homes(ask),
        kinds=list(KIND_NAMES.items()),
        words=words,
        own=[(one, one) for one in sorted({word for word, _ in wording.synonyms(files)} | set(known.words))],
    )


def _kept(ask: Ask, changed: dict[str, str | None], on: str, files: Files) -> web.Response:
    keep(ask, changed, on, files)
    ask.desk.drafted.prepare(files_now(ask))  # learnt while the next page is read
    back = ask.text("back")
    safe = back if back.startswith("/desk/") and back.isprintable() else "/desk/words"
    return ask.go(safe, "存进草稿了。")


def _new_faults(ask: Ask, files: Files, changed: dict[str, str | None]) -> list[str]:
    """What would be wrong that is not yet."""
    now = {str(one) for one in ask.desk.known.of(files)[1]}
    new = {**files, **{path: text for path, text in changed.items() if text is not None}}
    known, faults = ask.desk.known.of(new)
    return [str(told(one, known)) for one in faults if str(one) not in now]


def _answers(ask: Ask) -> web.Response:
    files = files_now(ask)
    known, _ = ask.desk.known.of(files)
    policy = ask.query.get("policy") or known.main.id
    if policy not in {one.id for one in known.policies}:
        raise web.HTTPNotFound
    of, text = ask.query.get("of", ""), ask.query.get("text", "").strip()[:50]
    found = [
        one
        for one in wording.answers(files, policy)
        if (not of or one.of == of) and (not text or text in one.says + one.quote + "".join(one.words))
    ]
    return ask.page(
        "answers",
        found=found[:SHOWN],
        more=len(found) - SHOWN,
        policy=policy,
        of=of,
        text=text,
        homes=_of(ask, policy),
        kinds=KIND_NAMES,
    )


def _answer_page(ask: Ask, status: int = 200, words: str = "", was: str = "") -> web.Response:
    files, policy = files_now(ask), ask.match("policy")
    known, _ = ask.desk.known.of(files)
    if policy not in {one.id for one in known.policies}:
        raise web.HTTPNotFound
    place = None if ask.match("place") == "new" else ask.number("place")
    records = wording.answers(files, policy)
    if place is not None and place >= len(records):
        raise web.HTTPNotFound
    record = records[place] if place is not None else None
    given = ask.form if ask.form else ask.query
    return ask.page(
        "answer",
        status,
        policy=policy,
        place=ask.match("place"),
        record=record,
        typed=ask.form,
        chosen=ask.lists.get("kind", record.kinds if record else ()),
        start=given,
        was=was or (record.says if record else ""),
        words=words,
        homes=_of(ask, policy),
        kinds=KIND_NAMES,
        clauses={c.id: c for p in known.policies if p.id == policy for c in p.clauses},
    )


def _typed(ask: Ask) -> dict[str, str | bool | list[str]]:
    def lines(name: str) -> list[str]:
        return [line.strip() for line in ask.text(name).splitlines() if line.strip()]

    if not ask.text("says"):
        raise KnowledgeError("请写上第一句怎么答。")
    if not ask.lists.get("kind"):
        raise KnowledgeError("请选这句话答的是哪几种问法。")
    return {
        "of": ask.text("of"),
        "kinds": list(ask.lists["kind"]),
        "words": lines("words"),
        "unless": lines("unless"),
        "says": " ".join(ask.text("says").split()),
        "quote": ask.text("quote"),
        "settles": ask.form.get("settles") == "yes",
    }


def _now(files: Files, policy: str, place: int) -> str:
    records = wording.answers(files, policy)
    return records[place].says if place < len(records) else ""


def _chosen(ask: Ask) -> dict[str, str]:
    """The files that are to answer: of the draft that is named, else of one's own, else those in force."""
    office, name = ask.desk.office, ask.form.get("draft") or ask.query.get("draft", "")
    if name == "0":
        return ask.desk.store.files_of(office.published())
    if name.isascii() and name.isdecimal() and len(name) < 9:
        return office.files(office.draft(int(name)))
    return files_now(ask)


def _talk(ask: Ask) -> list[str]:
    """What was said before, and the new sentence."""
    before = [one for one in ask.lists.get("before", ()) if one.strip()][-SENTENCES + 1 :]
    say = ask.text("say")[:500]
    return [*before, say] if say else list(before)


def answer_of(ask: Ask, files: Files, talk: list[str], day: date) -> Tried:
    """What these files answer to the last of these sentences, and why."""
    live = ask.desk.drafted.live(files)
    advisor = Advisor(live, None)
    answer = None
    for say in talk:
        answer = advisor.reply(Message("try", say, day, "desk"))
    assert answer is not None
    first = answer.payload["clauses"][:1]
    home = f"{first[0]['policy']} {first[0]['clause']} {answer.payload['measure'] or 'general'}" if first else ""
    why = f"{explain(live, talk[-1])}\n\n{explain_turn(live, talk, day)}"
    return Tried(talk[-1], answer.text, why, home, tuple(wording.alike(files, talk[-1])))


def _trying(ask: Ask) -> dict[str, object]:
    """What every form of the box needs."""
    office = ask.desk.office
    open_: list[Draft] = [one for one in office.drafts() if one.state in ("open", "review", "due")]
    own = ask.draft()
    chosen = ask.form.get("draft") or ask.query.get("draft") or (str(own.number) if own else "0")
    known, _ = ask.desk.known.of(files_now(ask))
    return {
        "drafts": [
            ("0", "正在用的这一版"),
            *((str(one.number), f"第 {one.number} 号草稿「{one.title}」") for one in open_),
        ],
        "chosen": chosen,
        "day": ask.form.get("day") or ask.desk.today.isoformat(),
        "homes": _homes(ask),
        "kinds": list(KIND_NAMES.items()),
        "acts": list(ACTS.items()),
        "facts": [(key, fact.label) for key, fact in sorted(known.facts.items()) if fact.label],
        "editing": own is not None,
    }


def _day(ask: Ask) -> date:
    try:
        return date.fromisoformat(ask.text("day"))
    except ValueError:
        return ask.desk.today


def _home(home: str) -> tuple[str, str, str]:
    parts = home.split(" ")
    if len(parts) != 3:
        raise KnowledgeError("请选这句话问的是哪一条。")
    return parts[0], parts[1], parts[2]


def _homes(ask: Ask) -> list[tuple[str, str]]:
    """Where a question can belong: each clause, each of its measures, and what is not ours."""
    known, _ = ask.desk.known.of(files_now(ask))
    found = []
    for policy in known.policies:
        for clause in policy.clauses:
            whose = f"{policy.place} " if len(known.policies) > 1 else ""
            found.append((f"{policy.id} {clause.id} general", f"{whose}{clause.printed}{clause.title}"))
            for one in known.measures:
                if one.home == (policy.id, clause.id):
                    found.append((f"{policy.id} {clause.id} {one.id}", f"　{one.name}"))
    return found + [(f"none {key}", f"不归我们管：{topic.label}") for key, topic in known.topics.items()]


def _of(ask: Ask, policy: str) -> list[tuple[str, str]]:
    """What an answer can be of: clauses and measures of a policy."""
    known, _ = ask.desk.known.of(files_now(ask))
    clauses = [(c.id, f"{c.printed}{c.title}") for p in known.policies if p.id == policy for c in p.clauses]
    return clauses + [(one.id, one.name) for one in known.measures if one.policy == policy]
