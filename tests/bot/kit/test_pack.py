"""The offline pack as a file: everything in it, nothing from elsewhere, and no text that could end its data."""

import json
import re
from dataclasses import replace
from datetime import date

from click.testing import CliRunner

from bot.cli import main
from bot.kit.pack import OFFLINE, computes_offline, offered, pack, pack_data
from bot.measures.case import FORMULAS
from bot.replies.render import TEMPLATES
from knowledge.records.model import Written

DAY = date(2025, 11, 22)


def test_it_holds_every_clause_calculator_and_sheet_and_asks_nobody_for_anything(known):
    html = pack(known, DAY, "https://fdy.example.cn", version="0.1.0")
    for clause in known.main.clauses:
        assert clause.title in html and clause.body[:40] in html
    assert html.count("data-measure=") == len(known.measures)
    assert html.count('<article class="handout') == len(known.measures) + len(known.main.clauses)
    assert not re.search(r'(?:src|href)="(?!#)|url\(|@import|fetch\(|XMLHttp', html)
    assert f"资料第 {known.version} 版，2025年11月22日做的，程序 0.1.0" in html


def needed(parts):
    """The roles without which there is no sum."""
    return {role for role, part in parts.items() if part.required}


def test_its_data_are_the_records(known):
    data = pack_data(known, DAY)
    assert {one["formula"] for one in data["measures"]} <= set(FORMULAS)
    for one, measure in zip(data["measures"], known.measures, strict=True):
        formula = FORMULAS[measure.formula]
        assert needed(formula.figures) <= set(one["figures"]) <= set(formula.figures)
        assert needed(formula.inputs) <= {field["role"] for field in one["fields"]}
        assert all(record.role for record in offered(measure))


def test_what_it_would_compute_wrong_is_left_to_the_server(known):
    """A cap, a formula or words of the document that the script knows nothing of: named, not computed."""
    measure = next(one for one in known.measures if one.formula == "share_of_amount")
    assert computes_offline(measure)
    capped = replace(measure, figures=(*measure.figures, replace(measure.figures[0], key="cap", role="cap")))
    counted = replace(measure, formula="per_item")
    settled = replace(measure, written=(Written("several", "added", "原文"),))
    rest = tuple(one for one in known.measures if one is not measure)
    for other in (capped, counted, settled):
        html = pack(replace(known, measures=(other, *rest)), DAY, "")
        assert html.count("data-measure=") == len(rest)
        assert f"要上网算：{measure.name}" in html


def test_the_script_has_the_formulas_that_are_named():
    script = (
        (TEMPLATES / "print" / "pack.js").read_text("utf-8").partition("const formulas = {")[2].partition("\n  };")[0]
    )
    assert set(re.findall(r"^    (\w+)(?:\(c\) \{|:)", script, re.MULTILINE)) == set(OFFLINE)


def test_no_words_can_end_the_data(known):
    measure = replace(known.measures[0], lead_in="</script><script>alert(1)</script>")
    html = pack(replace(known, measures=(measure, *known.measures[1:])), DAY, "")
    data = html.split('<script type="application/json" id="data">')[1].split("</script>")[0]
    assert json.loads(data)["measures"][0]["lead"] == measure.lead_in and "alert(1)</script>" not in html


def test_the_command_writes_it_and_says_that_there_are_no_codes_without_an_address(tmp_path):
    path = tmp_path / "pack.html"
    done = CliRunner().invoke(main, ["pack", str(path), "--home", str(tmp_path)], catch_exceptions=False)
    assert done.exit_code == 0 and "不用联网" in done.output and "没有写网址" in done.output
    assert "<svg" not in path.read_text(encoding="utf-8").partition("一页纸</h2>")[2].partition("<script")[0]
