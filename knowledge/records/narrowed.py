"""What is known by one document alone, of several: what it gives, its offices, its place, as if there were no other."""

from dataclasses import replace

from knowledge.records.model import Audience, Knowledge, Policy, Site

SHOWN = 4  # measures by which it is said what can be answered


def narrowed(knowledge: Knowledge, policy_id: str) -> Knowledge:
    """``knowledge`` by this document alone; records of the others are still found by their names.

    Turns annotated for it alone, where there are any: else it is listened to as all are. Raises KeyError.
    """
    part, policy = knowledge.apart[policy_id], knowledge.policy(policy_id)
    annotated = tuple(turn for turn in knowledge.annotated if turn.policy == policy_id)
    return replace(
        knowledge,
        policies=(policy,),
        measures=tuple(one for one in knowledge.measures if one.policy == policy_id),
        topics=part.topics,
        examples=part.examples,
        departments=_departments(knowledge, policy),
        audiences=tuple(_audience(one, policy_id) for one in knowledge.audiences),
        site=_site(knowledge, policy),
        annotated=annotated or knowledge.annotated,
        answers=tuple(one for one in knowledge.answers if one.policy == policy_id),
        checkups=tuple(one for one in knowledge.checkups if one.policy == policy_id),
        faqs=tuple(one for one in knowledge.faqs if one.policy == policy_id),
        rulings=tuple(one for one in knowledge.rulings if one.policy == policy_id),
        guides=tuple(one for one in knowledge.guides if one.policy == policy_id),
        whole=knowledge,
        apart={},
    )


def _departments(knowledge: Knowledge, policy: Policy) -> dict[str, tuple[str, ...]]:
    ours = {office for clause in policy.clauses for office in clause.offices}
    return {name: aliases for name, aliases in knowledge.departments.items() if name in ours}


def _audience(audience: Audience, policy_id: str) -> Audience:
    ours = tuple(name for name in audience.clauses if name.rpartition("/")[0] == policy_id)
    return replace(audience, clauses=ours)


def _site(knowledge: Knowledge, policy: Policy) -> Site:
    """What the service says of itself to who is at home elsewhere than the service: what there is for him."""
    if policy.id == knowledge.site.main:
        return knowledge.site
    names = [one.name for one in knowledge.measures if one.policy == policy.id][:SHOWN]
    titles = [clause.title for clause in policy.clauses][:SHOWN]
    return replace(
        knowledge.site,
        main=policy.id,
        region=policy.place,
        subject=f"{policy.place}的《{policy.short_title}》",
        offers=f"{policy.place}的{'、'.join(names or titles)}",
        examples=tuple(f"{name}能拿多少" for name in names) or tuple(f"{title}是怎么规定的" for title in titles),
    )
