"""The baseline: how things stood before the programme began, stated with its source so that effects can be told."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from siip.kernel import journal
from siip.kernel.actor import Actor
from siip.kernel.refused import Refused
from siip.kernel.words import refuse_nik, tidy
from siip.programme.programmes import PLAN
from siip.reporting.models import Baseline
from siip.wilayah import territory

MOST: Final = 100_000  # people, complaints
MOST_DAYS: Final = 365


@dataclass(frozen=True, slots=True)
class Before:
    """What is stated: people at a clean-up, complaints a month, days until a letter (to a tenth); None unknown."""

    turnout: int | None
    complaints: int | None
    letter_days: Decimal | None
    period: str
    source: str


def state_baseline(kecamatan: str, said: Before, *, by: Actor, at: datetime, id: UUID) -> Baseline:
    """State how things stood in a kecamatan (its path); stated again, the last one counts and the first stays.

    Raises Refused: "no-right", "nothing-said", "source-missing", "period-missing", "too-many", "nik-in-text".
    """
    body = [kecamatan, said.turnout, said.complaints, said.letter_days, said.period, said.source]
    with journal.act("reporting.state_baseline", id=id, by=by, at=at, where=kecamatan, body=body) as act:
        if act.repeated:
            return Baseline.objects.get(pk=id)
        by.require(PLAN, kecamatan)
        if by.person is None:
            raise Refused("no-right", "Keadaan awal dicatat petugas yang masuk. Masuk lagi, lalu ulangi.")
        return Baseline.objects.create(
            id=id, wilayah=territory.at_path(kecamatan), stated_at=at, by=by.person, **_checked(said)
        )


def baseline_of(kecamatan: str) -> Baseline | None:
    """What was stated last of a kecamatan; None before anybody was asked. Public figures, naming nobody."""
    return Baseline.objects.filter(wilayah__path=kecamatan).order_by("-stated_at", "-id").first()


def _checked(said: Before) -> dict[str, object]:
    if said.turnout is None and said.complaints is None and said.letter_days is None:
        raise Refused("nothing-said", "Isi sedikitnya satu angka. Yang tidak diketahui boleh dikosongkan.")
    period, source = (refuse_nik(tidy(text), "Isian ini") for text in (said.period, said.source))
    if not period:
        raise Refused("period-missing", "Tulis masa yang dimaksud, misalnya: Januari sampai Juni 2026.")
    if not source:
        raise Refused("source-missing", "Tulis dari mana angkanya, misalnya: buku agenda kelurahan.")
    counts, days = (said.turnout, said.complaints), said.letter_days or Decimal(0)
    if any(count is not None and not 0 <= count <= MOST for count in counts) or not 0 <= days <= MOST_DAYS:
        raise Refused("too-many", f"Angka paling besar 100.000, dan paling lama {MOST_DAYS} hari.")
    return {
        "turnout": said.turnout, "complaints": said.complaints, "period": period[:80], "source": source[:200],
        "letter_tenths": None if said.letter_days is None else int(said.letter_days * 10),
    }  # fmt: skip
