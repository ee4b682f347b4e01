"""An invented office for trials, benchmarks and pictures. `000` ends every NIP; the arms are nobody's."""

from datetime import date
from pathlib import Path

from siip.kernel.paper.surat import Letterhead, Signer, registered

CODE = "7KQ2MX9TD4HWP8R3NVC6BYJ5FZG1XA"
SAMPLE_ARMS = (Path(__file__).parent / "assets" / "lambang_contoh.svg").read_text(encoding="utf-8")

OFFICE = Letterhead(
    lines=("PEMERINTAH KOTA PALEMBANG", "KECAMATAN PLAJU", "KELURAHAN PLAJU ILIR"),
    address=(
        "Jalan DI Panjaitan, Palembang 30268, Telepon (0711) 000000",
        "Pos-el plajuilir@contoh.go.id, Laman siip.contoh.go.id",
    ),
    kelurahan="Kelurahan Plaju Ilir",
    kecamatan="Kecamatan Plaju",
    kota="Kota Palembang",
    place="Palembang",
    complaint="siip.contoh.go.id/lapor, boleh tanpa nama.",
    arms=SAMPLE_ARMS,
)
LURAH = "Lurah Plaju Ilir"
SEKLUR = {"name": "Agus Setiawan, S.E.", "rank": "Penata (III/c)", "nip": "19830921 200903 1 000"}
SIGNERS = {
    "langsung": Signer(
        "langsung",
        LURAH,
        name="Hj. Marlina Oktavia, S.IP., M.Si.",
        rank="Penata Tingkat I (III/d)",
        nip="19790412 200501 2 000",
    ),
    "an": Signer("an", LURAH, own="Sekretaris Kelurahan", **SEKLUR),
    "ub": Signer(
        "ub",
        LURAH,
        own="Kepala Seksi Pemerintahan",
        through="Sekretaris Kelurahan",
        name="R.A. Nurul Hikmah Sastrawinata Kusumaningtyas, S.Sos., M.A.P.",
        rank="Penata Muda Tingkat I (III/b)",
        nip="19880630 201101 2 000",
    ),
    "plt": Signer("plt", LURAH, **SEKLUR),
    "plh": Signer("plh", LURAH, **SEKLUR),
}
VERIFICATION = registered(CODE, "https://siip.contoh.go.id", office="Kelurahan Plaju Ilir", on=date(2026, 11, 27))
