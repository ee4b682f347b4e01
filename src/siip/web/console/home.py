"""The first page of the console, *Jumat ini*, and the page of settings."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse

from siip.followup import aduan, promises
from siip.letters import letters, waiting
from siip.letters.rules.validity import dated_on
from siip.people import resident_retention
from siip.people.models import ResidentImport
from siip.people.residents import IMPORT
from siip.programme import events
from siip.programme.models import Event
from siip.services import requests, slips
from siip.web.asked import ConsoleRequest
from siip.web.console import today
from siip.web.console.guard import console
from siip.web.console.mandates import RECENT
from siip.web.ui import wording
from siip.web.ui.parts import Figure, Link


@console()
def friday(request: ConsoleRequest) -> HttpResponse:
    event = today.chosen(request)
    context = {
        "event": event, "facts": _facts(event) if event else [], "figures": _figures(request),
        "take": _take(request, event), "ending": _ending(request), "not_closed": today.not_closed(request, event),
        "may_plan": request.actor.may_somewhere(events.PLAN),
    }  # fmt: skip
    return render(request, "console/home/friday.html", context | (today.context(request, event) if event else {}))


def _take(request: ConsoleRequest, event: Event | None) -> str:
    """Where a request is begun, one tap away: at the event on its day, else at a counter; "" for who takes none."""
    if not request.actor.may_somewhere(requests.TAKE):
        return ""
    place = f"?tempat=kegiatan-{event.pk}" if event and _is_taken_at(request, event) else ""
    return reverse("console:take") + place


def _is_taken_at(request: ConsoleRequest, event: Event) -> bool:
    day = dated_on(request.now, event.wilayah.zone)
    return (
        events.local_day(event) == day
        and request.actor.may(requests.TAKE, event.wilayah.path)
        and bool(event.services.all())
    )


def _ending(request: ConsoleRequest) -> list[ResidentImport]:
    """Lists of residents that go soon: whoever can send a newer one reads it where he begins his day."""
    if not request.actor.may_somewhere(IMPORT):
        return []
    today = dated_on(request.now, request.kecamatan.zone)
    return resident_retention.lists_ending(today, by=request.actor)


def _facts(event: Event) -> list[tuple[str, str]]:
    zone = event.wilayah.zone
    hours = f"{wording.local(event.starts_at, zone):%H.%M} sampai {wording.clock(event.ends_at, zone)}"
    rts = ", ".join(row.wilayah.number for row in event.rts.all())
    return [("Pukul", hours), ("Tempat", event.wilayah.title), ("Berkumpul", event.gathering), ("RT", rts)]


def _figures(request: ConsoleRequest) -> list[Figure]:
    """What waits, for this office, each number a link to its rows."""
    actor, found = request.actor, []
    if actor.may_somewhere("letters.paraf") or actor.may_somewhere("letters.sign"):
        count = waiting.waiting_count(by=actor, at=request.now)
        found.append(Figure(count, "menunggu Anda", "/kantor/menunggu/", "paraf dan tanda tangan"))
        found += _in_name(request)
    if actor.may_somewhere("services.see"):
        found += _requests(request)
    if actor.may_somewhere(promises.SEE):
        found += _followed(request)
    if actor.may_somewhere("letters.see"):
        count = letters.letters_of(actor).filter(state="numbered").count()
        found.append(
            Figure(count, "menunggu tanda tangan", "/kantor/surat/?keadaan=numbered", "cetak, lalu tanda tangan basah")
        )
    return found


def _requests(request: ConsoleRequest) -> list[Figure]:
    """What is open; and of it, for who takes requests, what came back and what can be handed over."""
    counts, list_ = requests.open_counts(request.actor), "/kantor/permohonan/"
    found = [Figure(sum(count for _, _, count in counts), "permohonan terbuka", list_, "belum diserahkan")]
    if not request.actor.may_somewhere(requests.TAKE):
        return found
    if count := slips.carried_count(request.actor):
        found.append(Figure(count, "dibawa ke kantor", "/kantor/bawa/", "dijanjikan, belum diserahkan"))
    for group, word, remark in (("returned", "dikembalikan", "perlu diperbaiki"), ("ready", "siap diserahkan", "")):
        if count := sum(count for of, _, count in counts if of == group):
            found.append(Figure(count, word, f"{list_}?keadaan={group}", remark))
    return found


def _followed(request: ConsoleRequest) -> list[Figure]:
    """Aduan and promises that are open, and how many of them are late; nothing where there are none."""
    today = wording.local(request.now, request.kecamatan.zone).date()
    reported, _, reported_late = aduan.open_counts(request.actor, today)
    promised, promised_late = promises.open_counts(request.actor, today)
    found = [
        (reported, "aduan terbuka", "/kantor/aduan/", reported_late),
        (promised, "janji berjalan", "/kantor/janji/", promised_late),
    ]
    return [
        Figure(count, words, href, f"{late} lewat tenggat" if late else "belum ada yang lewat tenggat")
        for count, words, href, late in found
        if count
    ]


def _in_name(request: ConsoleRequest) -> list[Figure]:
    """What a deputy may sign a.n.; and for the official himself, what others have signed so in the last 30 days."""
    actor, found = request.actor, []
    if count := len(waiting.in_name_of_others(by=actor, at=request.now)):
        found.append(Figure(count, "dapat Anda tandatangani a.n.", "/kantor/menunggu/atas-nama/", "dengan mandat"))
    since = dated_on(request.now, request.kecamatan.zone) - RECENT
    if count := waiting.signed_count(by=actor, at=request.now, since=since):
        found.append(Figure(count, "ditandatangani atas nama Anda", "/kantor/mandat/", "30 hari terakhir"))
    return found


# (address, words, remark, rights of which one opens it)
SETTINGS = (
    (
        "/kantor/jabatan/",
        "Jabatan dan akun",
        "siapa memegang apa, sejak kapan, dan bagaimana ia masuk",
        "people.manage",
    ),
    ("/kantor/mandat/", "Mandat menandatangani", "siapa menandatangani a.n. dan u.b., sampai kapan", "people.mandate"),
    ("/kantor/wilayah/", "Wilayah", "kelurahan, RW, dan RT", "wilayah.manage"),
    ("/kantor/program/", "Program", "nama, hari, dan jam", "programme.plan"),
    ("/kantor/tempat/", "Tempat", "saluran, jalan, dan sudut yang dibersihkan", "programme.plan"),
    ("/kantor/register/", "Register surat", "pola nomor, buku, dan jatah", "registers.manage"),
    ("/kantor/penduduk/impor/", "Daftar penduduk", "memuat dari Excel", "people.import"),
    ("/kantor/jurnal/", "Jurnal", "apa yang terjadi, oleh siapa, kapan", "journal.see"),
)


@console()
def settings(request: ConsoleRequest) -> HttpResponse:
    places = [Link(href, text, note) for href, text, note, right in SETTINGS if request.actor.may_somewhere(right)]
    return render(request, "console/home/settings.html", {"places": places})


urlpatterns = [
    path("", friday, name="home"),
    path("pengaturan/", settings, name="settings"),
]
