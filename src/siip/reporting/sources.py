"""Where figures come from: each area's rows of one event, counted once and named so that everybody may read them."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from siip.activity import sites, talks, totals
from siip.activity.models import WorkSite
from siip.activity.rules import work
from siip.exchange import figures as exchanged
from siip.exchange import helps, matches
from siip.fieldday import attendance, queue
from siip.fieldday.models import Presence
from siip.fieldday.rules.presences import AGENCIES, PARTNER, ROLES, STAFF
from siip.followup import aduan, promises
from siip.kernel import catalogue
from siip.letters.models import Letter
from siip.letters.rules.validity import dated_on
from siip.programme.events import local_day
from siip.programme.models import Event
from siip.reporting.rules.figures import Figure, Row, figure
from siip.reporting.rules.texts import day as day_words
from siip.services import figures as services
from siip.services.models import Request, Slip
from siip.services.rules import course
from siip.survey import faces
from siip.survey.rules.faces import FACES


def people(event: Event) -> Iterator[Figure]:
    """Who came: residents by RT, officials by what they did, partners by their agency."""
    ref = ("attendance", str(event.pk))
    roll = [Row(one.wilayah.title, Decimal(one.heads), ref) for one in attendance.roll(event) if one.heads]
    yield figure("hadir", "Warga yang hadir", "orang", "hitungan menurut RT, di tempat", roll)
    here = list(Presence.objects.filter(event=event, is_present=True).order_by("first_at", "id"))
    staff = [Row(ROLES.get(one.role, one.role), ref=ref) for one in here if one.kind == STAFF]
    yield figure("petugas", "Pejabat dan petugas", "orang", "dicatat dengan nama dan perannya", staff)
    partners = [Row(AGENCIES.get(one.agency, one.agency), ref=ref) for one in here if one.kind == PARTNER]
    yield figure("mitra", "Mitra yang hadir", "orang", "dicatat dengan nama dan lembaganya", partners)


def queued(event: Event) -> Iterator[Figure]:
    """Numbers of the queue, by the letter of the counter that gave them."""
    rows = [Row(f"Loket {one.letter}", ref=("queue", str(event.pk))) for one in queue.tickets(event)]
    yield figure("antrean", "Nomor antrean diambil", "nomor", "nomor yang dibagikan hari itu", rows)


def requests(event: Event) -> Iterator[Figure]:
    """Requests and letters; what a day is called after is the event's own day, so that they never change by waiting."""
    day, found = local_day(event), requests_of(event)
    how = "permohonan yang diterima di kegiatan ini dan tidak dibatalkan"
    yield figure("permohonan", "Permohonan diterima", "permohonan", how, map(_request, found))
    issued = [one for one in found if one.letter and _is_issued(one.letter, day)]
    how = "bernomor di register pada hari kegiatan"
    yield figure("surat", "Surat terbit hari itu", "surat", how, map(_request, issued))
    how = "serah terima tercatat pada hari kegiatan"
    yield figure("diserahkan", "Surat diserahkan hari itu", "surat", how, map(_request, filter(_is_done(day), found)))
    later = [one for one in found if not _is_done(day)(one)]
    how = "belum diserahkan ketika hari kegiatan berakhir"
    yield figure("dilanjutkan", "Dilanjutkan di kantor", "permohonan", how, map(_request, later))


def carried(event: Event, at: datetime) -> Iterator[Figure]:
    """Requests that got a slip, by the promised day and office; of them which were kept and which are late by `at`."""
    found = _slips(event, at)
    for which, (kode, name, how) in CARRIED.items():
        rows = [
            Row(_promised(slip), ref=("request", str(slip.request_id))) for slip, became in found if which in became
        ]
        yield figure(kode, name, "permohonan", how, rows)


def worked(event: Event) -> Iterator[Figure]:
    """Places of work and what was measured there; a volume is derived by the stated factors and says so."""
    found = sites.sites_of(event)
    done = [Row(_spot(one), ref=_site(one)) for one in found if one.state != work.OPEN]
    yield figure("titik", "Titik kerja selesai", "titik", "keadaannya dicatat bersih atau diperbaiki", done)
    for total in totals.totals(found):
        rows = [
            Row(_spot(one), measure.amount, _site(one))
            for one in found
            for measure in one.measures.all()
            if measure.kode == total.measure.kode
        ]
        unit = total.measure.unit or total.measure.kode
        yield figure(f"ukuran_{total.measure.kode}", total.measure.label, unit, "diukur di titik kerja", rows)
    yield from _volume(found)


def promised(event: Event) -> Iterator[Figure]:
    """Promises by their owner, and aduan by what they are about; never their words."""
    made = [Row(one.office.title, ref=("promise", str(one.pk))) for one in promises.at_event(event)]
    yield figure("janji", "Janji dicatat", "janji", "dengan penanggung jawab dan tanggalnya", made)
    heard = [Row(aduan.subject_name(one.subject), ref=("aduan", str(one.pk))) for one in aduan.at_event(event)]
    yield figure("aduan", "Aduan warga dicatat", "aduan", "disampaikan di kegiatan ini", heard)


def talked(event: Event) -> Iterator[Figure]:
    """Talks by their topic, and who listened; what was said stays sealed."""
    found = talks.at_event(event)
    ref = ("talks", str(event.pk))
    yield figure("penyuluhan", "Penyuluhan", "kali", "dicatat dengan topik dan pembicara",
                 (Row(one.topic, ref=ref) for one in found))  # fmt: skip
    yield figure("pendengar", "Pendengar penyuluhan", "orang", "yang mendengar dua kali dihitung dua kali",
                 (Row(one.topic, Decimal(one.row.heads), ref) for one in found))  # fmt: skip


def helped(event: Event) -> Iterator[Figure]:
    """Needs, offers and what came together, by kind; nobody is named."""
    ref = ("exchange", str(event.pk))
    for side, kode, name in ((helps.NEED, "butuh", "Kebutuhan warga"), (helps.OFFER, "tawaran", "Tawaran bantuan")):
        rows = [Row(one.goods, ref=ref) for one in exchanged.counted(side, event)]
        yield figure(kode, name, "catatan", "dicatat di kegiatan ini", rows)
    made = [Row(helps.goods_of(one.need.goods)[0], ref=ref) for one in matches.at_event(event)]
    yield figure("bertemu", "Bantuan dipertemukan", "kali", "kebutuhan dan tawaran yang dipertemukan petugas", made)


def felt(event: Event) -> Iterator[Figure]:
    """The faces that people touched; never the index of satisfaction (IKM)."""
    found = faces.figures_of(event)
    ref = ("faces", str(event.pk))
    rows = [Row(FACES[face], Decimal(count), ref) for face, count in found.faces.items() if count]
    yield figure("wajah", "Wajah yang ditekan", "orang", "satu sentuhan tiap orang; bukan indeks kepuasan (IKM)", rows)


CARRIED: Final = {
    "promised": ("dijanjikan", "Dijanjikan selesai di kantor", "kertas janji dengan hari dan kantornya"),
    "kept": ("janji_ditepati", "Janji kantor ditepati", "siap pada hari yang dijanjikan atau lebih awal"),
    "late": ("janji_lewat", "Janji kantor lewat", "belum siap sesudah hari yang dijanjikan, atau siap terlambat"),
}
"""What became of the slips: which rows (services.figures), its code, its name, how it is counted."""


def everything(event: Event, at: datetime) -> Iterator[Figure]:
    """All figures of an event as they stand at a moment, in the order of the report."""
    yield from people(event)
    yield from queued(event)
    yield from requests(event)
    yield from carried(event, at)
    for source in (worked, talked, promised, helped, felt):
        yield from source(event)


def requests_of(event: Event) -> list[Request]:
    """The requests taken at an event, without those that were cancelled."""
    rows = Request.objects.filter(event=event).exclude(state=course.CANCELLED).select_related("letter", "wilayah")
    return list(rows.order_by("taken_at", "id"))


def served(event: Event) -> list[tuple[str, int, int, int]]:
    """For each service: name, requests taken, letters handed over that day, gone on at the office."""
    is_done, found = _is_done(local_day(event)), requests_of(event)
    names = sorted({service_name(one.kode) for one in found})
    counted = []
    for name in names:
        own = [is_done(one) for one in found if service_name(one.kode) == name]
        counted.append((name, len(own), sum(own), len(own) - sum(own)))
    return counted


def carried_table(event: Event, at: datetime) -> list[tuple[str, str, list[int]]]:
    """For each promised day and office, the earliest first: how many were promised, kept, and are late by `at`."""
    by_slip: dict[tuple[date, str], list[frozenset[str]]] = {}
    for slip, became in _slips(event, at):
        by_slip.setdefault((slip.due_on, slip.wilayah.title), []).append(became)
    return [
        (day_words(due_on), f"Kantor {office}", [sum(which in one for one in became) for which in CARRIED])
        for (due_on, office), became in sorted(by_slip.items())
    ]


def service_name(kode: str) -> str:
    """What a service is called; its code where the office has taken it out of the catalogue since."""
    try:
        return catalogue.service(kode).name
    except (KeyError, catalogue.CatalogueError):
        return kode


def _request(request: Request) -> Row:
    return Row(service_name(request.kode), ref=("request", str(request.pk)))


def _slips(event: Event, at: datetime) -> list[tuple[Slip, frozenset[str]]]:
    """The promises that hold, each with what it has become."""
    found = services.rows_of(event, "promised", at=at)
    return [(one.request.slip, one.which) for one in found if one.request.slip]


def _promised(slip: Slip) -> str:
    """`Senin, 30 November 2026, Kantor Kelurahan Plaju Ilir`."""
    return f"{day_words(slip.due_on)}, Kantor {slip.wilayah.title}"


def _is_issued(letter: Letter, day: date) -> bool:
    return letter.dated_on == day and bool(letter.number) and letter.state != "void"


def _is_done(day: date) -> Callable[[Request], bool]:
    """Whether its letter was handed over on that day."""

    def is_done(request: Request) -> bool:
        return request.handed_at is not None and dated_on(request.handed_at, request.wilayah.zone) == day

    return is_done


def _volume(found: Sequence[WorkSite]) -> Iterator[Figure]:
    volumes = [(one, totals.volume_of(one)) for one in found]
    rows = [Row(_spot(one), volume.m3, _site(one)) for one, volume in volumes if volume is not None]
    whole = totals.figures(found).volume
    if whole is not None:
        yield figure("volume", "Lumpur dan sampah terangkat", "m³", f"dihitung dari {whole.told}", rows)


def _spot(site: WorkSite) -> str:
    return site.place.name


def _site(site: WorkSite) -> tuple[str, str]:
    return "site", str(site.pk)
