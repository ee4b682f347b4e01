"""A whole Friday by the areas' own acts, small enough to be counted by head: who came, waited, worked, promised."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from types import SimpleNamespace

from siip.activity import sites, talks
from siip.activity.sites import Outcome, Reading, Record
from siip.exchange import helps, matches
from siip.fieldday import presences, queue, tallies
from siip.followup import aduan, promises, spots
from siip.kernel.ids import uuid7
from siip.letters.rules.codes import code_from
from siip.programme import events, places, programmes
from siip.programme.models import Place
from siip.programme.places import Spot
from siip.services import requests
from siip.services.intake import Intake
from siip.services.tests.conftest import ANSWERS, PAPERS
from siip.survey import faces
from tests.cast import PLAJU, PLAJU_ILIR

ON_DAY = datetime(2026, 11, 27, 1, 30, tzinfo=UTC)  # Friday 27 November 2026, 08.30 WIB
RTS = tuple(PLAJU_ILIR + tail for tail in ("02/07/", "02/07a/", "02/08/"))
NAMES = ("Siti Maryam", "Ahmad Fauzi", "Nur Aini")
PROMISE, ADUAN = "Mengganti tutup saluran depan rumah Pak Amir", "Lampu jalan mati di lorong kami"


def plan(cast, at=ON_DAY):
    """The Friday itself: three RT, two counters, two places of work. Planned the day before it."""
    before, rini = at - timedelta(days=1), cast.actor("rini", at - timedelta(days=1))
    spots = [_place(name, rini, before) for name in ("Saluran depan SD 12", "Saluran Lorong Sukarela")]
    said = events.Plan(
        PLAJU_ILIR, at.date(), time(7), time(9, 30), "Jalan DI Panjaitan", rts=RTS, counters=2,
        services=("domisili_orang",), places=tuple(spots),
        team=(events.Member(cast.people["hendra"].pk, "pemimpin"),),
    )  # fmt: skip
    made = events.plan_event(programmes.programmes(PLAJU)[0].pk, said, by=rini, at=before, id=uuid7())
    return SimpleNamespace(event=events.event(made.pk, by=rini), spots=spots)


def _place(name, by, at):
    known = Place.objects.filter(name=name).first()  # a second Friday goes where the first one was
    return (known or places.add_place(PLAJU_ILIR, Spot(name, 1, RTS[0]), by=by, at=at, id=uuid7())).pk


def hold(cast, at=ON_DAY):
    """What was done there: 43 residents, a lurah, a Babinsa; 3 numbers, 3 requests; 2 places; a promise."""
    held, rini = plan(cast, at), cast.actor("rini", at)
    event, act = held.event, {"by": rini, "at": at}
    first, second = (cast.place(path).pk for path in RTS[:2])
    marks = [
        tallies.Mark(first, "A", count=31),
        tallies.Mark(second, "A", count=10),
        tallies.Mark(second, "B", count=2),
    ]
    tallies.mark_tally(event.pk, marks, id=uuid7(), **act)
    tallies.settle_tally(event.pk, second, how="sum", id=uuid7(), **act)
    people = [
        presences.Named("staff", person=cast.people["hendra"].pk, role="memimpin"),
        presences.Named("partner", name="Sertu Agus Salim", agency="babinsa"),
    ]
    presences.mark_present(event.pk, people, counter="A", id=uuid7(), **act)
    wishes = [queue.Wish("A"), queue.Wish("A", "lansia"), queue.Wish("B")]
    queue.take_tickets(event.pk, wishes, id=uuid7(), **act)
    said = ANSWERS | {"pengantar_tanggal": f"{at:%Y-%m-%d}"}
    held.requests = [
        requests.take_request(
            Intake("domisili_orang", said | {"nama": name}, "", event.pk),
            PAPERS,
            code=code_from(uuid7().bytes + b"abc"),
            id=uuid7(),
            **act,
        )  # fmt: skip
        for name in NAMES
    ]
    held.sites = [sites.open_site(event.pk, spot, "saluran", id=uuid7(), **act) for spot in held.spots]
    done = Outcome("clean", "hauled")
    amounts = [(Decimal(200), Decimal(40)), (Decimal("120.5"), Decimal(46))]
    records = [
        Record(site.pk, done, (Reading("saluran_m", metres), Reading("karung", sacks)))
        for site, (metres, sacks) in zip(held.sites, amounts, strict=True)
    ]
    sites.record_work(event.pk, records, id=uuid7(), **act)
    here = spots.Spot(event=event.pk)
    wording = promises.Wording(PROMISE, cast.offices["hendra"].pk, date(2026, 12, 4) + (at - ON_DAY))
    promises.make_promise(wording, here, id=uuid7(), **act)
    talks.note_talk(event.pk, talks.Saying(4, "Puskesmas Plaju", 35, "Warga bertanya soal biaya."), id=uuid7(), **act)
    need = helps.note_help(helps.NEED, event.pk, helps.Said(1, 2), id=uuid7(), **act)
    offer = helps.note_help(helps.OFFER, event.pk, helps.Said(1, 3), id=uuid7(), **act)
    matches.match_help(event.pk, need.pk, offer.pk, 2, id=uuid7(), **act)
    faces.mark_faces(event.pk, [faces.Mark("A", "good", 9, "paper"), faces.Mark("A", "poor", 1, "paper")], id=uuid7(),
                     **act)  # fmt: skip
    aduan.note_aduan(aduan.Report(4, ADUAN, "Lorong Sukarela", "Siti Maryam", ""), here, id=uuid7(), **act)
    return held
