"""The numbers for Prometheus: what they count, who may read them, and that nobody's words are in them."""

import re
from ipaddress import ip_network
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient
from prometheus_client.parser import text_string_to_metric_families

from bot.advisor import Advisor
from bot.bootstrap import House
from knowledge.store import open_store
from tests.bot.channels.web.conftest import LOAN, Open


async def numbers(client: TestClient) -> dict[str, float]:
    """Name and labels → number."""
    page = await client.get("/metrics")
    assert page.status == 200 and page.headers["Content-Type"].startswith("text/plain")
    samples = [one for family in text_string_to_metric_families(await page.text()) for one in family.samples]
    return {f"{one.name}{sorted(one.labels.items()) or ''}": one.value for one in samples}


async def test_messages_latencies_and_how_things_stand(open_site: Open) -> None:
    site = await open_site()
    for path, text in (("/chat", LOAN), ("/api/ask", LOAN), ("/api/ask", "今天股市怎么样"), ("/api/ask", "阿斯顿")):
        assert (await site.post(path, json={"text": text})).status == 200
    found = await numbers(site)
    kinds = {
        (dict(re.findall(r"\('(\w+)', '(\w+)'\)", name))["kind"]): value
        for name, value in found.items()
        if name.startswith("fudaoyuan_messages_total")
    }
    assert kinds["calculation"] == 2 and sum(kinds.values()) == 4
    assert found["fudaoyuan_answer_seconds_count[('path', '/api/ask')]"] == 3
    assert found["fudaoyuan_answer_seconds_count[('path', '/chat')]"] == 1
    assert found["fudaoyuan_wrong[('kind', '')]"] == 1
    assert found["fudaoyuan_waiting[('queue', 'answers')]"] == 0
    for name in ("fudaoyuan_disk_free_bytes", "fudaoyuan_lpr_age_days", "fudaoyuan_database_bytes"):
        assert found[name] > 0
    assert found["process_resident_memory_bytes"] > 10**7 and found["process_open_fds"] > 0


async def test_no_word_and_no_address_is_in_them(open_site: Open) -> None:
    site = await open_site()
    await site.post("/api/ask", json={"text": f"{LOAN} 电话13812345678", "conversation": "张三"})
    await site.get("/measures/nothing-of-ours?principal_yuan=1")
    page = await (await site.get("/metrics")).text()
    # the whole number and the masked one: three digits alone stand in many a latency
    assert page.isascii() and not re.search(r"138[\d*]{8}", page)
    assert "nothing-of-ours" not in page and "127.0.0" not in page


@pytest.mark.parametrize(
    ("allowed", "told", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("10.9.9.9", {}, 403),
        ("10.9.9.9", {"X-Forwarded-For": "10.9.9.9"}, 200),  # through a proxy that names the visitor
        ("127.0.0.1", {"X-Forwarded-For": "127.0.0.1"}, 403),  # as a visitor may write it himself
        ("127.0.0.1", {"X-Forwarded-For": "6.6.6.6"}, 403),
        ("127.0.0.1", {"X-Forwarded-Proto": "https"}, 403),  # through a proxy that names nobody
        ("127.0.0.1", {"Connection": "close", "User-Agent": "Mozilla/5.0"}, 403),
    ],
)
async def test_only_named_addresses_read_them(open_site: Open, allowed: str, told: dict[str, str], status: int) -> None:
    site = await open_site(metrics_from=(ip_network(allowed),))
    page = await site.get("/metrics", headers=told)
    assert page.status == status
    if status == 403:
        assert "FUDAOYUAN_METRICS_FROM" in await page.text()


async def test_a_locked_or_lost_store_leaves_the_other_numbers(open_site: Open, house: House, tmp_path: Path) -> None:
    store = open_store(tmp_path / "fudaoyuan.sqlite3")
    site = await open_site(store=store, advisor=Advisor(house.advisor.live, store))
    store.close()
    found = await numbers(site)
    assert "fudaoyuan_questions_open" not in found and "fudaoyuan_info" in " ".join(found)
