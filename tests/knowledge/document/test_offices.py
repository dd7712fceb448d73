"""Offices by role, however the document names them."""

import pytest

from knowledge.document.folding import folded
from knowledge.document.offices import first_leads, offices_in


def read(text: str, *, first: bool = False) -> tuple[list[str], list[str], list[str], list[str]]:
    found = offices_in(text, folded(text), first_is_lead=first)
    return found.lead, found.coop, found.resp, found.guide


CASES = [
    ("做事。（牵头单位：市科技局；配合单位：市财政局、市税务局）", (["市科技局"], ["市财政局", "市税务局"], [], [])),
    (
        "做事。(牵头部门: 市科技局;配合部门: 市财政局， 各县（市、区）政府)",
        (["市科技局"], ["市财政局", "各县（市、区）政府"], [], []),
    ),
    (
        "做事。〔责任单位：市科委（市外专局），市财政局；市教委〕",
        ([], [], ["市科委（市外专局）", "市财政局", "市教委"], []),
    ),
    ("做事。（指导单位：省科技厅；责任单位：市科技局）", ([], [], ["市科技局"], ["省科技厅"])),
    ("做事。（责任单位：市科技局，完成时限：2025年底）", ([], [], ["市科技局"], [])),
    ("做事。\n责任单位：市科委　市财政局　各区政府", ([], [], ["市科委", "市财政局", "各区政府"], [])),
    ("做事。牵头单位：市科委。配合单位：市民政局、市国资委等。", (["市科委"], ["市民政局", "市国资委"], [], [])),
    ("做事。（市科技局、市财政局按职责分工负责）", ([], [], ["市科技局", "市财政局"], [])),
    ("做事。（省科技厅牵头，省财政厅、省税务局按职责分工负责）", (["省科技厅"], ["省财政厅", "省税务局"], [], [])),
    ("做事。（由市商务局牵头，市财政局配合）", (["市商务局"], ["市财政局"], [], [])),
    ("做事。（市科技局会同市财政局负责）", (["市科技局"], ["市财政局"], [], [])),
    ("做事。（市科技局和市财政局、市工业和信息化局负责）", ([], [], ["市科技局", "市财政局", "市工业和信息化局"], [])),
    ("做事。（市发展和改革委等部门负责）", ([], [], ["市发展和改革委"], [])),
    ("由市科技局会同市财政局制定办法。", (["市科技局"], ["市财政局"], [], [])),
    ("县级以上人民政府科学技术行政部门应当会同有关部门制定办法。", ([], [], [], [])),
    ("支持龙头企业牵头，联合高校攻关。", ([], [], [], [])),
    ("企业应当缴费（含税），并对结果负责。", ([], [], [], [])),
]


@pytest.mark.parametrize(("text", "wanted"), CASES)
def test_offices_by_role(text: str, wanted: tuple[list[str], ...]) -> None:
    assert read(text) == wanted


def test_the_first_leads_where_the_document_says_so_once() -> None:
    rule = "（财政部、科技部负责。列第一位者为牵头单位，下同）"
    assert first_leads(folded(rule)) and not first_leads(folded("（财政部、科技部负责）"))
    assert read(rule, first=True) == (["财政部"], ["科技部"], [], [])
    assert read("（科技部、财政部等有关部门负责）", first=True) == (["科技部"], ["财政部"], [], [])


def test_several_brackets_of_a_clause_are_put_together() -> None:
    text = "做甲。（责任单位：市科委）做乙。（责任单位：市财政局、市科委）"
    assert read(text) == ([], [], ["市科委", "市财政局"], [])
