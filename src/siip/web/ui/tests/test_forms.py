"""The token, the errors, and what becomes of a refusal."""

from uuid import UUID

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.test import RequestFactory, override_settings
from django.test.html import parse_html

from siip.kernel.refused import Refused
from siip.web.ui.fields import Line, option
from siip.web.ui.forms import Form, Renderer, TokenForm, Worded, attempt, show

TOKEN = "01957c3e-0000-7000-8000-000000000001"


class Take(TokenForm):
    refusals = {"purpose-missing": "purpose"}
    purpose = Line(label="Untuk keperluan", max_length=20)


def taken(form: Take, refused: Refused | None = None) -> str | None:
    def act(*, id: UUID, purpose: str) -> str:
        if refused:
            raise refused
        return f"{id}: {purpose}"

    assert form.is_valid()
    return attempt(form, act, **form.act())


def test_each_fresh_page_has_a_token_of_its_own() -> None:
    one, other = (UUID(str(Take()["token"].value())) for _ in range(2))
    assert one.version == 7
    assert one != other


def test_token_of_a_page_does_not_change_while_it_is_drawn() -> None:
    form = Take()
    assert str(form["token"].value()) in str(form)


def test_token_stays_when_the_form_comes_back() -> None:
    form = Take({"token": TOKEN, "purpose": ""})
    assert f'value="{TOKEN}"' in str(form)


@pytest.mark.parametrize("token", ["", "1; DROP TABLE", "\x00"])
def test_broken_token_is_refused_on_top_and_replaced(token: str) -> None:
    form = Take({"token": token, "purpose": "bank"})
    html = str(form)
    assert not form.is_valid()
    assert "Halaman ini tidak lengkap terkirim" in html
    assert "bank" in html
    assert UUID(str(form["token"].value())).version == 7


def test_token_becomes_the_id_of_the_act() -> None:
    form = Take({"token": TOKEN, "purpose": "bank"})
    assert taken(form) == f"{TOKEN}: bank"
    assert form.id == UUID(TOKEN)


def test_refusal_stands_at_its_field_and_nothing_typed_is_lost() -> None:
    form = Take({"token": TOKEN, "purpose": "bank"})
    assert taken(form, Refused("purpose-missing", "Tulis keperluannya.")) is None
    assert form.errors["purpose"] == ["Tulis keperluannya."]
    assert 'value="bank"' in str(form)


def test_other_refusal_stands_on_top() -> None:
    form = Take({"token": TOKEN, "purpose": "bank"})
    taken(form, Refused("closed", "Loket sudah tutup. Datang hari Senin."))
    assert form.non_field_errors() == ["Loket sudah tutup. Datang hari Senin."]
    assert "Loket sudah tutup" in str(form).split("</ul>")[0]


def test_missing_right_is_not_an_error_of_the_form() -> None:
    with pytest.raises(Refused):
        taken(Take({"token": TOKEN, "purpose": "bank"}), Refused("no-right", "Bukan wewenang Anda."))


def test_bug_in_an_act_is_not_swallowed() -> None:
    def act(**arguments: object) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        attempt(Take(), act)


@override_settings(ROOT_URLCONF="siip.web.ui.tests.guide")
def test_form_that_comes_back_is_422_and_a_new_one_200() -> None:
    request = RequestFactory().get("/")
    context = {"title": "Uji"}
    assert show(request, "ui/error.html", Take(), context).status_code == 200
    assert show(request, "ui/error.html", Take({}), context).status_code == 422


def test_summary_links_to_each_field_in_error() -> None:
    class Sex(Form):
        sex = forms.ChoiceField(label="Jenis kelamin", choices=[("L", "Laki-laki")], widget=forms.RadioSelect)
        name = Line(label="Nama")

    html = str(Sex({}))
    assert '<a href="#id_sex_0">Jenis kelamin belum dipilih.</a>' in html
    assert '<a href="#id_name">Nama belum diisi.</a>' in html
    assert "Ada 2 hal yang perlu dibetulkan" in html


def test_field_in_error_is_tied_to_hint_and_message() -> None:
    class Named(Form):
        name = Line(label="Nama", help_text="Seperti di KTP-el.")

    html = str(Named({}))
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_name_helptext"' in html
    assert 'id="id_name_error"' in html


def test_hint_given_by_a_person_is_escaped() -> None:
    class Named(Form):
        name = Line(label="Nama <b>", help_text="<script>")

    assert "<script>" not in str(Named())
    assert "Nama &lt;b&gt;" in str(Named())


@pytest.mark.parametrize(
    ("widget", "value"),
    [
        (forms.Select(choices=[("", "Pilih <orang>"), (7, "Siti"), ('a"b', option("Rini & co", "loket"))]), 7),
        (forms.Select({"disabled": True, "data-x": "1 < 2"}, [("Kelurahan <b>", [("1", "Plaju"), ("2", "Ulu")])]), "2"),
        (forms.SelectMultiple(choices=[("1", "satu"), ("2", "dua"), ("3", "tiga")]), ["1", "3"]),
        (forms.NullBooleanSelect(), None),
        (forms.Select(), "x"),
    ],
)
def test_a_list_to_choose_from_says_what_django_s_own_says(widget: forms.Select, value: object) -> None:
    ours, theirs = (
        widget.render("pilih", value, {"id": "id_pilih"}, maker) for maker in (Renderer(), DjangoTemplates())
    )
    assert parse_html(ours) == parse_html(theirs)


def test_boxes_bear_value_id_and_tick() -> None:
    boxes = forms.CheckboxSelectMultiple(choices=[(12345, "satu"), ('a"b', "dua <b>")])
    drawn = parse_html(boxes.render("kotak", ['a"b'], {"id": "id_kotak"}, Renderer()))
    assert drawn == parse_html(
        '<div id="id_kotak"><div class="tick"><input type="checkbox" name="kotak" value="12345" id="id_kotak_0">'
        '<label for="id_kotak_0">satu</label></div><div class="tick"><input type="checkbox" name="kotak" '
        'value="a&quot;b" id="id_kotak_1" checked><label for="id_kotak_1">dua &lt;b&gt;</label></div></div>'
    )


def test_optional_field_says_so() -> None:
    class Named(Form):
        name = Line(label="Nama", required=False)

    assert "(boleh kosong)" in str(Named())


def test_errors_name_the_field_in_indonesian() -> None:
    class All(Form):
        mail = forms.EmailField(label="Surel")
        kind = forms.ChoiceField(label="Jenis", choices=[("a", "A")])
        long = forms.CharField(label="Nama", max_length=3)
        short = forms.CharField(label="Kode 5%", min_length=3)
        yes = forms.BooleanField(label="Setuju")

    errors = All({"mail": "x", "kind": "z", "long": "abcd", "short": "a"}).errors
    assert errors["mail"] == ["Alamat email ini tidak lengkap. Tulis seperti nama@contoh.id."]
    assert errors["kind"] == ["Pilih Jenis dari daftar yang tersedia."]
    assert errors["long"] == ["Nama terlalu panjang: paling banyak 3 huruf, sekarang 4."]
    assert errors["short"] == ["Kode 5% terlalu pendek: paling sedikit 3 huruf, sekarang 1."]
    assert errors["yes"] == ["Setuju: beri tanda centang dahulu."]


def test_message_chosen_by_the_author_stays() -> None:
    class Named(Form):
        name = Line(label="Nama", error_messages={"required": "Tulis nama pemohon."})

    assert Named({}).errors["name"] == ["Tulis nama pemohon."]


def test_form_of_a_library_is_worded_too() -> None:
    class Theirs(forms.Form):
        login = forms.CharField(label="Nama pengguna")

    class Ours(Worded, Theirs):
        pass

    assert Ours({}).errors["login"] == ["Nama pengguna belum diisi."]


def test_django_s_own_messages_are_indonesian() -> None:
    class Theirs(forms.Form):
        on = forms.DateField()

    assert Theirs({"on": "x"}).errors["on"] == ["Masukkan tanggal yang valid."]
