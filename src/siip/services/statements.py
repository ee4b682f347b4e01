"""The applicant's statement, printed filled in from the request, so that he only reads and signs it."""

from datetime import datetime

from siip.kernel.catalogue import Statement
from siip.kernel.models import House
from siip.kernel.paper import render_pdf
from siip.kernel.paper.surat import Letterhead, statement_data
from siip.kernel.refused import Refused
from siip.people import offices
from siip.services import intake, requests
from siip.services.intake import Place
from siip.services.models import Request


def statement_of(row: Request) -> Statement | None:
    """The statement that is still to be signed for a request; None when none is, or when it was shown."""
    stated = intake.service(row.kode)[1].statement
    missing = {one.kode for one in requests.missing_papers(row)}
    return stated if stated and stated.requirement in missing and row.state == "papers" else None


def statement_pdf(row: Request, *, at: datetime) -> bytes:
    """The statement on paper, dated today. Nothing is kept: what is signed is kept on paper.

    Raises Refused: "no-statement".
    """
    if statement_of(row) is None:
        raise Refused("no-statement", "Permohonan ini tidak menunggu surat pernyataan. Muat ulang halamannya.")
    kind, where = intake.service(row.kode)[1], Place(row.wilayah, row.event)
    head = Letterhead(**offices.letterhead(intake.issuing_office(kind, where)))
    data = statement_data(
        kind, requests.answers_of(row)[0], office=head, dated=where.local_day(at),
        training=House.objects.values_list("training", flat=True).get(),
    )  # fmt: skip
    return render_pdf("pernyataan", data)
