"""The components, where they could go wrong."""

from datetime import date

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.test import Client, override_settings

from siip.web.ui.icons import PATHS, icon
from siip.web.ui.parts import Answer, Figure, Link, Step


def rendered(text: str, **context: object) -> str:
    return Template(text).render(Context(context))


def test_figure_without_rows_behind_it_is_refused() -> None:
    with pytest.raises(ValueError, match="leads nowhere"):
        Figure(37, "surat", "")


def test_figure_is_a_link_with_its_measure() -> None:
    html = rendered("{% figures list %}", list=[Figure(1214, "orang hadir", "/hadir/", "dari 11 RT")])
    assert '<a class="stat" href="/hadir/"><b>1.214</b>orang hadir</a><small>dari 11 RT</small>' in html


def test_meaning_must_be_known() -> None:
    with pytest.raises(TemplateSyntaxError):
        rendered("{% tag 'red' 'Batal' %}")


def test_parts_escape_what_they_are_given() -> None:
    evil = "<script>"
    html = rendered(
        "{% tag 'ok' x %}{% facts pairs %}{% links links %}{% answers answers %}{% course steps %}"
        "{% note %}{{ x }}{% endnote %}{% empty x %}{{ x }}{% endempty %}{% verdict 'ok' x %}{% endverdict %}",
        x=evil, pairs={evil: evil}, links=[Link(evil, evil, evil)], answers=[Answer(evil, evil, evil)],
        steps=[Step(evil, "now", evil, evil, evil)],
    )  # fmt: skip
    assert "<script>" not in html


def test_facts_leave_out_what_is_empty() -> None:
    assert rendered("{% facts pairs %}", pairs={"Nama": "Siti", "RT": "", "RW": None}).count("<dt>") == 1


def test_change_link_names_its_answer_for_those_who_only_hear() -> None:
    html = rendered("{% answers list %}", list=[Answer("NIK", "", "#nik")])
    assert 'Ubah<span class="unseen"> NIK</span>' in html
    assert "Tidak diisi" in html


def test_course_marks_the_present_step() -> None:
    html = rendered("{% course steps %}", steps=[Step("Data", "past"), Step("Paraf", "now"), Step("Nomor")])
    assert html.count('aria-current="step"') == 1


def test_leaf_shows_the_day() -> None:
    html = rendered("{% leaf on %}", on=date(2026, 11, 27))
    assert "<span>Jumat</span><b>27</b><span>November 2026</span>" in html


def test_icons_are_silent_for_screen_readers() -> None:
    assert all('aria-hidden="true"' in icon(name) for name in PATHS)


def test_tab_is_current_at_and_under_its_address() -> None:
    class Request:
        path = "/layanan/domisili/"

    html = rendered("{% tab '/layanan/' 'Layanan' %}{% tab '/' 'Depan' exact=True %}", request=Request())
    assert html.count("aria-current") == 1
    assert html.startswith('<a href="/layanan/" aria-current="page">')


def test_page_of_an_unknown_kecamatan_is_the_page_of_siip() -> None:
    with override_settings(ROOT_URLCONF="siip.web.ui.tests.guide"):
        html = Client().get("/galat/404/").content.decode()
    assert "Layanan<br>di jalan" in html
    assert '<html lang="id">' in html


def test_training_says_so_on_top() -> None:
    with override_settings(ROOT_URLCONF="siip.web.ui.tests.guide"):
        assert "LATIHAN" in Client().get("/register/?latihan").content.decode()
        assert "LATIHAN" not in Client().get("/register/").content.decode()
