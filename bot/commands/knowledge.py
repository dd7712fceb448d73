"""What the ``knowledge`` commands print."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from bot.bootstrap import finders, taught_first
from bot.listening import listener
from bot.measures.contract import checked
from calculators.wording import money, percent
from knowledge.classifier.cache import SHIPPED
from knowledge.classifier.confidence import FILE
from knowledge.classifier.fit import fit, report, write
from knowledge.classifier.match import is_learnt
from knowledge.classifier.model import Tell
from knowledge.document.reading import read_document
from knowledge.document.terms import CALLED, terms
from knowledge.records.files import shipped_files
from knowledge.records.model import Clause, Knowledge, KnowledgeError, Measure, Policy
from knowledge.records.narrowed import narrowed
from knowledge.records.schema import read_toml
from knowledge.store import Question, Questions


def check_folder(folder: str | None, today: date) -> str:
    """Reads and checks a data folder (the shipped one by default). Raises KnowledgeError with a line a fault."""
    known = checked(shipped_files(Path(folder)) if folder else shipped_files(), today=today)
    clauses = sum(len(policy.clauses) for policy in known.policies)
    look = "".join(f"{line}\n" for policy in known.policies for line in _untold(known, policy))
    return (
        f"{look}没有问题：{len(known.policies)} 份文件，{clauses} 条，{len(known.measures)} 个政策点，"
        f"{len(known.examples)} 句例句，LPR 到 {known.lpr[-1].since}"
    )


def _untold(known: Knowledge, policy: Policy) -> Iterator[str]:
    """What the document seems to say of all its sums while nobody wrote down whether it does: replies say no."""
    path = f"policies/{policy.id}/policy.toml"
    written = read_toml(known.files, path).table
    found = terms(policy.text, read_document(policy.text).clauses)
    for key in CALLED:
        said = [one.quote for one in found if one.of == key]
        if said and key not in written and not any(getattr(one.terms, key) for one in policy.clauses):
            yield (
                f"请看看：{path} 没有 {key}，答复会说文件未写明；原文像是写了「{said[0]}」。"
                f'是这个意思就抄进去，不是就写 {key} = ""'
            )


def learn_shipped(tell: Tell) -> str:
    """Learns from the shipped data and keeps it beside the program. Raises OSError when it cannot be written."""
    known = checked(shipped_files())
    _, desks = finders(known, SHIPPED, tell)
    heard = narrowed(known, taught_first(known)[0].id) if desks else known
    kept = [known, *(alone for alone, _ in desks.values())]
    if not listener.is_learnt(heard, SHIPPED) or not all(is_learnt(one, SHIPPED) for one in kept):
        raise OSError(f"写不进 {SHIPPED}。请用装程序的那个用户再执行一次；不学也能用，第一次启动会慢几秒")
    return f"学好了：{len(known.examples)} 句例句，{len(known.annotated)} 句标注过的话"


def fit_shipped(tell: Tell, path: Path = FILE) -> str:
    """Fits the weights of confidence to the shipped examples and writes them to ``path``; what thresholds would give.

    Raises OSError when the file cannot be written.
    """
    fitted = fit(checked(shipped_files()), tell=tell)
    try:
        write(fitted, path)
    except OSError as error:
        raise OSError(f"写不进 {path}（{error.strerror}）。请用装程序的那个用户再执行一次") from None
    return f"{report(fitted)}\n写好了：{path}。重启以后按新的权重判断"


def list_published(known: Knowledge) -> str:
    """The documents with their clauses and measures, a line each."""
    lines = []
    for policy in known.policies:
        until = f"有效至 {policy.valid_to}" if policy.ends else "没有写到哪天为止"
        lines.append(f"{policy.title}（{policy.id}，第 {known.version} 版，{until}）")
        for clause in policy.clauses:
            lines.append(f"  {clause.id}  {clause.title}")
            lines += [
                f"       {m.id}  {m.name}" for m in known.measures if (m.policy, m.clause) == (policy.id, clause.id)
            ]
    return "\n".join(lines)


def list_questions(questions: Questions) -> str:
    """The questions left for staff, a line each."""
    lines = [f"{one.number}  {one.day}  {one.channel}  {one.text}{_call_back(one)}" for one in questions.open()]
    return "\n".join(lines) or "没有留下的问题。"


def _call_back(one: Question) -> str:
    return f"  回电 {one.phone}" if one.phone else ""


def close_question(questions: Questions, number: int) -> str:
    """Takes a question off the list. Raises KnowledgeError when it is not on it."""
    if not questions.close(number).result():
        raise KnowledgeError(f"单子上没有 {number} 号问题。用 fudaoyuan knowledge questions 看有哪些。")
    return f"{number} 号已经处理"


def show(known: Knowledge, name: str) -> str:
    """A clause by its number, or a measure by its id, of every policy that has one; with "policy/" before it, of that
    one. Raises KnowledgeError when there is no such thing."""
    measures = [_measure(one) for one in known.measures if name in (one.id, one.key)]
    clauses = [_clause(one) for policy in known.policies for one in policy.clauses if name in (one.id, one.key)]
    if not measures and not clauses:
        raise KnowledgeError(f"没有「{name}」。用 fudaoyuan knowledge list 看有哪些条款号和政策点。")
    return "\n\n".join((*measures, *clauses))


def _clause(clause: Clause) -> str:
    return "\n".join(
        (
            f"{clause.id}  {clause.printed}{clause.title}",
            clause.text,
            f"牵头：{'、'.join(clause.lead) or '（文件没有写）'}",
            f"配合：{'、'.join(clause.cooperate) or '（文件没有写）'}",
            *([f"责任单位：{'、'.join(clause.responsible)}"] if clause.responsible else []),
            *([f"指导：{'、'.join(clause.guide)}"] if clause.guide else []),
            f"一句话：{clause.summary}",
        )
    )


def _measure(measure: Measure) -> str:
    figures = [
        f"  {f.key} = {percent(f.value) if f.unit == 'ratio' else money(f.value)}  「{f.quote}」"
        for f in measure.figures
    ]
    return "\n".join(
        (
            f"{measure.id}  {measure.name}（条款 {measure.clause}，公式 {measure.formula}）",
            "数字：",
            *figures,
            "要问的数：" + "、".join(f"{i.label}（{i.key}）" for i in measure.inputs if i.required),
            "条件：" + "、".join(c.question for c in measure.conditions if not c.hidden),
        )
    )
