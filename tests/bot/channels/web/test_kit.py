"""The counselors' page: every tool it names is there."""

import re

from bot.channels.desk.mount import all_routes


async def test_every_tool_leads_somewhere(site):
    text = await (await site.get("/kit")).text()
    tiles = text.partition('class="tiles"')[2].partition("</ul>")[0]
    links = re.findall(r'href="([^"]+)"', tiles)
    assert len(links) >= 4
    behind_a_login = {route.path for route in all_routes()}
    for link in links:
        assert link in behind_a_login or (await site.get(link)).status == 200, link


async def test_the_offline_pack_is_a_file_to_keep(site, known):
    found = await site.get("/kit/pack.html")
    assert "attachment" in found.headers["Content-Disposition"]
    assert f"资料第 {known.version} 版" in await found.text()
