"""The services: what is needed, what is not, how long, what it costs; the published half of the standard."""

from django.http import Http404, HttpResponse
from django.urls import path

from siip.kernel import catalogue
from siip.people.models import OfficeKind
from siip.programme import events
from siip.web.asked import HouseRequest
from siip.web.public import when
from siip.web.public.about import told
from siip.web.public.frame import page, shared
from siip.web.ui import wording
from siip.web.ui.parts import Link

CAPACITIES = {"an": "a.n.", "ub": "u.b."}


@shared
def services(request: HouseRequest) -> HttpResponse:
    found = catalogue.services()
    return page(
        request,
        "public/services/list.html",
        title=f"{len(found)} layanan, semuanya Rp0" if not any(one.fee_idr for one in found) else "Layanan",
        description="Apa yang perlu dibawa, apa yang tidak, berapa lama, dan siapa yang menandatangani.",
        card=f"Layanan Kecamatan {request.kecamatan.name}",
        ours=[link(one) for one in found if one.letter],
        others=[link(one) for one in found if not one.letter],
    )


def link(service: catalogue.Service) -> Link:
    """The line of a list that leads to the service: how long it takes or whose desk it is, and the price."""
    if service.letter:
        remark = _minutes(catalogue.letter_type(service.letter))
    else:
        remark = f"meja {_partner(service.partner)}" if service.partner else ""
    return Link(f"/layanan/{service.kode}/", service.name, " · ".join(filter(None, (remark, _rupiah(service)))))


@shared
def service(request: HouseRequest, kode: str) -> HttpResponse:
    found = next((one for one in catalogue.services() if one.kode == kode), None)
    if found is None:
        raise Http404
    return page(
        request,
        "public/services/one.html",
        title=found.name,
        description=f"{found.summary} Lihat apa yang perlu dibawa, dan apa yang tidak.",
        service=found,
        notice=told(found.notice) if found.notice else None,
        facts=[*_where(found, request), *_letter(found), ("Biaya", _rupiah(found))],
    )


def _where(service: catalogue.Service, request: HouseRequest) -> list[tuple[str, str]]:
    """The next Friday that offers it, and the counter on other days."""
    coming = events.coming(request.kecamatan.path, request.now) if "event" in service.where else None
    event = coming.filter(services__kode=service.kode).first() if coming is not None else None
    said = []
    if event:
        said.append(("Terdekat", f"{wording.day(when.on_day(event))}, {when.hours(event)}, {when.place(event)}"))
    elif coming is not None:
        said.append(("Di kegiatan", "Lihat jadwal; saat ini belum ada kegiatan dengan layanan ini."))
    if "counter" in service.where:
        said.append(("Hari kerja", "Di loket kelurahan atau kecamatan, pada jam kantor."))
    return said


def _letter(service: catalogue.Service) -> list[tuple[str, str]]:
    if service.letter is None:
        return [("Petugas", _partner(service.partner))]
    letter = catalogue.letter_type(service.letter)
    return [
        ("Selesai dalam", f"{_minutes(letter)}, bila berkas lengkap dan pejabatnya bertugas"),
        ("Ditandatangani", _signers(letter)),
        ("Masa berlaku", _validity(letter.validity)),
    ]


def _signers(letter: catalogue.LetterType) -> str:
    said = OfficeKind(letter.signer).label
    others = [f"{OfficeKind(one.office).label} ({CAPACITIES[one.capacity]})" for one in letter.delegates]
    return f"{said}; bila berhalangan: {' atau '.join(others)}" if others else said


def _validity(validity: catalogue.Validity | None) -> str:
    if validity is None:
        return "Tidak dibatasi"
    many = f"{validity.months} bulan" if validity.months else f"{validity.days} hari"
    return f"{many} sejak tanggal surat"


def _minutes(letter: catalogue.LetterType) -> str:
    least, most = letter.usual_minutes
    return f"{least}–{most} menit" if least < most else f"{most} menit"


def _rupiah(service: catalogue.Service) -> str:
    return f"Rp{wording.number(service.fee_idr)}"


def _partner(kode: str) -> str:
    return kode.upper() if len(kode) < 5 else kode.capitalize()  # DLH, Dukcapil, Puskesmas


urlpatterns = [
    path("layanan/", services, name="services"),
    path("layanan/<slug:kode>/", service, name="service"),
]
