"""Steps done online: added after every step before them, then what the fold makes of all is written."""

from typing import Any, Final

from siip.exchange.models import Help, HelpStep, Match, Need
from siip.exchange.rules import helps as rules
from siip.kernel.journal import Act
from siip.kernel.steps import latest, stamp

FOLDED: Final = ("state", "since", "conflicts")


def add(row: Help | Match, name: str, act: Act, why: str = "") -> None:
    """Add a step to a row that is locked; the chains are locked here, after every other lock."""
    of = _of(row)
    before = list(HelpStep.objects.filter(**of))
    step = HelpStep(id=act.id, act=name, why=why, **of)
    stamp([(row.pk, step)], {row.pk: latest(before)}, act)
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
