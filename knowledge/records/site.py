"""site.toml → what the service says of itself: whose it is, what it can answer, the questions it shows."""

from collections.abc import Collection, Mapping, Sequence

from knowledge.records.files import SITE
from knowledge.records.model import FirstQuestion, Measure, Policy, Site
from knowledge.records.schema import Entry, Faults, read_toml

FEWEST_EXAMPLES = 3


def read_site(
    files: Mapping[str, str], policies: Sequence[Policy], measures: Sequence[Measure], faults: Faults | None = None
) -> Site:
    """The record of the whole service. Its policy and its measures must be there."""
    file = read_toml(files, SITE, faults)
    site = Site(
        main=file.choice("main", tuple(policy.id for policy in policies)),
        region=file.text("region"),
        name=file.text("name"),
        headline=file.text("headline"),
        description=file.text("description"),
        hello=file.texts("hello", ...),
        subject=file.text("subject"),
        offers=file.text("offers"),
        examples=file.texts("examples", ...),
        terms=file.text("terms"),
        profile=file.text("profile"),
        profile_asks=file.text("profile_asks"),
        questions=tuple(_question(e, [m.key for m in measures]) for e in file.tables("question")),
        starts=tuple(_start(e) for e in file.tables("start")),
        host=file.text("host", ""),
        phone=file.text("phone", ""),
        contact=file.text("contact", ""),
        icp=file.text("icp", ""),
        police=file.text("police", ""),
        site_code=file.text("site_code", ""),
        filings=file.texts("filings"),
        privacy=file.texts("privacy"),
        accessibility=file.texts("accessibility"),
        queue_owner=file.text("queue_owner", ""),
    )
    file.done()
    if file.sound and len(site.examples) < FEWEST_EXAMPLES:
        file.fault("examples", f"只有 {len(site.examples)} 句", f"请至少写 {FEWEST_EXAMPLES} 句")
    if not site.questions:
        file.fault("question", "一个也没有，首页就没有可以点的问题", "请至少写一段 [[question]]")
    return site


def _question(entry: Entry, measures: Collection[str]) -> FirstQuestion:
    question = FirstQuestion(
        entry.text("text"), entry.text("measure", ""), entry.months("months"), entry.text("label", "")
    )
    entry.done()
    if question.measure and question.measure not in measures:
        entry.fault("measure", f"没有「{question.measure}」这个政策点", f"可以写的有：{'、'.join(measures)}")
    return question


def _start(entry: Entry) -> tuple[str, str]:
    start = entry.text("label"), entry.text("text")
    entry.done()
    return start
