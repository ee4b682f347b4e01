"""Each field reads what people type, and says what is wrong."""

from datetime import date, time
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from siip.web.ui import fields
from siip.web.ui.fields import Amount, Count, DateText, Digits, Line, Paragraph, TimeText, Upload
from siip.web.ui.forms import Form


class Card(Form):
    nik = Digits(length=16, label="NIK", required=False)
    pin = Digits(length=6, is_secret=True, label="PIN", required=False)
    name = Line(label="Nama", required=False, max_length=20)
    story = Paragraph(label="Cerita", required=False)
    born_on = DateText(label="Tanggal lahir", required=False)
    at = TimeText(label="Pukul", required=False)
    count = Count(label="Jumlah", required=False, min_value=1)


def read(field: str, typed: str) -> object:
    form = Card({field: typed})
    assert form.is_valid(), form.errors
    return form.cleaned_data[field]


def wrong(field: str, typed: str) -> str:
    return Card({field: typed}).errors[field][0]


@pytest.mark.parametrize(
    "typed",
    ["17-8-1985", "17/08/1985", "17.08.1985", "17 8 1985", "1985-08-17", "17 Agustus 1985", "17-Agt-1985", "17081985"],
)
def test_date_is_read_in_every_usual_form(typed: str) -> None:
    assert read("born_on", typed) == date(1985, 8, 17)


def test_date_takes_old_spellings_of_months() -> None:
    assert read("born_on", "1 Nopember 1970") == date(1970, 11, 1)
    assert read("born_on", "2 pebruari 1970") == date(1970, 2, 2)


def test_date_says_what_is_wrong() -> None:
    assert wrong("born_on", "kemarin") == "Tanggal lahir tidak kami pahami. Tulis seperti 17-8-1985."
    assert wrong("born_on", "17 foo 1985") == wrong("born_on", "kemarin")
    assert wrong("born_on", "31-2-1985") == "Tanggal lahir tidak ada di kalender. Periksa hari, bulan, dan tahunnya."
    assert "empat angka" in wrong("born_on", "17-8-85")


def test_sent_date_tells_what_was_understood() -> None:
    assert "Dibaca: Sabtu, 17 Agustus 1985" in str(Card({"born_on": "17-8-1985"}))
    assert "Dibaca" not in str(Card({"born_on": "17-8"}))
    assert "Dibaca" not in str(Card(initial={"born_on": date(1985, 8, 17)}))


def test_stored_date_and_time_are_shown_as_people_type_them() -> None:
    html = str(Card(initial={"born_on": date(1985, 8, 17), "at": time(7, 5)}))
    assert 'value="17-8-1985"' in html
    assert 'value="07.05"' in html


@pytest.mark.parametrize("typed", ["7.30", "07:30", "0730", " 07.30 "])
def test_time_is_read_in_every_usual_form(typed: str) -> None:
    assert read("at", typed) == time(7, 30)


def test_hour_alone_is_a_time() -> None:
    assert read("at", "7") == time(7, 0)


@pytest.mark.parametrize("typed", ["25.00", "7.60", "pagi", "123"])
def test_strange_time_is_refused(typed: str) -> None:
    assert wrong("at", typed) == "Pukul tidak kami pahami. Tulis jam seperti 07.30."


def test_digits_keep_zeros_and_drop_blanks() -> None:
    assert read("nik", "0671 0741-0378.0003") == "0671074103780003"


def test_digits_say_how_many_are_missing() -> None:
    assert wrong("nik", "167114410378000") == "NIK baru 15 angka; seharusnya 16."
    assert wrong("nik", "16711441037800031") == "NIK berisi 17 angka; seharusnya 16."
    assert wrong("nik", "16711441O3780003") == "NIK hanya boleh berisi angka."


def test_digits_in_another_script_are_refused_and_full_width_ones_read() -> None:
    assert wrong("nik", "١٦٧١١٤٤١٠٣٧٨٠٠٠٣") == "NIK hanya boleh berisi angka."
    assert read("nik", "１６７１１４４１０３７８０００３") == "1671144103780003"


def test_secret_digits_never_come_back_into_the_page() -> None:
    html = str(Card({"pin": "123456", "nik": "1"}))
    assert "123456" not in html
    assert 'type="password"' in html


def test_line_joins_blanks_and_composes_letters() -> None:
    assert read("name", "  Siti \t Maryam ") == "Siti Maryam"
    assert read("name", "Rene\u0301") == "René"


@pytest.mark.parametrize("sign", ["\u202e", "\u200f", "\u200b", "\x07", "\x00"])
def test_line_refuses_signs_that_cannot_be_seen(sign: str) -> None:
    assert "tanda yang tidak terlihat" in wrong("name", f"Si{sign}ti")


def test_line_keeps_what_looks_like_code_as_text() -> None:
    form = Card({"name": "<b>=1+1", "nik": "1"})
    assert "&lt;b&gt;=1+1" in str(form)


def test_paragraph_keeps_its_lines() -> None:
    assert read("story", " satu \r\ndua\t\n") == "satu\ndua"


def test_count_reads_points_between_thousands() -> None:
    assert read("count", "1.250") == 1250
    assert wrong("count", "1,5") == "Jumlah ditulis dengan angka bulat, seperti 12."
    assert wrong("count", "0") == "Jumlah paling sedikit 1."


class Send(Form):
    file = Upload(label="Daftar warga", endings=(".xlsx",), mib=1, button="Pilih Excel")


def sent(name: str, content: bytes) -> Send:
    return Send({}, {"file": SimpleUploadedFile(name, content)})


def test_upload_takes_what_it_asks_for() -> None:
    assert sent("WARGA.XLSX", b"x").is_valid()


def test_upload_refuses_the_rest_by_name() -> None:
    assert sent("a.pdf", b"x").errors["file"] == ["Daftar warga bukan berkas .xlsx. Pilih berkas lain."]
    assert sent("a.xlsx", b"").errors["file"] == ["Daftar warga kosong. Pilih berkas lain."]
    assert sent("a.xlsx", b"x" * (2**20 + 1)).errors["file"] == [
        "Daftar warga lebih dari 1 MB. Kirim berkas yang lebih kecil."
    ]
    assert Send({}, {}).errors["file"] == ["Daftar warga: belum ada berkas yang dipilih."]


def test_upload_bears_its_own_word() -> None:
    assert "Pilih Excel" in str(Send())


def test_option_escapes_what_it_is_given() -> None:
    assert fields.option("a<b", "c") == "a&lt;b<small>c</small>"


def test_group_is_a_fieldset_of_big_targets() -> None:
    class Sex(Form):
        sex = forms.ChoiceField(label="Jenis kelamin", choices=[("L", "Laki-laki")], widget=forms.RadioSelect)

    html = str(Sex())
    assert "<legend>Jenis kelamin</legend>" in html
    assert html.count('<div class="tick">') == 1


@pytest.mark.parametrize(
    ("typed", "amount"),
    [("12", "12"), ("12,5", "12.5"), ("12.5", "12.5"), ("1.250", "1250"), ("1.250,75", "1250.75"), (" 0,05 ", "0.05"),
     ("0.125", "0.125"), ("", None)],
)  # fmt: skip
def test_amount_reads_commas_and_points(typed: str, amount: str | None) -> None:
    field = Amount(label="Panjang", required=False)
    assert field.clean(typed) == (None if amount is None else Decimal(amount))


@pytest.mark.parametrize("typed", ["banyak", "-1", "1,2,3", "1e5", "12 karung", "9999999999", "٣"])
def test_amount_refuses_what_is_no_number(typed: str) -> None:
    with pytest.raises(ValidationError, match="Panjang ditulis dengan angka"):
        Amount(label="Panjang").clean(typed)


def test_amount_is_shown_with_a_comma() -> None:
    field = Amount(label="Panjang")
    assert [field.prepare_value(one) for one in (Decimal("120.50"), Decimal("40.00"), Decimal(100), "x")] == [
        "120,5", "40", "100", "x"
    ]  # fmt: skip
