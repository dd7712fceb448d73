"""The managers' page: a month in figures and pictures, the text to paste, and the same numbers in Excel."""

from datetime import date, timedelta
from urllib.parse import urlencode

from aiohttp import web

from bot.channels.desk.asking import Ask
from bot.channels.desk.routes import Entry, Table
from bot.channels.web.list_pages import EXCEL
from bot.kit import charts
from bot.kit.report import Period, days_of, numbers, period_of, report_text, report_workbook
from bot.kit.sight import sight_of

routes = Table()
menu = Entry(28, "/desk/report", "月报", "viewer")


@routes.get("/desk/report", "viewer")
def report(ask: Ask) -> web.Response:
    """The month asked for, this one unless another is."""
    known, period = ask.desk.knowledge, _period(ask)
    return ask.page(
        "report",
        period=period,
        month=f"{period.since:%Y-%m}",
        before=f"{period.since - timedelta(days=1):%Y-%m}",
        after=f"{period.until + timedelta(days=1):%Y-%m}" if period.until < ask.desk.today else "",
        told={name.partition("（")[0]: value for name, value in numbers(period)},
        missed=charts.percent(charts.part(len(period.missed), len(period.turns))),
        by_day=charts.by_day(period),
        shares=charts.missed_share(period),
        by_clause=charts.by_clause(known, period),
        by_county=charts.by_county(period),
        size=charts,
        text=report_text(known, period),
        address=urlencode({"month": f"{period.since:%Y-%m}"}),
    )


@routes.get("/desk/report.xlsx", "viewer")
def excel(ask: Ask) -> web.Response:
    """The same numbers with all they are counted from."""
    period = _period(ask)
    people = {one.name: one.shown for one in ask.desk.store.people().everybody()}
    data = report_workbook(ask.desk.knowledge, period, people)
    ask.desk.store.trail().append(ask.hand().note("export", f"月报 {period.since:%Y-%m}")).result()
    return ask.file(data, f"月报_{period.since:%Y-%m}.xlsx", EXCEL)


def _period(ask: Ask) -> Period:
    today: date = ask.desk.today
    days = days_of(ask.query.get("month", "")) or days_of(f"{today:%Y-%m}")
    assert days
    sight = sight_of(ask.person, ask.desk.store.people())
    return period_of(ask.desk.store, *days, full=sight.of_persons, sight=sight)
