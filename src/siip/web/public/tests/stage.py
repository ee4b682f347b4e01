"""What the tests of the public pages put on the stage: a Friday in Plaju Ilir, and a letter in every state."""

from datetime import date, time
from typing import Any

from siip.kernel import crypt
from siip.kernel.ids import uuid7
from siip.letters import letters, registers
from siip.letters.models import Letter
from siip.letters.rules import codes
from siip.programme import events
from siip.programme.models import Event, Programme
from tests.cast import AT, DOMISILI, PATTERN, PLAJU, PLAJU_ILIR, Cast, ident

FRIDAY = date(2026, 11, 27)
STATES = ("valid", "unsigned", "review", "revoked", "void")


def plan(cast: Cast, *, who: str = "rini", kecamatan: str = PLAJU, at: Any = AT, **other: Any) -> Event:
    """A Friday, 07.00 to 09.30, along Jalan DI Panjaitan; anything of it otherwise."""
    usual = {
        "kelurahan": PLAJU_ILIR, "on": FRIDAY, "starts": time(7), "ends": time(9, 30), "street": "Jalan DI Panjaitan",
        "gathering": "Depan Kantor Lurah", "bring": "Sapu, cangkul, atau arit bila ada.",
        "rts": (PLAJU_ILIR + "02/07/", PLAJU_ILIR + "02/07a/", PLAJU_ILIR + "05/13/"),
        "services": ("domisili_orang", "ktp_el", "kk", "kia", "akta_kelahiran", "cek_kesehatan"),
    }  # fmt: skip
    programme = Programme.objects.get(wilayah__path=kecamatan)
    plan = events.Plan(**(usual | other))
    return events.plan_event(programme.pk, plan, by=cast.actor(who, at), at=at, id=uuid7())


class Desk:
    """Where letters are made: `letter("valid")` is one that a stranger is told to be valid."""

    def __init__(self, cast: Cast, at: Any = AT) -> None:
        self.cast, self.at, self.made = cast, at, 0
        registers.open_register(
            cast.offices["hendra"].id, year=at.year, pattern=PATTERN, pad=1, mode="siip", after=117,
            by=cast.actor("dewi", at), at=at, id=uuid7(),
        )  # fmt: skip

    def draft(self, name: str = "Siti Maryam") -> Letter:
        self.made += 1
        key, _ = crypt.new_key(ident("subject", self.made))
        key.save(force_insert=True)
        return letters.draft_letter(
            letter_id=ident("letter", self.made), kind="domisili_orang", office_id=self.cast.offices["hendra"].id,
            subject_name=name, subject_rt="07/02", purpose="membuka rekening bank", answers=DOMISILI | {"nama": name},
            key_id=key.id, code=codes.code_from(bytes([40 + self.made]) * 19), in_field=True,
            by=self.cast.actor("rini", self.at), at=self.at, id=uuid7(),
        )  # fmt: skip

    def letter(self, state: str) -> Letter:
        letter = self.draft()
        if state == "unknown":
            return letter
        proof, lurah = self.cast.proof("hendra", self.at), self.cast.actor("hendra", self.at)
        letters.sign_and_number([letter.id], proof=proof, by=lurah, at=self.at, id=uuid7())
        if state in ("valid", "review", "revoked"):
            clerk = self.cast.actor("rini", self.at)
            letters.confirm_wet_signature(letter.id, by=clerk, at=self.at, id=uuid7())
        ends = {"review": letters.review_letter, "revoked": letters.revoke_letter, "void": letters.void_letter}
        if end := ends.get(state):
            end(letter.id, reason="salah alamat", by=lurah, at=self.at, id=uuid7())
        return Letter.objects.get(pk=letter.pk)
