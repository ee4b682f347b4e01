"""The pure rules: the fold of a call, codes, telephone numbers, texts."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siip.mobilisation.rules import codes, texts
from siip.mobilisation.rules.answers import COMING, SILENT, Said, Standing, heads_in_words, is_before_move, standing
from siip.mobilisation.rules.phones import international

SEVEN = datetime(2026, 11, 26, 0, 0, tzinfo=UTC)
DEV = UUID(int=9)


def step(n, act, **said):
    return Said(UUID(int=n), act, SEVEN + timedelta(minutes=n), n, DEV, n, **said)


def test_nobody_called_and_nothing_said_is_silent():
    assert standing([]) == Standing() and standing([]).state == SILENT


def test_calls_are_counted_and_the_last_is_told():
    found = standing([step(1, "call", how="wa"), step(2, "call", how="voice")])
    assert (found.called_count, found.called_how, found.called_at) == (2, "voice", SEVEN + timedelta(minutes=2))
    assert found.state == SILENT


@pytest.mark.parametrize(
    ("answered", "moved", "is_before"),
    [(7, 8, True), (8, 8, False), (9, 8, False), (7, None, False), (None, 8, False), (None, None, False)],
)
def test_an_answer_is_to_be_confirmed_when_the_event_moved_after_it(answered, moved, is_before):
    hours = [hour and SEVEN + timedelta(hours=hour) for hour in (answered, moved)]
    assert is_before_move(*hours) is is_before


def test_heads_are_told_by_kind():
    assert [heads_in_words(*some) for some in ((12, 2), (3, 0), (0, 1), (0, 0))] == [
        "12 Ketua RT dan 2 Ketua RW", "3 Ketua RT", "1 Ketua RW", ""
    ]  # fmt: skip


def test_the_last_answer_counts():
    first = step(1, "answer", coming="yes", heads=15, needs=("karung",), source="link")
    found = standing([first, step(2, "answer", coming="no", source="voice")])
    assert (found.state, found.heads, found.needs, found.source) == ("no", 0, (), "voice")


def test_a_call_after_an_answer_takes_nothing_back():
    found = standing([step(1, "answer", coming="yes", heads=15), step(2, "call", how="wa")])
    assert (found.state, found.heads, found.answered_at) == ("yes", 15, SEVEN + timedelta(minutes=1))


STEPS = st.lists(
    st.builds(
        Said,
        id=st.uuids(),
        act=st.sampled_from(["call", "answer"]),
        at=st.integers(0, 600).map(lambda n: SEVEN + timedelta(seconds=n)),
        hlc=st.integers(0, 4),
        dev=st.sampled_from([DEV, UUID(int=1)]),
        seq=st.integers(0, 3),
        how=st.sampled_from(["wa", "voice"]),
        coming=st.sampled_from(list(COMING)),
        heads=st.integers(0, 30),
    ),
    max_size=8,
    unique_by=lambda one: one.id,
)


@given(STEPS, st.randoms())
def test_any_order_of_arrival_ends_equal(steps, random):
    shuffled = [*steps, *steps[:2]]
    random.shuffle(shuffled)
    assert standing(shuffled) == standing(steps)


@given(STEPS)
def test_one_answer_is_never_silence(steps):
    assert (standing(steps).state == SILENT) == all(one.act == "call" for one in steps)


# Codes


@given(st.binary(min_size=32, max_size=32))
def test_a_code_is_read_as_it_was_written(raw):
    for count in (codes.TOKEN, codes.CODE):
        made = codes.signs(raw, count)
        assert len(made) == count and codes.read(made.lower(), count) == made
    assert codes.read(codes.grouped(codes.signs(raw, codes.CODE)), codes.CODE) == codes.signs(raw, codes.CODE)


@pytest.mark.parametrize(
    ("typed", "read"), [("oil0-7kq2", "01107KQ2"), ("7kq2 m9td", "7KQ2M9TD"), ("7KQ2.M9TD", "7KQ2M9TD")]
)
def test_a_code_is_read_as_people_type_it(typed, read):
    assert codes.read(typed, codes.CODE) == read


@pytest.mark.parametrize("typed", ["", "7KQ2M9T", "7KQ2M9TDX", "UUUUUUUU", "7KQ2M9T!", "7" * 300, "١٢٣٤٥٦٧٨"])
def test_what_is_no_code_is_none(typed):
    assert codes.read(typed, codes.CODE) is None


def test_too_few_bits_make_no_code():
    with pytest.raises(ValueError, match="8 signs need 40 bits"):
        codes.signs(b"1234", codes.CODE)


# Telephone numbers


@pytest.mark.parametrize(
    ("written", "dialled"),
    [
        ("0812-3456-7890", "6281234567890"), ("+62 812 3456 7890", "6281234567890"),
        ("62812.3456.7890", "6281234567890"), ("8123456789", "628123456789"),
        ("+62 (0)812 3456 789", "628123456789"), ("(0711) 510222", "62711510222"),
        ("0062 812 3456 789", "628123456789"),
    ],
)  # fmt: skip
def test_a_number_is_read_as_people_write_it(written, dialled):
    assert international(written) == dialled


@pytest.mark.parametrize(
    "written", ["", "110", "0812", "abc", "0812 3456 7890 1234 5", "0812345678 (istri)", "+1 202 555 0100"]
)
def test_what_cannot_be_dialled_is_nothing(written):
    assert international(written) == ""


# Texts

TOLD = texts.Told(
    "Jumat Bersih", datetime(2026, 11, 27, 7, 0), datetime(2026, 11, 27, 9, 30), "WIB",  # noqa: DTZ001  # local
    "Jalan DI Panjaitan", "Kelurahan Plaju Ilir", "Depan Kantor Lurah", "Sapu", ("KTP-el", "KK", "KIA", "Domisili"),
)  # fmt: skip


def test_the_message_to_a_head_holds_link_and_code():
    said = texts.call_text(
        TOLD,
        name="Ruslan",
        office="Ketua RT 07",
        way=texts.Way("https://x.id/rt/#abc", "https://x.id/rt/", "7KQ2 M9TD"),
    )
    assert said.startswith("Yth. Bapak/Ibu Ruslan, Ketua RT 07\n")
    for part in ("Jumat, 27 November 2026, pukul 07.00–09.30 WIB", "\nhttps://x.id/rt/#abc\n", "ketik kode 7KQ2 M9TD."):
        assert part in said


def test_the_invitation_holds_no_link_of_the_head():
    said = texts.invitation(TOLD, place="RT 07", address="https://x.id/layanan/")
    assert said.startswith("*Jumat Bersih RT 07*") and "Dibawa: Sapu" in said
    assert "/rt/" not in said


def test_what_is_read_out_can_be_spoken():
    said = texts.loudspeaker(TOLD, place="RT 07")
    assert said == (
        "Bapak, Ibu warga RT 07: Jumat, 27 November, pukul tujuh pagi, kita bekerja bakti bersama di "
        "Jalan DI Panjaitan. Berkumpul di depan Kantor Lurah. Di sana dibuka pelayanan KTP-el, KK, KIA, dan lainnya. "
        "Semua gratis. Terima kasih."
    )


def test_a_friday_without_services_promises_none():
    said = texts.loudspeaker(replace(TOLD, gathering="", services=()), place="RT 07")
    assert said == (
        "Bapak, Ibu warga RT 07: Jumat, 27 November, pukul tujuh pagi, kita bekerja bakti bersama di "
        "Jalan DI Panjaitan. Terima kasih."
    )


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (time(6, 30), "pukul setengah tujuh pagi"), (time(12, 0), "pukul dua belas siang"),
        (time(15, 0), "pukul tiga sore"),
        (time(11, 30), "pukul setengah dua belas siang"), (time(19, 0), "pukul tujuh malam"),
        (time(7, 15), "pukul 07.15"),
    ],
)  # fmt: skip
def test_the_hour_is_spoken_as_people_say_it(at, said):
    assert texts.spoken(at) == said
