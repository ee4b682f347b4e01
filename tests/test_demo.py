"""The demonstration, as it stands when somebody opens it for the first time."""

import pytest

from siip import demo, founding
from siip.letters.models import Letter
from siip.mobilisation.models import Call, Link
from siip.people import mandates
from siip.people.models import Account, Office, OfficeKind
from siip.people.pins import pin_of
from siip.services import requests
from siip.services.models import Request
from tests.cast import AT, ident

pytestmark = pytest.mark.django_db


def test_it_has_something_in_every_state_and_nothing_that_nobody_said():
    said = []
    founding.make_house(ident("house"), training=True, at=AT)
    demo.build(AT, said.append)
    assert demo.is_built() and len(said) == 6

    states = {row.subject_name: requests.stage(row).word for row in Request.objects.select_related("letter")}
    assert states["Siti Maryam"] == "Diserahkan" and states["Sukarno"] == "Menunggu berkas"
    assert set(Letter.objects.values_list("state", flat=True)) == {"signed", "numbered", "chain"}
    sukarno = requests.answers_of(Request.objects.get(subject_name="Sukarno"))[0]
    assert "pengantar_tanggal" not in sukarno  # the letter of his RT is still to be shown

    assert sorted(Call.objects.values_list("state", flat=True)) == ["no", "represented", "silent", "silent", "yes"]
    assert Link.objects.count() == 5

    mandate = mandates.mandates_held([Office.objects.get(title="Sekretaris Kelurahan Plaju Ilir").pk], AT)
    assert [(one.office.kind, one.giver.person.name) for one in mandate] == [
        (OfficeKind.LURAH, "Hendra Saputra, S.IP., M.Si.")
    ]
    signers = [one.username for one in Account.objects.order_by("username") if pin_of(one.pk)]
    assert signers == [username for username, _, _, pin in sorted(demo.people()) if pin] == ["hendra", "nyimas"]
