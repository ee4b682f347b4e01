"""The paper pack of an event: what it gathers from every area, and that it writes nothing."""

import io
import re
from datetime import UTC, date, datetime, time

import pypdf
import pytest

from siip.fieldday import presences, queue
from siip.kernel.ids import uuid7
from siip.kernel.models import Entry
from siip.mobilisation import answers, moves
from siip.mobilisation.answers import Reply
from siip.people import mandates, offices
from siip.people.models import Office
from siip.programme import events
from siip.programme.plans import Move
from siip.reporting import packs
from siip.reporting.packs import Wanted
from siip.reporting.tests import friday
from siip.reporting.tests.conftest import refused
from siip.reporting.tests.friday import ON_DAY, RTS
from siip.services.tests.conftest import NIK
from tests.cast import AT, PLAJU_ILIR

pytestmark = pytest.mark.django_db
ALL = Wanted(4, {"domisili_orang": 2}, {"domisili_orang": 3})


@pytest.fixture
def rini(cast):
    return cast.actor("rini")


@pytest.fixture
def event(cast):
    return friday.plan(cast).event


def pages(event, wanted=ALL, at=AT):
    found = pypdf.PdfReader(io.BytesIO(packs.pack_pdf(event, wanted, at=at))).pages
    return [" ".join(page.extract_text().split()) for page in found]


def revised(event, rini, **other):
    said = {
        "kelurahan": PLAJU_ILIR, "on": ON_DAY.date(), "starts": time(7), "ends": time(9, 30),
        "street": event.street,
    }  # fmt: skip
    plan = events.Plan(**(said | other))
    return events.event(events.revise_event(event.pk, plan, by=rini, at=AT, id=uuid7()).pk, by=rini)


def answered(event, cast, rini, path, reply, at=AT):
    answers.answer_for(event.pk, reply, wilayah=cast.place(path).pk, source="voice", by=rini, at=at, id=uuid7())


def test_the_pack_of_a_friday_has_every_part(event):
    found = pages(event)
    begins = [page.split(" Jumat Bersih")[0] for page in found]
    rolls = [f"Daftar hadir {rt}" for rt in ("RT 07 / RW 02", "RT 07a / RW 02", "RT 08 / RW 02", "RT RW")]
    sheets = ["Surat Keterangan Domisili Nomor antrean:"] * 2
    assert begins[0] == "Daftar bawaan" and begins[1].startswith("Kartu peran")
    assert begins[3:8] == [*rolls, "Nomor antrean"]
    assert [one.split(" Jumat")[0] for one in found[8:10]] == ["Surat Keterangan Domisili"] * len(sheets)
    assert sum("Blangko darurat" in page for page in found) == 3 and len(found) == 13


def test_the_packing_list_follows_the_plan(event, cast, rini):
    answered(event, cast, rini, RTS[0], Reply("yes", 15, ("karung", "air_minum")))
    answered(event, cast, rini, RTS[2], Reply("yes", 8, ("karung",), "titip untuk Bu Aminah"))
    said = pages(event)[0]
    assert "Kursi 8," in said and "A-001 sampai A-004; B-001 sampai B-004" in said
    assert "Surat Keterangan Domisili 2 lembar isian, 3 blangko" in said
    assert "Titik kerja" in said and "empat kerja" not in said
    assert "Saluran depan SD 12" in said and "Karung RT 07 / RW 02, RT 08 / RW 02" in said
    assert "Air minum RT 07 / RW 02" in said and "4 lembar" in said and "Aminah" not in said


def test_each_role_has_a_card_and_a_missing_one_has_a_line(event):
    cards = " ".join(pages(event)[1:3])
    assert cards.count("Kartu peran") == 4  # the leader, then a greeter and two counters whom nobody is yet
    assert cards.count("Belum ditunjuk") == 3 and "Loket A" in cards and "Loket B" in cards
    assert "06.15 Cocokkan daftar bawaan" in cards
    assert "Semua hal: pemimpin Hendra Saputra, S.IP., M.Si." in cards and "Tanda tangan surat" in cards


def test_the_roll_knows_the_head_and_what_he_promised(event, cast, rini):
    answered(event, cast, rini, RTS[0], Reply("yes", 40))
    first, second = pages(event)[3:5]
    assert "Ketua: Ruslan" in first and "Dijanjikan: 40 orang" in first and "25 50 75" in first
    assert "Belum menjawab panggilan" in second and "25 50 75" not in second


def test_answers_from_before_a_move_are_marked_until_they_are_given_anew(event, cast, rini):
    answered(event, cast, rini, RTS[0], Reply("yes", 40, ("karung",)))
    later = datetime(2026, 11, 24, 3, tzinfo=UTC)
    there = Move(date(2026, 11, 27), time(7), time(9, 30), "Lorong Sukarela")
    moved = moves.move_event(event.pk, there, "banjir", done=0, by=rini, at=later, id=uuid7()).event
    moved = events.event(moved.pk, by=rini)
    packing, *_ = found = pages(moved)
    first, second = found[3:5]
    assert "Dijanjikan: 40 orang Dijawab sebelum kegiatan dipindah" in first and "dipindah" not in second
    assert "Karung RT 07 / RW 02 (sebelum dipindah)" in packing
    answered(moved, cast, rini, RTS[0], Reply("yes", 40, ("karung",)), at=later)
    assert "dipindah" not in " ".join(pages(moved))


def test_numbers_go_on_after_those_that_were_given(event, rini):
    wishes = [queue.Wish("A")] * 17
    queue.take_tickets(event.pk, wishes, by=rini, at=ON_DAY, id=uuid7())
    found = " ".join(pages(event, at=ON_DAY))
    assert "A-018" in found and "A-021" in found and "A-017" not in found and "A-022" not in found
    assert "B-001" in found and packs.contents(event).first_numbers == ("A-018", "B-001")


def test_no_resident_is_named_and_nothing_is_written(cast, rini):
    held = friday.hold(cast)
    person = presences.Named("resident", name="Maimunah Zahra", rt=RTS[0], agreed=True)
    presences.mark_present(held.event.pk, [person], counter="A", by=rini, at=ON_DAY, id=uuid7())
    before = Entry.objects.count()
    found = " ".join(pages(held.event, at=ON_DAY))
    assert [name for name in (*friday.NAMES, "Maimunah", "Pak Amir") if name in found] == []
    assert NIK not in found.replace(" ", "") and not re.search(r"\d{16}", found)
    assert Entry.objects.count() == before


def test_an_event_with_nothing_planned_still_has_a_pack(event, rini):
    bare = revised(event, rini)
    found = pages(bare, packs.Wanted())
    assert [page.split(" Jumat")[0] for page in (found[0], found[3])] == ["Daftar bawaan", "Daftar hadir RT RW"]
    assert len(found) == 5 and "Layanan" not in found[0] and "Tanda tangan surat" not in found[1]
    assert packs.contents(bare).offers == () and packs.contents(bare).rolls == ()


def test_what_nobody_wants_is_left_out(event):
    assert len(pages(event, Wanted(0))) == 7


def test_the_service_of_a_partner_is_a_desk_and_no_sheet(event, rini):
    said = pages(revised(event, rini, services=("kk",)))[0]
    assert "meja dan formulir Dukcapil" in said and packs.contents(revised(event, rini, services=("kk",))).offers == ()


def test_without_an_office_that_signs_there_are_sheets_and_no_blanks(event):
    Office.objects.filter(kind="lurah").update(kind="camat")  # an office of the kelurahan that signs nothing
    Office.objects.filter(kind="camat").update(wilayah=event.programme.wilayah)
    assert [one.office for one in packs.contents(event).offers] == [None]
    found = pages(event)
    assert "2 lembar isian, 0 blangko" in found[0] and len(found) == 10
    assert "Tanda tangan surat" not in found[1]


def test_a_deputy_is_named_beside_the_one_who_signs(event, cast):
    mandates.give_mandate(
        office_id=cast.offices["hendra"].id, deputy_id=cast.offices["nyimas"].id, from_on=AT.date(),
        until_on=date(2026, 12, 31), ground="Nota dinas 800/12/PLI/2026", ground_on=AT.date(),
        by=cast.actor("dewi"), at=AT, id=uuid7(),
    )  # fmt: skip
    assert "Bila berhalangan Nyimas Halimah, S.E., " in pages(event)[1]


def test_a_vacant_office_is_a_line_to_write_on(event, cast, rini):
    held = cast.holdings["hendra"]
    offices.end_holding(held.pk, last_on=AT.date(), by=cast.actor("dewi"), at=AT, id=uuid7())
    assert "Tanda tangan surat Semua layanan" in pages(event)[1]


def test_a_training_house_says_so_on_every_page(event, cast):
    cast.house.training = True
    cast.house.save()
    assert all("LATIHAN" in page for page in pages(event) if not page.startswith("A-"))


def test_a_cancelled_event_has_none(event, rini):
    events.cancel_event(event.pk, "hujan", by=rini, at=AT, id=uuid7())
    gone = events.event(event.pk, by=rini)
    assert refused(lambda: packs.pack_pdf(gone, ALL, at=AT)) == "event-cancelled"


def test_the_hour_of_printing_is_that_of_the_place(event):
    assert "Dicetak 24 November 2026, 22.30 WIB" in pages(event, at=datetime(2026, 11, 24, 15, 30, tzinfo=UTC))[0]
