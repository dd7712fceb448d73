"""The document to read and to link: every clause with its measures, offices and plain summary."""

from typing import Any

from aiohttp import web
from markupsafe import Markup, escape

from bot.channels.web.site import VISIT, page, part, site_of
from knowledge.records.model import Clause, Knowledge, Measure, Policy

LONGEST_MARK = 400
LONGEST_QUESTION = 100
ROBOTS = "User-agent: *\nDisallow: {base}/receipts/\nDisallow: {base}/api/\nSitemap: {home}/sitemap.xml\n"

routes = web.RouteTableDef()


@routes.get("/policies")
async def policies(request: web.Request) -> web.Response:
    """The document the service is for; of several all of them, each with its place."""
    site = site_of(request)
    if len(site.documents) > 1:
        rows = [(one, site.knowledge.level(one)) for one in site.documents]
        return page(request, "policies", rows=rows, day=site.day())
    raise web.HTTPFound(f"/policies/{site.knowledge.main.id}")


@routes.get("/policies/{policy}")
async def policy(request: web.Request) -> web.Response:
    found = policy_of(request)
    knowledge = site_of(request).knowledge
    return page(
        request, "policy", policy=found, chapters=chapters(found), measures=measures_by_clause(knowledge, found)
    )


@routes.get("/policies/{policy}/{clause}")
async def clause(request: web.Request) -> web.Response:
    """One clause; ``?mark=`` marks a passage, ``?q=`` is the question that a shared answer was given to, ``?part=1``
    gives the text alone."""
    found = policy_of(request)
    one = next((c for c in found.clauses if c.id == request.match_info["clause"]), None)
    if one is None:
        raise web.HTTPNotFound
    knowledge = site_of(request).knowledge
    mark = request.query.get("mark", "")[:LONGEST_MARK]
    context: dict[str, Any] = {"policy": found, "clause": one, "body": marked(one, mark)}
    if "part" in request.query:
        return part(request, "clause", **context)
    before, after = neighbours(found, one)
    measures = measures_by_clause(knowledge, found).get(one.id, ())
    asked = request.query.get("q", "")[:LONGEST_QUESTION]
    return page(request, "clause", **context, measures=measures, before=before, after=after, asked=asked)


@routes.get("/privacy")
async def privacy(request: web.Request) -> web.Response:
    """What is kept of a visitor, how long, who reads it, and how it is deleted."""
    site = site_of(request)
    kept, receipts = site.settings, site.settings.page.receipt_days
    return page(request, "privacy", turn_days=kept.turn_days, visit_days=kept.visit_days, receipt_days=receipts)


@routes.get("/accessibility")
async def accessibility(request: web.Request) -> web.Response:
    """What was tried for people who see, hear or move otherwise, what was not, and whom to tell."""
    return page(request, "accessibility")


@routes.get("/api")
async def interface(request: web.Request) -> web.Response:
    """The interface for programs, told to people."""
    return page(request, "api", limits=site_of(request).settings.page)


@routes.get("/robots.txt")
async def robots(request: web.Request) -> web.Response:
    visit = request[VISIT]
    return web.Response(text=ROBOTS.format(base=visit.way.base, home=visit.home))


@routes.get("/sitemap.xml")
async def sitemap(request: web.Request) -> web.Response:
    """Every page a search engine should know."""
    knowledge = site_of(request).knowledge
    paths = ["/", "/checkup", "/measures", "/privacy", "/accessibility", "/api"]
    paths += [f"/policies/{p.id}" for p in knowledge.policies]
    paths += [f"/policies/{p.id}/{c.id}" for p in knowledge.policies for c in p.clauses]
    paths += [f"/measures/{m.link}" for m in knowledge.measures]
    rows = "".join(f"<url><loc>{escape(request[VISIT].home + path)}</loc></url>" for path in paths)
    head = '<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    return web.Response(text=f"{head}{rows}</urlset>", content_type="application/xml")


def policy_of(request: web.Request) -> Policy:
    """The policy named in the path. Raises 404."""
    for policy in site_of(request).knowledge.policies:
        if policy.id == request.match_info["policy"]:
            return policy
    raise web.HTTPNotFound


def chapters(policy: Policy) -> dict[str, list[Clause]]:
    """Chapter title → its clauses, in the order of the text."""
    grouped: dict[str, list[Clause]] = {}
    for one in policy.clauses:
        grouped.setdefault(one.chapter, []).append(one)
    return grouped


def measures_by_clause(knowledge: Knowledge, policy: Policy) -> dict[str, list[Measure]]:
    """Clause id → the measures of that clause."""
    found: dict[str, list[Measure]] = {}
    for measure in knowledge.measures:
        if measure.policy == policy.id:
            found.setdefault(measure.clause, []).append(measure)
    return found


def neighbours(policy: Policy, clause: Clause) -> tuple[Clause | None, Clause | None]:
    """The clauses before and after this one; None at the ends."""
    at = policy.clauses.index(clause)
    before = policy.clauses[at - 1] if at else None
    return before, policy.clauses[at + 1] if at + 1 < len(policy.clauses) else None


def marked(clause: Clause, passage: str) -> Markup:
    """The clause without its heading, escaped, with the passage marked where it stands letter for letter."""
    text = clause.text[clause.text.find(clause.body) :]
    before, found, after = text.partition(passage) if passage.strip() else (text, "", "")
    if not found:
        return escape(text)
    return Markup('{}<mark id="mark">{}</mark>{}').format(before, found, after)
