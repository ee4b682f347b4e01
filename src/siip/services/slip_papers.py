"""The promise slip on paper: one half for whoever goes home, one that is clipped to the papers."""

from datetime import datetime
from typing import Any

from django.conf import settings

from siip.kernel import catalogue
from siip.kernel.drawing import code_groups, qr_svg
from siip.kernel.models import House
from siip.kernel.paper import printable, render_pdf, words
from siip.kernel.paper.surat import Letterhead, letterhead_on_paper
from siip.kernel.refused import Refused
from siip.people import offices
from siip.services import intake, requests, slips
from siip.services.intake import Place
from siip.services.models import Request, Slip
from siip.services.rules.slips import REASONS


def slip_pdf(row: Request, *, at: datetime) -> bytes:
    """The slip of the promise that holds, with what is missing by now. Raises Refused: "no-slip"."""
    slip = row.slip
    if slip is None:
        raise Refused("no-slip", "Permohonan ini belum diberi janji. Muat ulang halamannya.")
    service, kind = intake.service(row.kode)
    head = Letterhead(**offices.letterhead(intake.issuing_office(kind, Place(row.wilayah, row.event))))
    missing = [one.label for one in requests.missing_papers(row)]
    return render_pdf("janji", _on_paper(slip, service.name, head, at) | {
        "missing": [printable(one) for one in missing],
        "bring": [printable(one.label) for one in service.bring] if _needs_stamp(kind, row) else [],
        "rows": [[name, printable(said), *look] for name, said, *look in _for_office(row, slip, service.name) if said],
    })  # fmt: skip


def _on_paper(slip: Slip, service: str, head: Letterhead, at: datetime) -> dict[str, Any]:
    public = settings.SIIP.public_url.rstrip("/")
    url = f"{public}/periksa/{slip.code}"
    given = Place(slip.request.wilayah).local_day(slip.at)
    return {
        "office": letterhead_on_paper(head),
        "office_name": printable(head.kelurahan or head.kecamatan),
        "complaint": printable(head.complaint),
        "service": printable(service),
        "given": words(given, "date"),
        "day": slips.day_words(slip.due_on),
        "place": printable(slips.place_words(slip.wilayah)),
        "groups": code_groups(slip.code),
        "url": url,
        "address": f"{public.removeprefix('https://').removeprefix('http://')}/periksa",
        "qr": qr_svg(url),
        "date": Place(slip.request.wilayah).local_day(at).isoformat(),
        "paper": "A4",
        "training": House.objects.values_list("training", flat=True).get(),
        "typeface": "Arimo",
    }


def _for_office(row: Request, slip: Slip, service: str) -> list[tuple[str, ...]]:
    return [
        ("Nama", row.subject_name, "strong"),
        ("RT/RW", row.subject_rt),
        ("Surat", service),
        ("Diterima di", f"kegiatan {row.event.street}" if row.event else f"loket {row.wilayah.title}"),
        ("Sebab", REASONS[slip.reason]),
        ("Dijanjikan", slips.day_words(slip.due_on), "strong"),
        ("Diambil di", slips.place_words(slip.wilayah)),
    ]


def _needs_stamp(kind: catalogue.LetterType, row: Request) -> bool:
    """Whether what else to bring is still needed: until the statement was shown, for whose sake it is brought."""
    missing = {one.kode for one in requests.missing_papers(row)}
    return kind.statement is None or kind.statement.requirement in missing
