"""Moving and cancelling an event: whom to tell, what the text says, and when it is too late."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from siip.kernel.ids import uuid7
from siip.kernel.models import Entry
from siip.kernel.refused import Refused
from siip.mobilisation import answers, calls, links, moves
from siip.mobilisation.answers import Reply
from siip.mobilisation.calls import Asked
from siip.mobilisation.rules.notices import cancelled_text, moved_text, moved_text_for
from siip.mobilisation.rules.texts import Told, Way
from siip.mobilisation.tests.conftest import COMES
from siip.programme.models import Event
from siip.programme.plans import Member, Move
from tests.cast import AT

LATER = AT + timedelta(hours=5)
RAIN = "hujan deras sejak subuh"
NEXT = Move(date(2026, 12, 4), time(7), time(9, 30), "Jalan DI Panjaitan", "Depan Kantor Lurah")
SCHEDULE = "https://siip.example/jadwal/"
TOLD = Told(
    "Jumat Bersih", datetime(2026, 12, 4, 7, tzinfo=UTC), datetime(2026, 12, 4, 9, 30, tzinfo=UTC), "WIB",
    "Jalan DI Panjaitan",
    "Kelurahan Plaju Ilir", "Depan Kantor Lurah", "sapu", ("Surat Keterangan Domisili",),
)  # fmt: skip


def refusal(act):
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.code


def move(event, by, *, done=0, reason=RAIN, to=NEXT, id=None, at=AT):
    return moves.move_event(event.pk, to, reason, done=done, address=SCHEDULE, by=by, at=at, id=id or uuid7())


def cancel(event, by, *, done=0, reason=RAIN, id=None, at=AT):
    return moves.cancel_event(event.pk, reason, done=done, address=SCHEDULE, by=by, at=at, id=id or uuid7())


def test_a_move_says_where_it_was_where_it_goes_and_why():
    was = datetime(2026, 11, 27, 7, tzinfo=UTC)
    assert moved_text(TOLD, was=was, was_street="Jalan Kapten Abdullah", reason=RAIN, address=SCHEDULE).split("\n") == [
        "*Jumat Bersih dipindah*",
        "Semula: Jumat, 27 November 2026, pukul 07.00 WIB, Jalan Kapten Abdullah",
        "Menjadi: Jumat, 4 Desember 2026, pukul 07.00–09.30 WIB",
        "Tempat: Jalan DI Panjaitan, Kelurahan Plaju Ilir",
        "Berkumpul: Depan Kantor Lurah",
        "Alasan: hujan deras sejak subuh",
        "",
        "Mohon disampaikan kepada warga dan semua yang terkait. Terima kasih.",
        "Jadwal: https://siip.example/jadwal/",
    ]


WAY = Way("https://siip.example/rt/1/#abc", "https://siip.example/rt/", "7KQ2 M9TD")
BEFORE = {"was": datetime(2026, 11, 27, 7, tzinfo=UTC), "was_street": "Jalan Kapten Abdullah", "reason": RAIN}


def test_where_heads_had_answered_the_text_for_all_asks_them_again_and_holds_no_link():
    said = moved_text(TOLD, **BEFORE, address=SCHEDULE, again=True)
    assert "Ketua RT/RW yang sudah menjawab: mohon jawab sekali lagi lewat tautan Bapak/Ibu." in said
    assert "/rt/" not in said


def test_the_text_to_one_head_asks_for_his_answer_with_his_link_and_not_to_be_passed_on():
    said = moved_text_for(TOLD, **BEFORE, name="Yusuf", office="Ketua RT 07a", way=WAY, again=True)
    assert said.split("\n") == [
        "Yth. Bapak/Ibu Yusuf, Ketua RT 07a",
        "",
        "*Jumat Bersih dipindah*",
        "Semula: Jumat, 27 November 2026, pukul 07.00 WIB, Jalan Kapten Abdullah",
        "Menjadi: Jumat, 4 Desember 2026, pukul 07.00–09.30 WIB",
        "Tempat: Jalan DI Panjaitan, Kelurahan Plaju Ilir",
        "Berkumpul: Depan Kantor Lurah",
        "Alasan: hujan deras sejak subuh",
        "",
        "Jawaban Bapak/Ibu sebelumnya adalah untuk rencana yang lama. Mohon jawab sekali lagi lewat tautan Bapak/Ibu:",
        "https://siip.example/rt/1/#abc",
        "",
        "Tautan tidak terbuka? Buka https://siip.example/rt/ lalu ketik kode 7KQ2 M9TD.",
        "Tautan ini milik Bapak/Ibu; mohon jangan diteruskan. Untuk mengajak warga, tekan Undang warga di halaman itu.",
        "",
        "Kelurahan Plaju Ilir",
    ]
    silent = moved_text_for(TOLD, **BEFORE, name="Yusuf", office="Ketua RT 07a", way=WAY, again=False)
    assert "Mohon jawab lewat tautan Bapak/Ibu, cukup tiga kali tekan:" in silent and "sekali lagi" not in silent


def test_a_cancelling_says_what_is_not_held_and_where_letters_are_made():
    said = cancelled_text(TOLD, reason=RAIN)
    assert "Yang dibatalkan: Jumat, 4 Desember 2026, pukul 07.00–09.30 WIB, Jalan DI Panjaitan" in said
    assert "Alasan: hujan deras sejak subuh" in said and "di kantor pada hari kerja" in said
    assert "Jadwal:" not in said


def test_heads_and_team_are_told_each_once(cast, plan, hasan, yusuf, rini):
    team = (
        Member(cast.people["hendra"].pk, "pemimpin"),
        Member(yusuf.person_id, "lainnya", "membagi karung"),
        Member(cast.people["rini"].pk, "loket", "loket A"),
    )
    change = move(plan(team=team), rini)
    assert [(one.name, one.what, one.phone) for one in change.recipients] == [
        ("Hasan", "Ketua RW 02", "6281311112222"),
        ("Ruslan", "Ketua RT 07 / RW 02", ""),
        ("Yusuf", "Ketua RT 07a / RW 02", "6281234567890"),
        ("", "Ketua RW 05", ""),
        ("", "Ketua RT 13 / RW 05", ""),
        ("Hendra Saputra, S.IP., M.Si.", "Pemimpin", ""),
        ("Rini Astuti", "Loket: loket A", ""),
    ]
    assert "Menjadi: Jumat, 4 Desember 2026" in change.text and change.text.endswith(SCHEDULE)


def test_a_cancelled_event_gives_its_text_and_is_told_again(event, rini):
    change = cancel(event, rini)
    assert change.event.cancelled_reason == RAIN and "dibatalkan" in change.text
    assert moves.change_of(event.pk, address=SCHEDULE, by=rini) == change


def test_twice_with_one_token_is_once(event, rini):
    token = uuid7()
    assert move(event, rini, id=token) == move(event, rini, id=token)
    token = uuid7()
    assert cancel(event, rini, id=token) == cancel(event, rini, id=token)
    assert Event.objects.get().revision == 2
    acts = Entry.objects.filter(act__in=["programme.move_event", "programme.cancel_event"])
    assert acts.count() == 2


def test_where_somebody_was_served_nothing_moves_and_nothing_is_cancelled(event, rini):
    assert refusal(lambda: move(event, rini, done=1)) == "event-served"
    assert refusal(lambda: cancel(event, rini, done=1)) == "event-served"
    assert Event.objects.get().revision == 0


def test_the_event_s_own_refusals_pass_through(event, rini, cast):
    assert refusal(lambda: move(event, rini, reason="")) == "reason-missing"
    assert refusal(lambda: cancel(event, cast.actor("zul"))) == "no-right"
    assert refusal(lambda: cancel(event, rini, at=event.ends_at)) == "event-past"
    cancel(event, rini)
    assert refusal(lambda: cancel(event, rini)) == "event-cancelled"


def test_nothing_is_told_of_an_event_that_did_not_change(event, rini, cast):
    assert refusal(lambda: moves.change_of(event.pk, by=rini)) == "not-moved"
    cancel(event, rini)
    assert refusal(lambda: moves.change_of(event.pk, by=cast.actor("zul"))) == "not-found"


def test_nobody_is_called_to_a_cancelled_event_and_no_answer_is_taken(event, rini, cast, yusuf, visit):
    place, head = yusuf.office.wilayah_id, visit(yusuf)
    cancel(event, rini)
    said = {"at": AT, "id": uuid7()}
    assert refusal(lambda: calls.note_called(event.pk, [place], by=rini, **said)) == "event-cancelled"
    assert refusal(lambda: answers.answer_call(event.pk, COMES, wilayah=place, by=head.by, **said)) == "event-cancelled"
    by_phone = {"wilayah": place, "source": "voice", "by": rini, **said}
    assert refusal(lambda: answers.answer_for(event.pk, COMES, **by_phone)) == "event-cancelled"


def answered(event, holding, head, at, reply=COMES):
    said = {"wilayah": holding.office.wilayah_id, "by": head.by, "at": at, "id": uuid7()}
    return answers.answer_call(event.pk, reply, **said)


def standings(event):
    event.refresh_from_db()
    roll = calls.roll(event)
    states = {one.head.wilayah.title: (one.is_silent, one.is_unconfirmed, one.is_to_ask) for one in roll}
    return states, calls.silent(roll), calls.unconfirmed(roll)


def test_an_answer_from_before_a_move_is_to_be_confirmed_and_a_new_one_is_not(event, rini, yusuf, hasan, visit):
    head, rw = visit(yusuf), visit(hasan)
    answered(event, yusuf, head, AT)
    answered(event, hasan, rw, AT, Reply("yes", 0))
    states, silent, again = standings(event)
    assert states["RT 07a"] == states["RW 02"] == (False, False, False)
    assert (silent, again) == (Asked(3, "2 Ketua RT dan 1 Ketua RW"), Asked(0, ""))
    move(event, rini, at=LATER)
    states, silent, again = standings(event)
    assert states["RT 07a"] == states["RW 02"] == (False, True, True) and states["RT 07"] == (True, False, True)
    assert (silent, again) == (Asked(3, "2 Ketua RT dan 1 Ketua RW"), Asked(2, "1 Ketua RT dan 1 Ketua RW"))
    answered(event, yusuf, head, LATER + timedelta(hours=1))
    states, _, again = standings(event)
    assert states["RT 07a"] == (False, False, False) and again == Asked(1, "1 Ketua RW")


def test_each_move_asks_again(event, rini, yusuf, visit):
    head = visit(yusuf)
    move(event, rini, at=AT)
    answered(event, yusuf, head, LATER)
    assert standings(event)[2].count == 0
    move(event, rini, at=LATER + timedelta(hours=1), to=replace(NEXT, street="Jalan Kapten Abdullah"))
    assert standings(event)[2] == Asked(1, "1 Ketua RT")


def test_after_a_move_those_are_asked_who_have_not_answered_since_and_have_a_link(event, rini, yusuf, hasan, visit):
    head, rw = visit(yusuf), visit(hasan)
    answered(event, yusuf, head, AT)
    answered(event, hasan, rw, AT, Reply("yes", 0))
    links.revoke_link(rw.link.pk, by=rini, at=LATER, id=uuid7())

    def asked(change, at=LATER):
        heads = [one.called for one in change.recipients if one.called]
        return [one.head.wilayah.title for one in heads if moves.is_asked(change, one, at)]

    change = move(event, rini, at=LATER)
    assert asked(change) == ["RT 07", "RT 07a"] and "mohon jawab sekali lagi" in change.text
    assert asked(change, change.event.starts_at) == []
    yusufs = next(one.called for one in change.recipients if one.name == "Yusuf")
    said = moves.text_for(change.event, yusufs, WAY)
    assert "sekali lagi" in said and WAY.link in said
    answered(event, yusuf, head, LATER + timedelta(hours=1))
    assert asked(moves.change_of(event.pk, by=rini)) == ["RT 07"]
    assert asked(cancel(event, rini, at=LATER)) == []


def test_where_nobody_had_answered_nobody_is_asked_again(event, rini):
    assert "sekali lagi" not in move(event, rini).text


def test_whom_to_tell_takes_few_queries(event, rini, django_assert_max_num_queries):
    cancel(event, rini)
    with django_assert_max_num_queries(14):
        moves.change_of(event.pk, by=rini)
