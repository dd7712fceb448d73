"""Measures: a form for each from what its formula declares, a calculator beside it, a figure changed from a day on, a
new one by a known formula, and one stopped at once with a public sentence."""

from collections.abc import Mapping
from datetime import date

from aiohttp import web
from multidict import MultiDict

from bot.channels.desk.asking import Ask
from bot.channels.desk.drafting import files_now, keep
from bot.channels.desk.routes import Entry, Table
from bot.desk.fault_words import told
from bot.desk.measure_form import (
    change_from,
    conflicts_of,
    figure_name,
    form_of,
    only_changed,
    path_of,
    shown_figure,
    written_back,
)
from bot.desk.measure_parts import (
    NEW,
    inputs_open,
    kinds_of,
    record_of,
    roles_open,
    unused,
    with_condition,
    with_figure,
    with_input,
    without_part,
)
from bot.desk.new_measure import open_sums, with_measure, without_measure
from bot.desk.pausing import paused_files, resumed_files
from bot.measures.assess import Standing
from bot.measures.case import FORMULAS
from bot.replies.form import reply_to_form
from bot.replies.phrasebook import phrasebook_of
from bot.replies.render import render
from knowledge.publish import Files
from knowledge.records.measure import FigureRecord
from knowledge.records.model import Clause, Knowledge, KnowledgeError, Measure, Policy
from knowledge.store import StoreError

routes = Table()
menu = Entry(30, "/desk/measures", "政策点", "viewer")
CALC = "c."  # in front of what is typed into the calculator


@routes.get("/desk/measures", "viewer")
def measures(ask: Ask) -> web.Response:
    """All measures with their figures, those that are stopped marked."""
    files = files_now(ask)
    known, faults = ask.desk.known.of(files)
    rows = [(one, _figures(one)) for one in known.measures]
    formulas = sorted((one.name, one.title) for one in FORMULAS.values())
    clauses = [(f"{p.id} {c.id}", _place(known, p, c)) for p in known.policies for c in p.clauses]
    left = [(one, found) for one in known.policies if (found := open_sums(files, one))]
    return ask.page(
        "measures",
        rows=rows,
        faults=[told(one, known) for one in faults],
        formulas=formulas,
        clauses=clauses,
        paused=_paused(ask),
        left=left,
        fresh=_fresh(ask, known),
        known=FORMULAS,
        places={(p.id, c.id): _place(known, p, c) for p in known.policies for c in p.clauses},
    )


@routes.post("/desk/measures", "editor")
def add(ask: Ask) -> web.Response:
    """A new measure by a known formula: figures and words are filled in from the clause, to be looked at."""
    files = files_now(ask)
    known, _ = ask.desk.known.of(files)
    policy, _, clause = ask.text("clause").partition(" ")
    name, place, changed = with_measure(files, known, policy, clause, ask.text("formula"), ask.text("quote"))
    keep(ask, changed, f"添政策点：{place.printed}{place.title}（{FORMULAS[ask.text('formula')].title}）")
    return ask.go(f"/desk/measures/{policy}/{name}", "添好了，数字是从原文里照次序填的，请逐个核对。")


@routes.get("/desk/measures/{policy}/{name}", "viewer")
def measure(ask: Ask) -> web.Response:
    return _page(ask)


@routes.post("/desk/measures/{policy}/{name}", "editor")
def save(ask: Ask) -> web.Response:
    """Into the draft, faults and all: they are shown, each at its field, and keep it from being handed in."""
    files, policy, name = files_now(ask), ask.match("policy"), ask.match("name")
    if ask.form.get("remove") == "yes":
        keep(ask, without_measure(files, policy, name), f"去掉政策点：{_name(ask, files, policy, name)}", files)
        return ask.go("/desk/measures", "从草稿里去掉了。")
    if conflicts_of(files, policy, name, ask.form) and ask.form.get("anyway") != "yes":
        return _page(ask, 409, ask.form)
    path = path_of(policy)
    try:
        text = written_back(files, policy, name, only_changed(ask.form))
    except KnowledgeError as error:
        return _page(ask, 400, ask.form, str(error))
    if text == files.get(path):
        return ask.go(ask.path, "没有改什么。")
    try:
        keep(ask, {path: text}, f"政策点：{_name(ask, files, policy, name)}", files)
    except StoreError as error:
        if error.kind != "changed":
            raise
        return _page(ask, 409, ask.form)
    return ask.go(ask.path, "存进草稿了。")


@routes.post("/desk/measures/{policy}/{name}/parts", "editor")
def parts(ask: Ask) -> web.Response:
    """A figure or a condition more, or one of the parts taken away."""
    files, policy, name = files_now(ask), ask.match("policy"), ask.match("name")
    what = _name(ask, files, policy, name)
    try:
        if ask.text("take"):
            changed, done = without_part(files, policy, name, ask.text("take")), "去掉一项"
        elif ask.text("part") == "condition":
            changed, done = with_condition(files, policy, name, ask.form), "添一个条件"
        elif ask.text("part") == "input":
            changed, done = with_input(files, policy, name, ask.form), "添一个要问的数"
        else:
            changed, done = with_figure(files, policy, name, ask.form), "添一个数"
        keep(ask, changed, f"{done}：{what}", files)
    except KnowledgeError as error:
        return _page(ask, 400, words=str(error))
    return ask.go(f"/desk/measures/{policy}/{name}", f"{done}，存进草稿了。")


@routes.post("/desk/measures/{policy}/{name}/figure", "editor")
def figure(ask: Ask) -> web.Response:
    """A figure that is another from a day on."""
    files, policy, name = files_now(ask), ask.match("policy"), ask.match("name")
    what = f"{_name(ask, files, policy, name)}：{_figure_name(ask, files)}"
    try:
        changed = change_from(
            files,
            policy,
            name,
            ask.text("key"),
            value=ask.text("value"),
            since=_day(ask.text("since")),
            quote=ask.text("quote"),
            notice=_notice(ask),
        )
        keep(ask, dict(changed), f"{what} {ask.text('since')} 起改成 {ask.text('value')}", files)
    except KnowledgeError as error:
        return _page(ask, 400, words=str(error))
    return ask.go(f"/desk/measures/{policy}/{name}", "存进草稿了。看看下面有没有标出来的错，再试算一次。")


@routes.post("/desk/measures/{policy}/{name}/try", "editor")
def calculate(ask: Ask) -> web.Response:
    """The sum by what is typed into the form, saved or not, as of any day. Keeps nothing."""
    files, policy, name = files_now(ask), ask.match("policy"), ask.match("name")
    try:
        text = written_back(files, policy, name, only_changed(ask.form))
        tried = {**files, path_of(policy): text}
        known, faults = ask.desk.known.of(tried)
        if faults:
            return ask.page("calculated", words="", faults=[told(one, known) for one in faults])
        one = known.measure(name, policy)
        return ask.page("calculated", words=_answer(known, one, ask.form, _day(ask.text("day"))), faults=[])
    except KnowledgeError as error:
        return ask.page("calculated", words="", faults=[str(error)])


@routes.post("/desk/measures/{policy}/{name}/pause", "approver")
def pause(ask: Ask) -> web.Response:
    """Stops a measure at once: no second signature, since a wrong sum must not be given for a minute longer."""
    office, policy, name = ask.desk.office, ask.match("policy"), ask.match("name")
    files = paused_files(ask.desk.store.files_of(office.published()), policy, name, ask.text("says"))
    office.at_once(ask.person, ask.hand(), files, "pause", name, f"停用 {name}：{ask.text('says')}")
    return ask.go("/desk/measures", "停用了，几秒钟以后就不给数了。")


@routes.post("/desk/measures/{policy}/{name}/resume", "approver")
def resume(ask: Ask) -> web.Response:
    office, policy, name = ask.desk.office, ask.match("policy"), ask.match("name")
    files = resumed_files(ask.desk.store.files_of(office.published()), policy, name)
    office.at_once(ask.person, ask.hand(), files, "resume", name, f"恢复 {name}")
    return ask.go("/desk/measures", "恢复了，几秒钟以后照常给数。")


def _page(ask: Ask, status: int = 200, typed: Mapping[str, str] | None = None, words: str = "") -> web.Response:
    files, policy, name = files_now(ask), ask.match("policy"), ask.match("name")
    known, faults = ask.desk.known.of(files)
    if not any(one.policy == policy and one.id == name for one in known.measures):
        raise web.HTTPNotFound
    one = known.measure(name, policy)
    clause = next((c for p in known.policies if p.id == policy for c in p.clauses if c.id == one.clause), None)
    record = next((r for r in known.handouts if (r.policy, r.of) == (policy, name)), None)
    questions = [q for q in phrasebook_of(known).questions(one, Standing()) if q.chips] if not faults else []
    row = record_of(files, policy, name)
    kinds = [*kinds_of(row), (NEW, "新的一种（写上叫法）")] if any(one.of for one in one.figures) else []
    return ask.page(
        "measure",
        status,
        left=len(open_sums(files, known.policy(policy))) if policy in _fresh(ask, known) else 0,
        fresh_document=policy in _fresh(ask, known),
        addable=roles_open(one.formula, row),
        asked=[e.text for e in known.examples if (e.policy, e.label, e.section) == (policy, one.clause, name)],
        askable=inputs_open(one.formula, row),
        unused=unused(clause, one, known.measures) if clause else [],
        kinds=kinds,
        form=form_of(files, policy, name, faults, typed, known=known),
        measure=one,
        clause=clause,
        notices=next(p.amendments for p in known.policies if p.id == policy),
        example=dict(record.example) if record else {},
        questions=questions,
        keys=list(dict.fromkeys((row.key, _called(one, row)) for row in one.figures)),
        formula=FORMULAS[one.formula].title,
        paused=_paused(ask).get(one.key, ""),
        words=words,
        typed=typed or {},
        others=_others(ask, policy),
    )


def _place(known: Knowledge, policy: Policy, clause: Clause) -> str:
    """A clause as it is printed; with its document where there are several."""
    whose = f"《{policy.short_title}》" if len(known.policies) > 1 else ""
    return f"{whose}{clause.printed}{clause.title}"


def _fresh(ask: Ask, known: Knowledge) -> set[str]:
    """The documents that are in the draft and not yet in force."""
    return {one.id for one in known.policies} - {one.id for one in ask.desk.knowledge.policies}


def _paused(ask: Ask) -> dict[str, str]:
    """Measures that are stopped just now, by key: in what is published, whatever a draft says."""
    known, _ = ask.desk.known.of(ask.desk.store.files_of(ask.desk.office.published()))
    return {one.key: one.paused for one in known.measures if one.paused}


def _others(ask: Ask, policy: str) -> list[tuple[int, str, str]]:
    """Drafts of others that change the measures of this policy too."""
    office, mine = ask.desk.office, ask.draft()
    found = []
    for draft in office.drafts():
        if draft.state in ("open", "review", "due") and (mine is None or draft.number != mine.number):
            changed = {file.path: file.by for file in office.changed(draft)}
            if path_of(policy) in changed:
                found.append((draft.number, draft.title, changed[path_of(policy)]))
    return found


def _notice(ask: Ask) -> dict[str, str]:
    """The notice that says so: one that is known, a new one, or {} for the document itself."""
    if chosen := ask.text("notice"):
        return {"id": chosen}
    if not ask.text("title"):
        return {}
    day = _day(ask.text("issued_on"))
    return {
        "title": ask.text("title"),
        "number": ask.text("doc_number"),
        "issuer": ask.text("issuer"),
        "issued_on": day.isoformat(),
        "text": ask.text("words") or ask.text("quote"),
    }


def _answer(known: Knowledge, measure: Measure, form: Mapping[str, str], day: date) -> str:
    """What the advisor would say to the calculator's fields on that day."""
    given = MultiDict((key.removeprefix(CALC), value) for key, value in form.items() if key.startswith(CALC))
    reply, _ = reply_to_form(known, measure, given, day)
    return render(reply)


def _name(ask: Ask, files: Files, policy: str, name: str) -> str:
    """What a measure is called."""
    known, _ = ask.desk.known.of(files)
    return next((one.name for one in known.measures if (one.policy, one.id) == (policy, name)), name)


def _figure_name(ask: Ask, files: Files) -> str:
    """What the figure of the form is called."""
    known, _ = ask.desk.known.of(files)
    home = ask.match("policy"), ask.match("name")
    rows = [(one, row) for one in known.measures if (one.policy, one.id) == home for row in one.figures]
    return next((_called(one, row) for one, row in rows if row.key == ask.text("key")), ask.text("key"))


def _called(measure: Measure, row: FigureRecord) -> str:
    return figure_name(measure.formula, row.key, row.role, row.label)


def _figures(measure: Measure) -> list[str]:
    return [
        f"{_called(measure, row)} {shown_figure(str(row.value), row.unit)}"
        + (f"（{row.since} 起）" if row.since > date.min else "")
        + (f"（到 {row.until}）" if row.until < date.max else "")
        for row in measure.figures
    ]


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise KnowledgeError("日期写成 2027-01-01 这样。") from None
