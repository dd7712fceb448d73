"""``/metrics`` for Prometheus: what is asked, how long it takes, what waits, what is wrong. Only for named addresses.

No word of a question and no address of a visitor is in it; labels have few values.
"""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from time import perf_counter

from aiohttp import web
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    GCCollector,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from bot.channels.web.exchange import Answering
from bot.channels.web.front import FOR, is_direct
from bot.channels.web.proxies import address, is_ours, named, within
from bot.channels.web.site import site_of
from bot.clock import day_of
from bot.operations.readiness import Readiness
from bot.operations.upkeep import condition
from bot.settings import Settings
from knowledge.records.model import Knowledge
from knowledge.store import StoreError, Turn

disable_created_metrics()  # type: ignore[no-untyped-call]  # a second series for each, which nobody reads
METRICS: web.AppKey["Metrics"] = web.AppKey("metrics")
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
ASKED = ("/", "/chat", "/amend", "/api/ask")  # where a post is a question
FORBIDDEN = (
    "这里的数字只给监控看。请从监控的机器直接连服务的端口，不经过反向代理，"
    "并把它的地址写进 FUDAOYUAN_METRICS_FROM，空格分开。"
)

routes = web.RouteTableDef()


class Metrics:
    """The numbers of one served site since it started, and how things stand when they are asked for."""

    def __init__(self, answering: Answering, readiness: Readiness, settings: Settings) -> None:
        self._registry = CollectorRegistry()
        self._messages = Counter(
            "fudaoyuan_messages", "Answered messages", ["channel", "kind", "sure"], registry=self._registry
        )
        self._counters: dict[tuple[str, str, bool], Counter] = {}  # looked up sooner than by their labels
        seconds = Histogram(
            "fudaoyuan_answer_seconds", "From request to answer", ["path"], buckets=SECONDS, registry=self._registry
        )
        self._seconds = {path: seconds.labels(path) for path in ASKED}
        for collector in (ProcessCollector, GCCollector):
            collector(registry=self._registry)
        self._registry.register(Standing(answering, readiness, settings))
        answering.advisor.heard = self._heard

    def timed(self, path: str, began: float) -> None:
        """A post to ``path`` that began then (perf_counter) is answered; other paths are not counted."""
        if child := self._seconds.get(path):
            child.observe(perf_counter() - began)

    def page(self) -> bytes:
        """The numbers as Prometheus reads them. Asks the store: not for an event loop."""
        return generate_latest(self._registry)

    def _heard(self, turn: Turn) -> None:
        key = turn.channel, turn.kind, turn.sure
        counter = self._counters.get(key)
        if counter is None:
            counter = self._counters[key] = self._messages.labels(turn.channel, turn.kind, "yes" if turn.sure else "no")
        counter.inc()


class Standing(Collector):
    """What is looked up when somebody asks."""

    def __init__(self, answering: Answering, readiness: Readiness, settings: Settings) -> None:
        self._answering, self._readiness, self._settings = answering, readiness, settings

    def describe(self) -> list[Metric]:
        """Nothing before the first question: the registry would otherwise ask for it all."""
        return []

    def collect(self) -> Iterator[Metric]:
        store, knowledge = self._answering.store, self._answering.advisor.live.knowledge
        yield _gauge("info", "Versions", 1, program=version("fudaoyuan"), knowledge=str(knowledge.version))
        yield self._wrong()
        waiting = GaugeMetricFamily("fudaoyuan_waiting", "What waits in a queue", labels=["queue"])
        waiting.add_metric(["answers"], self._answering.waiting)
        waiting.add_metric(["store"], store.pulse().waiting)
        yield waiting
        pool = self._answering.pool
        workers = GaugeMetricFamily("fudaoyuan_workers", "Processes beside this one that answer", labels=["state"])
        workers.add_metric(["ready"], pool.ready if pool else 0)
        workers.add_metric(["wanted"], pool.wanted if pool else 0)
        yield workers
        try:
            yield from self._things(knowledge)
            yield _gauge("questions_open", "Questions left for staff", len(store.questions().open()))
        except (StoreError, OSError):
            return  # the watch tells what is wrong

    def _wrong(self) -> Metric:
        """1 for each kind that is wrong; "" is 1 while nothing is."""
        kinds = [reason.kind for reason in self._readiness.reasons()]
        wrong = GaugeMetricFamily("fudaoyuan_wrong", "What /health/ready tells", labels=["kind"])
        for kind in kinds or [""]:
            wrong.add_metric([kind], 1)
        return wrong

    def _things(self, knowledge: Knowledge) -> Iterator[Metric]:
        found, now = condition(self._settings, knowledge), datetime.now(UTC)
        yield _gauge("disk_free_bytes", "Room where there is least", found.free)
        if not self._settings.database_url and self._settings.database.exists():
            yield _gauge("database_bytes", "Size of the database", self._settings.database.stat().st_size)
        if found.backup:
            yield _gauge("backup_timestamp_seconds", "When the newest backup was made", found.backup.timestamp())
        if found.lpr:
            yield _gauge("lpr_age_days", "Days since the last LPR", (day_of(now) - found.lpr).days)


@routes.get("/metrics")
async def metrics(request: web.Request) -> web.Response:
    """The numbers, for the addresses the settings name."""
    if not _may_read(request):
        raise web.HTTPForbidden(text=FORBIDDEN, reason="said")
    body = await asyncio.to_thread(request.app[METRICS].page)
    return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE_LATEST, "Cache-Control": "no-store"})


def _may_read(request: web.Request) -> bool:
    """A visitor behind a proxy of ours may write whatever address he likes where the proxy adds none: nobody who comes
    through one is taken for the machine itself, or for the proxy."""
    page, peer = site_of(request).settings.page, request.remote or ""
    who = address(named(peer, request.headers.getall(FOR, ()), page.proxies))
    if who is None or not within(who, page.metrics_from):
        return False
    return is_direct(request) or not (who.is_loopback or is_ours(str(who), page.proxies))


def _gauge(name: str, help_: str, value: float, **labels: str) -> Metric:
    gauge = GaugeMetricFamily(f"fudaoyuan_{name}", help_, labels=list(labels))
    gauge.add_metric(list(labels.values()), value)
    return gauge
