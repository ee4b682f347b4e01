"""Steps done online: added after every step before them, then what the fold makes of all is written."""

from typing import Any, Final

from siip.exchange.models import Help, HelpStep, Match, Need
from siip.exchange.rules import helps as rules
from siip.kernel import hlc
from siip.kernel.journal import Act

FOLDED: Final = ("state", "since", "conflicts")


def add(row: Help | Match, name: str, act: Act, why: str = "") -> None:
    """Add a step to a row that is locked; the chains are locked here, after every other lock."""
    of = _of(row)
    before = list(HelpStep.objects.filter(**of))
    step = HelpStep(id=act.id, act=name, by=act.by.person, at=act.at, dev=act.by.device, why=why, **of)
    step.seq, step.hlc = act.enter(), hlc.after(max((one.hlc for one in before), default=0), act.at)
    step.save(force_insert=True)
    said = [rules.Said(one.id, one.act, one.at, one.hlc, one.dev, one.seq, one.why) for one in (*before, step)]
    found = rules.standing(said, rules.MATCH if isinstance(row, Match) else rules.HELP)
    row.state, row.since, row.conflicts = found.state, found.since, [str(one) for one in found.conflicts]
    if isinstance(row, Help):
        row.why = found.why
    row.save(update_fields=[*FOLDED, *(["why"] if isinstance(row, Help) else [])])


def _of(row: Help | Match) -> dict[str, Any]:
    if isinstance(row, Match):
        return {"match": row}
    return {"need" if isinstance(row, Need) else "offer": row}
