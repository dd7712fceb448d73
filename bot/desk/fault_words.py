"""What is wrong with a draft, as those read it who work at the desk: the page where it is mended and what to do there,
in place of a file, a key and a line to write."""

import re
from dataclasses import dataclass

from bot.desk.differences import FILES, LABELS
from bot.measures.case import FORMULAS
from calculators.declared import Part
from knowledge.records.faults import DataError
from knowledge.records.model import Knowledge, Measure

OF_MEASURE = re.compile(r"measure(?: 第\d+个)?（([^）]+)）\s*(.*)", re.DOTALL)
PART = re.compile(r"(figure|input|condition)(?: 第(\d+)个)?(?:（([^）]*)）)?\s*(\w*)")
PARTS = {"figure": "数字", "input": "要问的数", "condition": "条件", "written": "文件写没写"}
SAID: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (r"。?怎么写：fudaoyuan knowledge formulas \w+", ""),
        (
            r'请补一个 figure（封顶写 role = "cap"）；是另一件事的封顶，就写进 elsewhere = \["……"\]',
            "用“添一个数”补上封顶；管的是别的事，就抄进“同一句里的封顶，管的是别的事”",
        ),
        (r'请在一个figure里写 role = "\w+"（([^）]+(?:（[^）]*）)?)）', r"用“添一个数”补上“\1”"),
        (r'请在一个input里写 role = "\w+"（([^）]+(?:（[^）]*）)?)）', r"用“添一个要问的数”补上“\1”"),
        (r'请(?:补上|写)一个 (?:role = |input )"?\w+"?[^。]*input', "用“添一个要问的数”补上"),
        (
            r'请补一段 \[\[measure\.written\]\]：of = "\w+"，value = "\w+"（([^）]+)），quote = "([^"]+)"',
            r"在“文件写没写”里选“\1”，原话抄“\2”",
        ),
        (r"公式 \w+ 需要角色「\w+」(?:（或「\w+」）)*，没有 (?:figure|input) 担任", "还少一个数"),
        (r"请从原文一字不差地复制|请从 document\.txt 一字不差地复制", "请从原文一字不差地复制"),
        (
            r"角色(「\w+」)有 (\d+) 个 (?:figure|input) 担任。一个角色只能由一个担任，请改掉别的 role",
            r"\1有 \2 个，只能有一个，请去掉别的",
        ),
        (r"请从上一版恢复 document\.txt", "文件原文不能改，请把这份文件去掉重新导入"),
    )
)
ROLE = r"(?<![A-Za-z_/「]){}(?![A-Za-z_/])|「{}」"


FOR_FILES = re.compile(r"（[^（）]*[A-Za-z][^（）]*）")  # what a part's meaning says of keys


def means_of(part: Part) -> str:
    """What a role of a formula is, without what only those need who write files."""
    return FOR_FILES.sub("", part.means)


@dataclass(frozen=True, slots=True)
class Told:
    """One fault: ``where`` it is, the ``path`` of the page that mends it ("" where there is none), and what to do."""

    where: str
    path: str
    words: str

    def __str__(self) -> str:
        return f"{self.where}：{self.words}" if self.where else self.words


def told(fault: DataError, known: Knowledge) -> Told:
    """One fault of the files, for the desk."""
    folder, _, file = fault.file.rpartition("/")
    policy = folder.removeprefix("policies/") if folder.startswith("policies/") else ""
    found = OF_MEASURE.match(fault.key) if file == "measures.toml" else None
    words = str(fault).removeprefix(f"{fault.file}：{fault.key}：")
    if found is None:
        return Told(f"{FILES.get(file, file)}（{_called(fault.key)}）", "", plainly(words))
    measure = next((one for one in known.measures if (one.policy, one.id) == (policy, found[1])), None)
    where = f"政策点「{measure.name if measure else found[1]}」{_part(found[2], measure)}"
    return Told(where, f"/desk/measures/{policy}/{found[1]}", plainly(words, measure))


def plainly(words: str, measure: Measure | None = None) -> str:
    """The fault without names of files, keys and roles, as far as the desk has words of its own for them."""
    for pattern, said in SAID:
        words = pattern.sub(said, words)
    formula = FORMULAS.get(measure.formula) if measure else None
    for role, part in {**formula.inputs, **formula.figures}.items() if formula else ():
        means = means_of(part).partition("（")[0]
        words = re.sub(ROLE.format(role, role), f"“{means}”", words)
    return words.rstrip("。") + "。"


def _part(key: str, measure: Measure | None) -> str:
    """Which part of the measure, by what it is called."""
    found = PART.match(key.strip())
    if found is None:
        label = LABELS.get(key.strip(), PARTS.get(key.strip(), ""))
        return f"的“{label}”" if label else ""
    label = LABELS.get(found[4], "")
    name = _name(found[1], found[3] or "", measure)
    return f"的{PARTS[found[1]]}{f'“{name}”' if name else ''}{f'的{label}' if label else ''}"


def _name(part: str, key: str, measure: Measure | None) -> str:
    if measure is None:
        return ""
    formula = FORMULAS.get(measure.formula)
    for one in measure.figures if part == "figure" else ():
        if one.key == key:
            means = formula.figures[one.role].means if formula and one.role in formula.figures else ""
            return one.label or means.partition("（")[0]
    for record in measure.inputs if part == "input" else ():
        if record.key == key:
            return record.label
    return next((one.question for one in measure.conditions if part == "condition" and one.key == key), "")


def _called(key: str) -> str:
    return LABELS.get(key.strip(), key.strip())
