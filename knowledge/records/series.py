"""Dated series: how their file is read and checked, and the row in force on a day."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from knowledge.records.model import LprRow
from knowledge.records.schema import Entry

# Percent. Every LPR since 2019 lies between 3.00 and 4.85: what is far outside was written in another unit.
LOWEST, HIGHEST = Decimal("0.5"), Decimal(15)
JUMP = Decimal("1.0")  # points between two rows; the largest step so far was 0.25
TENORS = {"one_year": "1年期", "five_year": "5年期以上"}
EXAMPLE = '{ since = "2025-05-20", one_year = "3.00", five_year = "3.50" }'


def row_on(rows: Sequence[LprRow], day: date) -> LprRow | None:
    """The LPR row in force on ``day``; None before the first row."""
    return next((row for row in reversed(rows) if row.since <= day), None)


def read_lpr(file: Entry, today: date | None) -> tuple[LprRow, ...]:
    """The rows as ratios, oldest first. Notes or raises what cannot be right.

    ``today``: rows of later days are refused; None, where the clock is not to be relied on, takes them.
    """
    for key in ("id", "name", "source"):
        file.text(key)
    rows: list[LprRow] = []
    for entry in file.tables("row"):
        entry.text("source", "")
        row = LprRow(_since(entry, rows, today), *(_rate(entry, key) / 100 for key in TENORS))
        entry.done()
        if not entry.sound:
            continue  # what cannot be read is not compared
        _check_tenors(entry, row)
        if rows:
            _check_step(entry, row, rows[-1])
        rows.append(row)
    file.done()
    if not rows and file.sound and not file.table.get("row"):
        file.fault("row", "一行都没有", f"请写成 {EXAMPLE}")
    return tuple(rows)


def _since(entry: Entry, rows: Sequence[LprRow], today: date | None) -> date:
    since = entry.day("since")
    if not entry.sound:
        return since
    if any(row.since == since for row in rows):
        entry.fault("since", f"{since} 写了两遍", "一天只写一行，请删掉多的那一行")
    elif rows and since < rows[-1].since:
        entry.fault("since", f"{since} 比上一行 {rows[-1].since} 早", "请按日期从早到晚排，新的一行写在最后")
    if today and since > today:
        entry.fault("since", f"{since} 还没到（今天是 {today}）", "请核对年份；只写已经公布并执行的，不写预测的")
    return since


def _rate(entry: Entry, key: str) -> Decimal:
    """Percent."""
    sound, entry.sound = entry.sound, True
    value = entry.decimal(key)
    if entry.sound and not _is_rate(value):
        _complain_of_rate(entry, key, value)
    entry.sound = sound and entry.sound
    return value


def _is_rate(value: Decimal) -> bool:
    return value.is_finite() and LOWEST <= value <= HIGHEST


def _complain_of_rate(entry: Entry, key: str, value: Decimal) -> None:
    near = (value * 100, value / 100) if value.is_finite() else ()
    meant = next((other for other in near if LOWEST <= other <= HIGHEST), Decimal("3.35"))
    wrong = f"{value} 不像一个百分数，应当在 {LOWEST} 和 {HIGHEST} 之间"
    entry.fault(key, wrong, f'{meant:.2f}% 请写成 {key} = "{meant:.2f}"')


def _check_tenors(entry: Entry, row: LprRow) -> None:
    """In every row published so far five years cost more than one."""
    one, five = _written(row.one_year), _written(row.five_year)
    if five < one:
        entry.fault(
            "five_year",
            f"5年期以上 {five} 比1年期 {one} 还低，像是写反了",
            f'请写成 one_year = "{five}", five_year = "{one}"',
        )
    if five == one:
        entry.fault("five_year", f"5年期以上和1年期都是 {one}", "两档从来不一样高，请对照公布的核对")


def _check_step(entry: Entry, row: LprRow, before: LprRow) -> None:
    for key, name in TENORS.items():
        new, old = _written(getattr(row, key)), _written(getattr(before, key))
        if abs(new - old) > JUMP:
            entry.fault(
                key,
                f"{name} {new} 和上一行（{before.since}）的 {old} 相差 {abs(new - old)}，一次变动从没超过 {JUMP}",
                f'请对照公布的核对，例如 {key} = "{old}"',
            )


def _written(ratio: Decimal) -> Decimal:
    """As it stands in the file: percent with two decimals."""
    return (ratio * 100).quantize(Decimal("0.01"))
