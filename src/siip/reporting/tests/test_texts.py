"""The words of a report."""

from dataclasses import replace
from datetime import UTC, datetime

from siip.reporting.rules.figures import Row, figure
from siip.reporting.rules.texts import Day, listed, message, opening, seal

DAY = Day(
    "Jumat Bersih", datetime(2026, 11, 27, 7, tzinfo=UTC), datetime(2026, 11, 27, 9, 30, tzinfo=UTC), "WIB",
    "Jalan DI Panjaitan",
    "Kelurahan Plaju Ilir", ("RT 07", "RT 07a", "RT 08"), ("Hendra Saputra",),
)  # fmt: skip
ADDRESS = "https://siip.contoh.go.id/hasil/1/"


def test_the_first_sentence_says_what_when_where_and_with_whom():
    assert opening(DAY) == (
        "Izin melaporkan, Jumat Bersih dilaksanakan pada Jumat, 27 November 2026 pukul 07.00 sampai dengan 09.30 WIB "
        "di Jalan DI Panjaitan, Kelurahan Plaju Ilir, diikuti RT 07, RT 07a, dan RT 08, dipimpin oleh Hendra Saputra."
    )


def test_a_day_that_was_moved_says_why():
    assert opening(replace(DAY, moved_reason="hujan")).endswith("dipindahkan dari rencana semula: hujan.")


def test_a_sentence_that_ends_with_a_degree_has_one_full_stop():
    led = replace(DAY, leaders=("Agus Firmansyah, S.Sos.",))
    assert opening(led).endswith("dipimpin oleh Agus Firmansyah, S.Sos.")
    assert ", S.Sos. Kegiatan ini dipindahkan" in opening(replace(led, moved_reason="hujan"))


def test_a_day_without_rt_and_leader_says_neither():
    assert opening(replace(DAY, rts=(), leaders=())).endswith("di Jalan DI Panjaitan, Kelurahan Plaju Ilir.")


def test_names_are_listed_as_one_speaks():
    assert [listed(names) for names in ([], ["RT 07"], ["RT 07", "RT 08"])] == ["", "RT 07", "RT 07 dan RT 08"]


def test_the_message_has_a_line_for_each_figure_and_its_address():
    heads = figure("surat", "Surat terbit hari itu", "surat", "", [Row("Domisili"), Row("Domisili")])
    text = message(DAY, [heads], note="Cuaca cerah.", sender="Lurah Plaju Ilir", address=ADDRESS)
    assert text.startswith("Izin melaporkan.\n\n*Jumat Bersih, Jumat, 27 November 2026*\n")
    assert "- Surat terbit hari itu: 2 surat\n\nCuaca cerah.\n\nRincian: https://" in text
    assert text.endswith("\n\nLurah Plaju Ilir")


def test_the_message_names_no_address_before_there_is_a_page_behind_it():
    text = message(DAY, [], note="", sender="Lurah Plaju Ilir", address="")
    assert text.endswith("(NIHIL).\n\nLurah Plaju Ilir")


def test_a_day_on_which_nothing_was_done_says_nihil():
    assert "(NIHIL)" in message(DAY, [], note="", sender="Lurah Plaju Ilir", address=ADDRESS)


def test_the_seal_can_be_read_aloud():
    assert seal("Kecamatan Plaju", 1284, "9f2c41aa7d03e6b1" + "0" * 48) == (
        "jurnal Kecamatan Plaju sampai urutan 1.284, kepala 9f2c 41aa 7d03 e6b1"
    )
