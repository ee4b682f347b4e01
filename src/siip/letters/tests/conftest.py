"""What the tests of letters share: an open register, and letters at each stage of their way."""

import pytest

from siip.kernel import crypt
from siip.kernel.ids import uuid7
from siip.kernel.models import DataKey
from siip.kernel.refused import Refused
from siip.letters import letters, numbers_log, registers
from siip.letters.rules import codes
from tests.cast import AT, ident

ANSWERS = {
    "nama": "Siti Maryam", "nik": "1671145403880001", "tempat_lahir": "Palembang", "tanggal_lahir": "1988-03-14",
    "jenis_kelamin": "Perempuan", "kewarganegaraan": "Indonesia", "alamat": "Jalan DI Panjaitan 12", "rt": "07",
    "rw": "02", "pengantar_tanggal": "2026-11-24", "keperluan": "membuka rekening bank",
    "alamat_domisili": "Jalan DI Panjaitan 12",
}  # fmt: skip
PATTERN = "{klasifikasi}/{nomor}/{kode}/{tahun}"


@pytest.fixture
def book(cast):
    return registers.open_register(
        cast.offices["hendra"].id, year=2026, pattern=PATTERN, pad=1, mode="siip", after=117,
        by=cast.actor("dewi"), at=AT, id=uuid7(),
    )  # fmt: skip


@pytest.fixture
def draft(cast):
    def make(n=1, in_field=False, by="rini", id=None):
        if not DataKey.objects.filter(pk=ident("subject", n)).exists():
            key, _ = crypt.new_key(ident("subject", n))
            key.save(force_insert=True)
        return letters.draft_letter(
            letter_id=ident("letter", n), kind="domisili_orang", office_id=cast.offices["hendra"].id,
            subject_name="Siti Maryam", subject_rt="07/02", purpose="membuka rekening bank", answers=ANSWERS,
            key_id=ident("subject", n), code=codes.code_from(bytes([n]) * 19), in_field=in_field, by=cast.actor(by),
            at=AT, id=id or uuid7(),
        )  # fmt: skip

    return make


@pytest.fixture
def do(cast):
    """`do("paraf_letter", letter, "agus")` does an act now."""

    def act(name, letter, who, **said):
        if name == "sign_letter":
            said["proof"] = cast.proof(who)
        return getattr(letters, name)(letter.id, by=cast.actor(who), at=AT, id=said.pop("id", None) or uuid7(), **said)

    return act


@pytest.fixture
def approved(draft, do, book):
    def make(n=1):
        letter = draft(n)
        do("paraf_letter", letter, "agus")
        do("paraf_letter", letter, "nyimas")
        return do("sign_letter", letter, "hendra")

    return make


def refused(call):
    with pytest.raises(Refused) as found:
        call()
    return found.value.code


def logged(register_id):
    """Every number that the log of a register says to be given, in order."""
    log = numbers_log.read(numbers_log.paths(register_id)[0])
    return sorted(serial for line in log.lines if line.kind == "take" for serial in line.serials)


@pytest.fixture
def give(cast, draft):
    """`give(3)` has the lurah sign and number so many letters in the street, and gives their numbers' serials."""
    made = iter(range(1, 200))

    def number(count=1, **said):
        ids = [draft(next(made), in_field=True).id for _ in range(count)]
        lurah = cast.actor("hendra")
        done = letters.sign_and_number(ids, proof=cast.proof("hendra"), by=lurah, at=AT, id=uuid7(), **said)
        return [letter.number_row.serial for letter in done]

    return number
