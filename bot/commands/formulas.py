"""What ``fudaoyuan knowledge formulas``, ``knowledge new`` and ``knowledge try`` print."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from bot.desk.new_measure import quotes_of
from bot.measures.case import FORMULAS
from bot.measures.promised import promised_in
from bot.measures.skeleton import example_record, example_result, new_record
from bot.settings import Settings
from calculators.core import Formula
from calculators.declared import Part
from calculators.wording import money
from knowledge.document.sums import promises
from knowledge.records.build import read
from knowledge.records.faults import DataError, Faults
from knowledge.records.files import PACKAGE, shipped_files
from knowledge.records.model import Clause, KnowledgeError, Policy

EACH = {"option": "每个选项一个，写 of", "band": "每一档一个，写 of", "kind": "可以每一种一个，写 of"}
UNITS = {
    "yuan": "元",
    "ratio": "比例",
    "months": "月",
    "date": "日期",
    "choice": "选项",
    "usd": "美元",
    "count": "个数",
}
INDENT = "    "


def list_formulas(name: str | None) -> str:
    """Every formula, a line each; of the one called ``name`` its roles, an example sentence, record and sum.

    Raises KnowledgeError when there is no such formula.
    """
    if name is None:
        width = max(map(len, FORMULAS))
        lines = [f"{one.name:<{width}}  {one.title}" for one in FORMULAS.values()]
        return "\n".join([*lines, "", "看一个怎么写：fudaoyuan knowledge formulas " + next(iter(FORMULAS))])
    return "\n".join(_described(_formula(name)))


def _formula(name: str) -> Formula:
    if name not in FORMULAS:
        raise KnowledgeError(f"没有「{name}」这个公式。可以写的有：{'、'.join(FORMULAS)}")
    return FORMULAS[name]


def _described(formula: Formula) -> Iterator[str]:
    yield f"{formula.name}  {formula.title}"
    yield "数字（figure）："
    yield from (f"{INDENT}{role}  {_part(part)}" for role, part in formula.figures.items())
    yield "要问的（input）："
    yield from (f"{INDENT}{role}  {_part(part)}" for role, part in formula.inputs.items())
    if not formula.inputs:
        yield f"{INDENT}（没有，一问就答）"
    for name, known in formula.ways.items():
        yield f"算法（ways）{name}："
        yield from (f"{INDENT}{value}  {means}" for value, means in known.items())
    for name, one in formula.opens.items():
        yield f"文件写明了的（written）{name}：{one.means}，原文写明了就写 [[measure.written]]，不写就按文件没写说"
        yield from (f"{INDENT}{value}  {means}" for value, means in one.values.items())
    for name, holes in formula.texts.items():
        shown = f"，可以用 {'、'.join(f'{{{hole}}}' for hole in holes)}" if holes else ""
        yield f"自己的话（texts）：{name}{shown}"
    result = example_result(formula)
    yield f"例句：{formula.example.sentence}"
    yield from (f"{INDENT}{step.words}" for step in result.steps)
    yield f"{INDENT}得 {money(result.amount)}" if result.amount is not None else f"{INDENT}只说范围，不给数"
    yield "这样写："
    yield example_record(formula)


def _part(part: Part) -> str:
    more = ["必填" if part.required and not (part.either or part.beside) else ""]
    more += [f"和 {'、'.join(part.either)} 至少写一个" if part.required and part.either else ""]
    more += [f"有 figure {'、'.join(part.beside)} 时{'必填' if part.required else '才用'}" if part.beside else ""]
    more += [EACH.get(part.each, "")]
    units = "或".join(UNITS[unit] for unit in part.units)
    return f"{part.means}（{'；'.join(filter(None, [units, *more]))}）"


def add_record(policy: str, formula: str, clause: str | None, root: str | None) -> str:
    """Adds the record of a formula to the policy's measures.toml and says what is left to be written.

    ``clause``: its number, the first one of the policy that promises such a sum when None. Raises KnowledgeError when
    there is no such formula, policy or clause, or the file cannot be written.
    """
    home = Path(root) if root else PACKAGE
    one, document = _formula(formula), _policy(home, policy)
    place = _clause(document, clause, one)
    path = home / "policies" / policy / "measures.toml"
    before = path.read_text("utf-8") if path.exists() else ""
    name = _free_name(place.id, before)
    several = len(promised_in(place, ())) > 1
    text = new_record(one, place, name, quotes_of(before, place.id), alone=not several)
    try:
        path.write_text("\n".join(filter(None, [before.rstrip("\n") + "\n" if before else "", text])), encoding="utf-8")
    except OSError as error:
        raise KnowledgeError(f"写不进 {path}（{error.strerror}）") from None
    return (
        f"写好了：{path} 里的 {name}（{place.printed}{place.title}，{one.title}）\n"
        f"数字是从原文里照次序填的，请逐个核对；叫法、问法和 words 请改成大家平时的说法\n"
        f"改完检查：fudaoyuan knowledge check {root or ''}".rstrip()
        + f'\n试一句：fudaoyuan knowledge try {policy} "{place.title}能给多少"'
    )


def _policy(home: Path, name: str) -> Policy:
    """The policy of a folder with its clauses, whatever its measures and the other policies are like."""
    files = shipped_files(home)
    if f"policies/{name}/policy.toml" not in files:
        raise KnowledgeError(f"没有「{name}」这份政策。现有的有：{'、'.join(_policies(files))}")
    of_text = {path: text for path, text in files.items() if path in {f"policies/{name}/{one}" for one in OF_TEXT}}
    faults = Faults()
    known = read({**shipped_files(), **of_text}, faults)
    own = [one for one in faults if one.file in of_text]
    if own:
        raise KnowledgeError(f"这份政策还读不了，请先改好：\n{DataError.of(own)}")
    return known.policy(name)


OF_TEXT = ("policy.toml", "document.txt", "clauses.toml")


def _policies(files: Mapping[str, str]) -> list[str]:
    return sorted({path.split("/")[1] for path in files if path.startswith("policies/")})


def _clause(policy: Policy, wanted: str | None, formula: Formula) -> Clause:
    """The clause of that number, or the first that promises what the formula computes. Raises KnowledgeError."""
    known = {one.id: one for one in policy.clauses}
    if wanted is not None and wanted not in known:
        raise KnowledgeError(f"{policy.id} 里没有 {wanted} 这一条。有：{'、'.join(known)}")
    if wanted:
        return known[wanted]
    for one in policy.clauses:
        if any(promise.formula == formula.name for promise in promises(one.id, one.text)):
            return one
    raise KnowledgeError(f"看不出哪一条像「{formula.title}」。请写明是哪一条，例如 --clause {policy.clauses[0].id}")


def _free_name(clause: str, text: str) -> str:
    """m2_3, then m2_3_2 …: no id that the file has."""
    taken = set(re.findall(r'(?m)^id\s*=\s*"([^"]+)"', text))
    stem = "m" + re.sub(r"\W", "_", clause)
    return next(name for name in (stem, *(f"{stem}_{n}" for n in range(2, len(taken) + 3))) if name not in taken)


def try_lines(policy: str, lines: Sequence[str], root: str | None, day: date, settings: Settings) -> str:
    """What the advisor would answer to these lines of one talk, with the policy of the folder beside all others;
    nothing is published. Raises KnowledgeError with a line for each fault of the files."""
    from bot.bootstrap import load
    from bot.desk.understanding import tried

    files = {**shipped_files(), **(shipped_files(Path(root)) if root else {})}
    if f"policies/{policy}/policy.toml" not in files:
        raise KnowledgeError(f"没有「{policy}」这份政策。现有的有：{'、'.join(_policies(files))}")
    return "\n\n".join(tried(load(files, 0, settings), policy, lines, day))
