"""The course of a letter through its chain: where it stands, whose turn it is, and its steps written down."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from siip.kernel import catalogue, hlc
from siip.kernel.actor import Actor
from siip.kernel.journal import Act
from siip.kernel.paths import kecamatan_of
from siip.kernel.refused import Refused
from siip.letters.models import Letter, LetterStep
from siip.letters.rules import chain
from siip.letters.rules.capacity import Signing, signing
from siip.people import mandates, offices
from siip.people.models import Holding, Mandate, Office
from siip.people.rights import held_at
from siip.people.rules.rights import LEVELS

WORDS: Final = {
    "state": "Surat ini sudah berubah sejak halaman Anda dibuka. Muat ulang, lalu periksa keadaannya.",
    "maker": "Surat ini Anda buat sendiri, jadi orang lain yang menyetujuinya.",
    "not-your-turn": "Surat ini belum sampai pada giliran jabatan Anda. Tunggu paraf sebelumnya.",
    "no-mandate": "Belum ada mandat bagi jabatan Anda untuk menandatangani surat ini hari ini. "
    "Pejabatnya atau pengelola mencatatnya di Pengaturan, Mandat.",
    "no-draft": "Surat ini belum dibuat. Muat ulang halamannya.",
}


@dataclass(frozen=True, slots=True)
class Seat:
    """The office in which somebody does something to a letter; whoever acts in another's place has a mandate."""

    holding: Holding
    signing: Signing | None = None
    mandate: Mandate | None = None


def chain_of(
    letter_type: catalogue.LetterType, office: Office, in_field: bool, on: date, maker: UUID
) -> list[dict[str, Any]]:
    """The chain of a new letter, as JSON: without the paraf of offices that nobody holds that day.

    Nor of those that only its maker holds: he may not initial his own, and it would wait for ever.
    Raises Refused: "nobody-signs".
    """
    steps = letter_type.field_chain if in_field else letter_type.chain
    deputies = [[one.office, one.capacity, one.through] for one in letter_type.delegates]

    def is_held(kind: str) -> bool:
        held = offices.holders(path_of(kind, office.wilayah.path), kind, on)
        return any(holding.person_id != maker for holding in held)

    kept = [
        {"office": step.office, "act": step.act, "deputies": deputies if step.act == "sign" else []}
        for step in steps
        if step.act != "paraf" or is_held(step.office)
    ]
    if kept[-1]["act"] != "sign":
        raise Refused("nobody-signs", "Jenis surat ini tidak menyebut penanda tangan. Hubungi pengelola katalog.")
    return kept


def standing_of(letter: Letter, extra: Iterable[LetterStep] = ()) -> chain.Standing:
    stored = [] if letter._state.adding else list(letter.steps.all())
    steps = [*stored, *extra]
    return chain.fold(
        _links(letter),
        (chain.Step(s.id, s.act, s.by, s.at, s.hlc, s.dev, s.seq, s.office) for s in steps),
    )


def seat_of(letter: Letter, act: str, by: Actor, at: datetime) -> Seat:
    """The office in which this person may do it now; the most fitting refusal when there is none.

    Who is both Plh. Lurah and Seklur signs as Plh. Lurah: the office itself comes before any mandate.
    """
    standing, why = standing_of(letter), "not-your-turn"
    held = [one for one in (held_at(by.person, at) if by.person else ()) if sits_over(one, letter)]
    for holding in sorted(held, key=lambda one: one.office.kind != letter.office.kind):
        found = chain.why_not(standing, act, by=by.person, office=holding.office.kind)
        if not found:
            if seat := _seat_in(letter, standing, act, holding, at):
                return seat
            found = "no-mandate"
        why = found if why == "not-your-turn" else why
    refuse(why)
    raise AssertionError("unreachable")


def _seat_in(letter: Letter, standing: chain.Standing, act: str, holding: Holding, at: datetime) -> Seat | None:
    """The seat for an act that the chain allows this kind of office; None where it would take a mandate that is not."""
    kind, signer = holding.office.kind, standing.chain[-1]
    is_own_turn = standing.chain[standing.next].office == kind and act != "sign"
    mandate = None
    if kind != signer.office and not is_own_turn:
        mandate = mandates.mandate_for(letter.office, holding.office_id, at)
        if mandate is None:
            return None
    how = signing(signer, office=kind, held_as=holding.capacity) if act == "sign" else None
    return Seat(holding, how, mandate)


def sits_over(holding: Holding, letter: Letter) -> bool:
    return holding.office.wilayah.path == path_of(holding.office.kind, letter.wilayah.path)


def refuse(why: str) -> None:
    if why:
        raise Refused(why, WORDS.get(why, WORDS["state"]))


def write_step(
    letter: Letter, name: str, act: Act, seq: int, id: UUID, *, seat: Seat | None = None, reason: str = ""
) -> None:
    last = max(letter.steps.values_list("hlc", flat=True), default=0)
    step = new_step(letter, name, act, seq, last, seat=seat, reason=reason, id=id)
    fold_into(letter, [step])
    letter.save(force_update=True)
    step.save(force_insert=True)


def fold_into(letter: Letter, extra: Iterable[LetterStep]) -> None:
    standing = standing_of(letter, extra)
    letter.state, letter.waits_for = standing.state, standing.waits_for
    letter.conflicts = [conflict.plain() for conflict in standing.conflicts]


def new_step(
    letter: Letter, name: str, act: Act, seq: int, last: int, *, office: str = "", seat: Seat | None = None,
    reason: str = "", id: UUID | None = None,
) -> LetterStep:  # fmt: skip
    return LetterStep(
        id=id or act.id, letter=letter, act=name, by=act.by.person, at=act.at, hlc=hlc.after(last, act.at),
        dev=act.by.device, seq=seq, office=seat.holding.office.kind if seat else office,
        holding=seat.holding if seat else None, reason=reason,
    )  # fmt: skip


def _links(letter: Letter) -> tuple[chain.Link, ...]:
    return tuple(
        chain.Link(one["office"], one["act"], tuple(chain.Deputy(*deputy) for deputy in one.get("deputies", ())))
        for one in letter.chain
    )


def path_of(kind: str, path: str) -> str:
    return path if "kelurahan" in LEVELS[kind] else kecamatan_of(path)
