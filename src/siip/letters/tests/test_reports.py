"""A letter about a day: drafted by whoever closes it, signed and numbered like any other, its name nobody's secret."""

from dataclasses import replace

import pytest

from siip.kernel import catalogue, crypt
from siip.kernel.actor import Grant
from siip.kernel.ids import uuid7
from siip.letters import letters
from siip.letters.rules import codes
from siip.letters.tests.conftest import refused
from siip.letters.verification import verdict
from tests.cast import AT, PLAJU_ILIR, ident

pytestmark = pytest.mark.django_db
FRIDAY = "Jumat Bersih, Jalan DI Panjaitan"


@pytest.fixture
def closer(cast):
    """Bu Rini as one who may close a day."""
    rini = cast.actor("rini")
    return replace(rini, grants=rini.grants | {Grant("reporting.close", PLAJU_ILIR)})


@pytest.fixture
def report(cast, closer):
    def make(by=closer):
        key, _ = crypt.new_key(uuid7())
        key.save(force_insert=True)
        return letters.draft_letter(
            letter_id=ident("report"), kind="laporan_kegiatan", office_id=cast.offices["hendra"].id,
            subject_name=FRIDAY, subject_rt="", purpose="Laporan 27 November 2026",
            answers=catalogue.letter_type("laporan_kegiatan").examples["biasa"], key_id=key.pk,
            code=codes.code_from(bytes(19)), in_field=False, by=by, at=AT, id=uuid7(),
        )  # fmt: skip

    return make


def test_only_whoever_closes_days_drafts_a_report(cast, report):
    lurah_of_plaju_ulu = cast.actor("zul")
    assert refused(lambda: report(by=lurah_of_plaju_ulu)) == "no-right"


def test_a_report_is_signed_numbered_and_checked_under_its_own_name(report, do, book, cast):
    letter = report()
    do("paraf_letter", letter, "nyimas")
    letters.sign_and_number([letter.id], proof=cast.proof("hendra"), by=cast.actor("hendra"), at=AT, id=uuid7())
    letter.refresh_from_db()
    found = verdict(letter.code, on=letter.dated_on)
    assert (found.masked_name, found.kind_name) == (FRIDAY, "Laporan Kegiatan")
    assert found.number.startswith("400.12/118/")


def test_a_report_whose_kind_is_gone_is_masked_again(report, do, book, cast):
    letter = report()
    do("paraf_letter", letter, "nyimas")
    letters.sign_and_number([letter.id], proof=cast.proof("hendra"), by=cast.actor("hendra"), at=AT, id=uuid7())
    type(letter).objects.filter(pk=letter.pk).update(kind="jenis_lama")
    letter.refresh_from_db()
    assert verdict(letter.code, on=letter.dated_on).masked_name == "J**** B***** J**** D* P*****"


def test_only_whoever_closes_days_revises_a_report(report, do, cast, closer):
    letter = report()
    do("return_letter", letter, "nyimas", reason="hitungan RT 08 keliru")
    said = {
        "answers": {**catalogue.letter_type("laporan_kegiatan").examples["biasa"], "catatan": "Hitungan dibetulkan."},
        "subject_name": FRIDAY, "subject_rt": "", "purpose": "Laporan 27 November 2026",
    }  # fmt: skip
    seklur = cast.actor("nyimas")
    assert refused(lambda: letters.revise_letter(letter.id, by=seklur, at=AT, id=uuid7(), **said)) == "no-right"
    assert letters.revise_letter(letter.id, by=closer, at=AT, id=uuid7(), **said).state == "chain"
