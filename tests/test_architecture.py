"""The walls of the house. Each check is run over the code, and over a planted defect that it must find."""

import pytest
from django.apps import apps

from tests import architecture as shape
from tests.architecture import AREAS, HEIGHT, ROOT, SOURCE


def area_files(area: str) -> dict[str, str]:
    return shape.sources(SOURCE / area)


def area_of(model) -> str:
    return model._meta.app_config.name.split(".")[1]


def links():
    """Every foreign key between tables of ours: what, from which area, to which area."""
    return [
        (f"{model.__name__}.{field.name}", area_of(model), area_of(field.related_model))
        for model in apps.get_models()
        if model._meta.app_config.name.startswith("siip.")
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model._meta.app_config.name.startswith("siip.")
    ]


def test_the_areas_are_those_of_the_layers():
    assert {"wilayah", "people", "letters", "programme", "services"} <= set(AREAS)
    assert HEIGHT["cli"] > HEIGHT["web"] > HEIGHT["services"] > HEIGHT["kernel"]


def test_foreign_keys_point_down_or_stay_home():
    assert links()
    assert shape.keys_that_point_up(links()) == []


def test_a_foreign_key_that_points_up_is_found():
    planted = [("Letter.request", "letters", "services"), ("Aduan.talk", "followup", "activity")]
    assert len(shape.keys_that_point_up(planted)) == 2
    assert shape.keys_that_point_up([("Request.letter", "services", "letters")]) == []


def test_no_foreign_key_of_ours_points_to_an_app_of_django():
    strangers = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_config.name.startswith("siip.")
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and not field.related_model._meta.app_config.name.startswith("siip.")
    ]
    assert strangers == []


def test_faces_never_write_tables():
    assert shape.table_writes(shape.sources(SOURCE / "web")) == []


@pytest.mark.parametrize(
    "line",
    [
        "Letter.objects.create(code='x')",
        "Letter.objects.filter(pk=1).update(code='x')",
        "Letter.objects.filter(pk=1).delete()",
        "letter.save()",
        "letter.delete()",
        "form.save()",
        "Letter.objects.bulk_create(rows)",
        "Letter.objects.get_or_create(pk=1)",
        "account.emailaddress_set.add(one)",
        "cursor.execute('DELETE FROM letters_letter')",
        "account.set_password('x')",
    ],
)
def test_a_face_that_writes_is_found(line):
    assert len(shape.table_writes({"web/console/letters.py": line})) == 1


def test_a_session_and_a_set_are_no_tables():
    assert shape.table_writes({"web/x.py": "request.session.save()\nseen.add(1)\nwords.update(more)"}) == []


@pytest.mark.parametrize("pattern", ["*.py", "*.js", "*.css", "*.typ", "*.html"])
def test_every_file_is_readable_in_one_sitting(pattern):
    assert shape.long_files(shape.sources(SOURCE, pattern)) == []


def test_tests_and_tools_are_readable_in_one_sitting():
    tests = {str(path): path.read_text() for path in (*SOURCE.rglob("tests/*.py"), *(ROOT / "tests").rglob("*.py"))}
    assert shape.long_files({**tests, "siip": (ROOT / "siip").read_text()}) == []


def test_a_long_file_is_found():
    assert shape.long_files({"a.py": "x\n" * 500, "b.py": "x\n" * 501}) == ["b.py: 501 lines"]


@pytest.mark.parametrize("area", AREAS)
def test_an_area_has_five_kinds_of_file(area):
    names = [
        str(path.relative_to(SOURCE / area))
        for path in (SOURCE / area).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    ]
    assert shape.sixth_kind_of_file(names) == []


@pytest.mark.parametrize("name", ["views.py", "signals.py", "utils.py", "templates/a.html", "letter.html", "data/x.py"])
def test_a_sixth_kind_of_file_is_found(name):
    assert shape.sixth_kind_of_file(["__init__.py", "models.py", "registers.py", "rules/numbers.py", name]) == [name]


def test_what_an_area_is_stands_in_its_init_and_nothing_else():
    files = {area: (SOURCE / area / "__init__.py").read_text() for area in AREAS}
    assert shape.imports_in_init(files) == []


@pytest.mark.parametrize("text", ["", "import os", '"""Says."""\nfrom siip.kernel import ids'])
def test_an_init_that_imports_or_says_nothing_is_found(text):
    assert len(shape.imports_in_init({"letters": text})) == 1


def test_there_are_no_signals():
    assert shape.signals(shape.sources(SOURCE)) == []


@pytest.mark.parametrize(
    "line",
    [
        "from django.dispatch import receiver",
        "from django.db.models.signals import post_save",
        "import django.dispatch",
        "models.signals.post_save.connect(f)",
    ],
)
def test_a_signal_is_found(line):
    assert len(shape.signals({"letters/letters.py": line})) >= 1


@pytest.mark.parametrize("area", AREAS)
def test_an_area_has_neither_clock_nor_chance_nor_network(area):
    assert shape.clocks_and_chance(area_files(area)) == []


@pytest.mark.parametrize(
    "line",
    [
        "at = timezone.now()",
        "at = datetime.now(UTC)",
        "on = date.today()",
        "id = uuid4()",
        "id = ids.uuid7()",
        "code = os.urandom(10)",
        "import random",
        "from secrets import token_urlsafe",
        "import urllib.request",
    ],
)
def test_a_clock_or_chance_in_an_area_is_found(line):
    assert len(shape.clocks_and_chance({"letters/letters.py": line})) >= 1


@pytest.mark.parametrize("area", AREAS)
def test_acts_take_who_when_and_the_id_by_name(area):
    assert shape.acts_out_of_form(area_files(area)) == []


@pytest.mark.parametrize(
    "head",
    [
        "def sign(letter, by, at, id):",
        "def sign(letter, *, by, at):",
        "def sign(letter, *, at, id):",
        "def sign(letter):",
    ],
)
def test_an_act_out_of_form_is_found(head):
    assert len(shape.acts_out_of_form({"letters/letters.py": f"{head}\n  with journal.act('sign'): pass"})) == 1


def test_an_act_in_form_is_taken():
    good = "def sign(letter, *, by, at, id):\n  with journal.act('sign', id=id, by=by, at=at): pass"
    assert shape.acts_out_of_form({"letters/letters.py": good}) == []


def test_models_save_in_one_way_and_views_are_functions():
    assert shape.overrides(shape.sources(SOURCE)) == []


@pytest.mark.parametrize(
    "text",
    [
        "class A(models.Model):\n  def save(self): pass",
        "class A(models.Model):\n  def delete(self): pass",
        "class A(ListView): pass",
        "class A(View): pass",
        "class A(forms.ModelForm): pass",
    ],
)
def test_another_way_to_write_or_show_is_found(text):
    assert len(shape.overrides({"x.py": text})) == 1


@pytest.mark.parametrize("area", AREAS)
def test_no_lookup_differs_between_the_databases(area):
    assert shape.lookups_that_differ(area_files(area)) == []


def test_a_lookup_that_differs_is_found():
    planted = "Wilayah.objects.filter(path__startswith='16/', name__icontains='plaju', kind__in=['rt'])"
    assert len(shape.lookups_that_differ({"x.py": planted})) == 2
