"""Closing a day: figures frozen and sealed, a report on its way, changes shown beside what was closed."""

from datetime import time, timedelta
from importlib import import_module

import pytest
import rfc8785
from django.apps import apps
from django.db import IntegrityError, transaction

from siip.kernel import crypt
from siip.kernel.ids import uuid7
from siip.kernel.models import Chain, Entry
from siip.letters import letters
from siip.letters.models import Letter
from siip.letters.texts import opened
from siip.programme import events
from siip.programme.models import Event
from siip.programme.plans import Move
from siip.reporting import closings, figures, sources
from siip.reporting.models import Closing
from siip.reporting.tests.conftest import FRIDAY, refused
from siip.services import requests
from siip.services.tests.conftest import new_code

pytestmark = pytest.mark.django_db


def counts(event):
    return {one.kode: int(one.value) for one in figures.figures_of(event, at=FRIDAY) if one.value}


def test_a_day_on_which_nothing_was_done_closes_with_nihil(close, event):
    row = close()
    assert counts(event) == {}
    assert opened(row.letter)["answers"]["hasil"] == []


def test_what_was_done_is_counted_by_the_day(close, event, take, advance):
    one, other = take(event=event.pk, at=FRIDAY), take(event=event.pk, at=FRIDAY, nama="Ahmad Fauzi")
    advance(one, "signed", at=FRIDAY)
    assert counts(event) == {"permohonan": 2, "surat": 1, "dilanjutkan": 2}
    assert sources.served(event) == [("Surat Keterangan Domisili", 2, 0, 2)]
    assert other.letter.number == ""


def test_a_letter_handed_over_on_monday_stays_one_that_went_on_at_the_office(close, event, take, advance, cast):
    request = take(event=event.pk, at=FRIDAY)
    advance(request, "signed", at=FRIDAY)
    row = close()
    monday = FRIDAY.replace(day=30)
    requests.hand_over(request.pk, receiver="Siti Maryam", relation="", by=cast.actor("rini", monday), at=monday,
                       id=uuid7())  # fmt: skip
    assert closings.changes_since(row, figures.figures_of(event, at=FRIDAY)) == []


def test_a_cancelled_request_counts_nowhere(close, event, take, cast):
    request = take(event=event.pk, at=FRIDAY)
    requests.cancel_request(request.pk, reason="pindah", by=cast.actor("rini", FRIDAY), at=FRIDAY, id=uuid7())
    assert counts(event) == {}


def test_the_report_waits_for_the_seklur_and_says_what_was_counted(close, event, take):
    take(event=event.pk, at=FRIDAY)
    row = close()
    said = opened(row.letter)["answers"]
    assert (row.letter.kind, row.letter.state, row.letter.waits_for) == ("laporan_kegiatan", "chain", "seklur")
    assert said["hasil"][0] == ["Permohonan diterima", "1", "permohonan",
                                "permohonan yang diterima di kegiatan ini dan tidak dibatalkan"]  # fmt: skip
    assert said["kepada"] == "Camat Plaju" and said["catatan"] == "Cuaca cerah."
    assert "Jumat, 27 November 2026 pukul 07.00 sampai dengan 09.30 WIB di Jalan DI Panjaitan" in said["pembuka"]


def test_figures_are_sealed_by_the_entry_whose_head_is_printed(close, event, take):
    take(event=event.pk, at=FRIDAY)
    row = close()
    entry = Entry.objects.get(act="reporting.close_event")
    assert entry.about["figures"] == row.digest == crypt.digest(rfc8785.dumps(row.figures))
    assert row.head == entry.kecamatan_hash
    assert row.head[:4] in opened(row.letter)["answers"]["segel"]
    assert Chain.objects.get(pk=entry.kecamatan).seq > row.seq  # the draft of the letter came after it


def test_what_changes_afterwards_is_shown_beside_what_was_closed(close, event, take):
    take(event=event.pk, at=FRIDAY)
    row = close()
    take(event=event.pk, at=FRIDAY, nama="Ahmad Fauzi")
    found = closings.changes_since(row, figures.figures_of(event, at=FRIDAY))
    assert [(one.kode, one.was, one.now) for one in found] == [("permohonan", "1", "2"), ("dilanjutkan", "1", "2")]


def test_a_report_that_was_sent_back_is_made_anew(close, event, take, cast):
    row = close()
    letters.return_letter(row.letter_id, reason="kurang satu", by=cast.actor("nyimas", FRIDAY), at=FRIDAY, id=uuid7())
    take(event=event.pk, at=FRIDAY)
    rini = cast.actor("rini", FRIDAY)
    again = closings.close_again(
        event.pk, seen=row.head, note="Dibetulkan.", code=new_code(), by=rini, at=FRIDAY, id=uuid7()
    )
    again.letter.refresh_from_db()
    assert (again.letter.state, again.note, again.again_at) == ("chain", "Dibetulkan.", FRIDAY)
    assert opened(again.letter)["answers"]["hasil"][0][:2] == ["Permohonan diterima", "1"]
    assert closings.changes_since(again, figures.figures_of(event, at=FRIDAY)) == []
    assert again.digest == Entry.objects.get(act="reporting.close_again").about["figures"]


def test_two_who_make_a_report_anew_do_not_take_each_others_note_away(close, event, cast):
    head, rini = close().head, cast.actor("rini", FRIDAY)

    def again(note):
        said = {"code": new_code(), "by": rini, "at": FRIDAY, "id": uuid7()}
        return closings.close_again(event.pk, seen=head, note=note, **said)

    assert again("Dua warga terpeleset.").head != head
    assert refused(lambda: again("")) == "changed-since"
    assert Closing.objects.get().note == "Dua warga terpeleset."


def test_a_report_that_was_made_void_is_followed_by_a_new_letter(close, event, take, cast):
    first, rini = close(), cast.actor("rini", FRIDAY)
    letters.void_letter(first.letter_id, reason="salah hitung", by=rini, at=FRIDAY, id=uuid7())
    take(event=event.pk, at=FRIDAY)
    said = {"seen": first.head, "note": "", "by": rini, "at": FRIDAY, "id": uuid7()}
    again = closings.close_again(event.pk, code=new_code(), **said)
    assert closings.close_again(event.pk, code=new_code(), **said).letter_id == again.letter_id
    assert (again.pk, again.letter.state, again.letter.waits_for) == (first.pk, "chain", "seklur")
    assert again.letter_id != first.letter_id and Letter.objects.get(pk=first.letter_id).state == "void"
    assert opened(again.letter)["answers"]["hasil"][0][:2] == ["Permohonan diterima", "1"]
    assert again.digest == Entry.objects.get(act="reporting.close_again").about["figures"]


def test_a_closed_day_keeps_its_day_and_its_place(close, event, cast):
    close()
    rini = cast.actor("rini", FRIDAY)
    assert Event.objects.get().closed_at == FRIDAY
    move = Move(FRIDAY.date() + timedelta(days=7), time(7), time(9), "Jalan DI Panjaitan")
    by = {"by": rini, "at": FRIDAY, "id": uuid7()}
    assert refused(lambda: events.cancel_event(event.pk, "hujan", **by)) == "event-closed"
    assert refused(lambda: events.move_event(event.pk, move, "hujan", **by)) == "event-closed"


def test_a_move_in_the_middle_of_a_closing_is_seen(event, cast, monkeypatch):
    """The day is judged as it stands under the lock, not as it was read before."""
    read = events.event(event.pk, by=cast.actor("rini", FRIDAY))
    Event.objects.filter(pk=event.pk).update(cancelled_at=FRIDAY, cancelled_reason="Hujan")
    monkeypatch.setattr(events, "event", lambda *_, **__: read)
    close = lambda: closings.close_event(  # noqa: E731
        event.pk, note="", code=new_code(), by=cast.actor("rini", FRIDAY), at=FRIDAY, id=uuid7()
    )
    assert refused(close) == "event-cancelled"


def test_days_that_were_closed_before_events_said_so_are_marked(close, event):
    row = close()
    Event.objects.update(closed_at=None)
    import_module("siip.reporting.migrations.0002_closed_events").mark_closed(apps, None)
    assert Event.objects.get().closed_at == row.closed_at


def test_a_signed_report_stays_as_it_is(close, event, cast, advance, take):
    advance(take(at=FRIDAY), "signed", at=FRIDAY)  # opens the register
    row = close()
    letters.paraf_letter(row.letter_id, by=cast.actor("nyimas", FRIDAY), at=FRIDAY, id=uuid7())
    lurah = cast.actor("hendra", FRIDAY)
    letters.sign_and_number([row.letter_id], proof=cast.proof("hendra", FRIDAY), by=lurah, at=FRIDAY, id=uuid7())
    said = {"note": "", "code": new_code(), "by": lurah, "at": FRIDAY, "id": uuid7()}
    assert refused(lambda: closings.close_again(event.pk, seen=row.head, **said)) == "signed"
    assert [one.pk for one in closings.published("16/71/14/")] == [row.pk]


def test_a_report_on_its_way_is_not_published(close):
    close()
    assert list(closings.published("16/71/14/")) == []


def test_what_is_still_open_is_named_and_hinders_nothing(close, event, take):
    take(event=event.pk, at=FRIDAY)
    (point,) = closings.open_points(event, figures.figures_of(event, at=FRIDAY))
    assert (point.count, point.kind) == (1, "permohonan")
    assert close().pk


def test_a_day_is_closed_once(close, event):
    id, code = uuid7(), new_code()
    assert close(id=id, code=code).pk == close(id=id, code=code).pk
    assert (Closing.objects.count(), Entry.objects.filter(act="reporting.close_event").count()) == (1, 1)
    assert refused(close) == "closed"


@pytest.mark.parametrize(("who", "code"), [("agus", "no-right"), ("zul", "not-found")])
def test_who_may_not_close_is_refused(close, who, code):
    assert refused(lambda: close(by=who)) == code


def test_a_day_to_come_is_not_closed(close):
    assert refused(lambda: close(at=FRIDAY.replace(day=26))) == "not-begun"


def test_a_cancelled_day_is_not_closed(close, event):
    Event.objects.filter(pk=event.pk).update(cancelled_at=FRIDAY, cancelled_reason="Hujan")
    assert refused(close) == "event-cancelled"


def test_a_note_is_short_and_names_no_nik(close):
    assert refused(lambda: close(note="x" * 401)) == "note-long"
    assert refused(lambda: close(note="NIK 1671145708850001")) == "nik-in-text"


def test_what_was_not_closed_is_not_made_anew(event, cast):
    rini = cast.actor("rini", FRIDAY)
    assert (
        refused(
            lambda: closings.close_again(event.pk, seen="", note="", code=new_code(), by=rini, at=FRIDAY, id=uuid7())
        )
        == "not-closed"
    )


def test_a_figure_that_is_not_there_is_refused(event):
    assert refused(lambda: figures.figure_of(event, "tidak_ada", at=FRIDAY)) == "not-found"
    assert figures.figure_of(event, "surat", at=FRIDAY).rows == ()


@pytest.mark.parametrize("said", [{"digest": ""}, {"again_at": FRIDAY.replace(day=1)}])
def test_the_database_holds_what_a_closing_is(close, said):
    row = close()
    with pytest.raises(IntegrityError), transaction.atomic():
        Closing.objects.filter(pk=row.pk).update(**said)


def test_the_first_figures_are_found_without_counting_the_rest(event, django_assert_max_num_queries):
    assert figures.figures_of(event, at=FRIDAY)[-1].kode == "wajah"
    with django_assert_max_num_queries(6):
        figures.figure_of(event, "hadir", at=FRIDAY)
