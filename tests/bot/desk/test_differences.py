"""What a draft changes, in plain Chinese."""

from bot.desk.differences import Piece, differences, pieces, plain
from tests.city import shipped_files

FILES = shipped_files()
CITY = "policies/liaocheng-2024"


def changed(path: str, old: str, new: str) -> str:
    assert old in FILES[path]
    found = differences(FILES, FILES | {path: FILES[path].replace(old, new, 1)})
    return "\n".join(map(plain, found))


def test_a_figure_is_told_with_its_dates() -> None:
    old = 'quote = "按照贷款市场报价利率（LPR）的40%给予贴息补助"\n'
    told = changed(f"{CITY}/measures.toml", old, old + 'until = "2026-12-31"\n')
    assert "政策点：专利权质押贷款贴息（patent_pledge_interest）" in told
    assert "数字「给 LPR 的百分之几」：40% → 40%（到 2026-12-31）" in told


def test_lists_tell_what_came_and_what_went() -> None:
    told = changed("vocabulary/synonyms.toml", '"科转贷", ', '"转贷", ')
    assert "科技成果转化贷款：科转贷 → 转贷" in told


def test_lines_that_came_and_went_are_told_one_by_one() -> None:
    assert "去掉：科转贷 不良 35%" in changed(f"{CITY}/examples/1.1.txt", "科转贷 不良 35%\n", "").replace(
        " → （去掉）", ""
    )


def test_words_are_marked_where_they_differ() -> None:
    found = pieces("按LPR的40%给予贴息", "按LPR的50%给予贴息")
    assert found == (
        Piece("same", "按LPR的"),
        Piece("gone", "40%"),
        Piece("new", "50%"),
        Piece("same", "给予贴息"),
    )


def test_a_file_that_cannot_be_read_is_told_line_by_line() -> None:
    path = f"{CITY}/clauses.toml"
    told = differences(FILES, FILES | {path: FILES[path] + "broken ="})
    assert [row.after for row in told[0].rows] == ["broken ="]


def test_nothing_is_told_of_nothing() -> None:
    assert differences(FILES, dict(FILES)) == []
