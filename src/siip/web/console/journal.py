"""The journal at the console: what took effect in this kecamatan, by whom, when and where. Nobody's data."""

from collections.abc import Iterable
from types import MappingProxyType
from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from siip.kernel import journal
from siip.kernel.models import Entry
from siip.people.models import Person
from siip.web.asked import ConsoleRequest
from siip.web.console.guard import console
from siip.web.ui import tables
from siip.web.ui.tables import Column
from siip.wilayah.models import Wilayah
from siip.wilayah.rules.codes import Level, ancestors_of

SEE = "journal.see"
SIZE = 50
COLUMNS = (
    Column("apa", "Apa", names_row=True),
    Column("kapan", "Kapan"),
    Column("siapa", "Siapa"),
    Column("di_mana", "Di mana"),
)

DONE: Final = MappingProxyType(
    {
        "letters.draft_letter": "Surat dibuat",
        "letters.revise_letter": "Isi surat dibetulkan",
        "letters.paraf_letter": "Surat diparaf",
        "letters.return_letter": "Surat dikembalikan untuk dibetulkan",
        "letters.sign_letter": "Surat disetujui dengan PIN",
        "letters.sign_and_number": "Beberapa surat disetujui dan diberi nomor",
        "letters.number_letter": "Surat diberi nomor",
        "letters.confirm_wet_signature": "Tanda tangan dengan pena dicatat",
        "letters.finish_at_office": "Surat dari lapangan diteruskan lewat paraf kantor",
        "letters.void_letter": "Surat dibatalkan",
        "letters.revoke_letter": "Surat dicabut",
        "letters.review_letter": "Surat mulai ditinjau",
        "letters.clear_review": "Peninjauan surat selesai",
        "letters.note_receipt": "Penerima surat dicatat",
        "letters.open_register": "Register surat dibuka",
        "letters.close_register": "Register surat ditutup",
        "letters.book_block": "Blok nomor buku kertas dicatat",
        "letters.close_block": "Blok nomor buku kertas atau blangko ditutup",
        "letters.set_aside_blanks": "Nomor disisihkan untuk blangko darurat",
        "letters.write_up": "Nomor blangko darurat dicatat pada surat",
        "letters.state_last_number": "Nomor terakhir register dinyatakan",
        "letters.book_lost": "Nomor yang hilang setelah pemulihan dicatat",
        "letters.mend_log": "Catatan nomor diperbaiki",
        "people.make_person": "Orang dicatat",
        "people.revise_person": "Data orang diubah",
        "people.make_office": "Jabatan dibuat",
        "people.revise_office": "Jabatan atau kop suratnya diubah",
        "people.give_office": "Jabatan diberikan",
        "people.end_holding": "Masa jabatan diakhiri",
        "people.give_mandate": "Mandat menandatangani diberikan",
        "people.end_mandate": "Mandat menandatangani dicabut",
        "people.open_account": "Akun dibuka",
        "people.close_account": "Akun ditutup",
        "people.reopen_account": "Akun dibuka kembali",
        "people.new_start_password": "Kata sandi awal diberikan",
        "people.change_password": "Kata sandi diganti",
        "people.drop_second_factor": "Verifikasi dua langkah dilepas",
        "people.set_second_factor": "Verifikasi dua langkah dipasang",
        "people.renew_recovery_codes": "Kode cadangan dibuat baru",
        "people.demo_second_factor": "Verifikasi dua langkah untuk latihan dipasang",
        "people.change_telephone": "Telepon untuk verifikasi dua langkah diganti",
        "people.set_pin": "PIN disetel",
        "people.lock_pin": "PIN terkunci karena salah berkali-kali",
        "people.enrol": "Peramban didaftarkan untuk menandatangani",
        "people.end_enrolment": "Pendaftaran peramban diakhiri",
        "people.keep_upload": "Berkas daftar penduduk dikirim untuk diperiksa",
        "people.drop_upload": "Berkas daftar penduduk dibuang",
        "people.import_residents": "Daftar penduduk dimasukkan",
        "people.order_import": "Daftar penduduk disetujui untuk dimasukkan",
        "people.discard_list": "Daftar penduduk dihapus karena batas simpannya lewat",
        "people.erase_resident": "Data seorang penduduk dihapus",
        "programme.begin_programme": "Program dimulai",
        "programme.change_programme": "Nama, hari, atau jam program diubah",
        "programme.plan_event": "Kegiatan direncanakan",
        "programme.revise_event": "Rencana kegiatan diubah",
        "programme.move_event": "Kegiatan dipindah",
        "programme.cancel_event": "Kegiatan dibatalkan",
        "programme.add_place": "Tempat ditambahkan",
        "programme.revise_place": "Keterangan tempat diubah",
        "programme.retire_place": "Tempat diakhiri",
        "mobilisation.make_links": "Tautan ketua RT/RW dibuat",
        "mobilisation.revoke_link": "Tautan ketua RT/RW dicabut",
        "mobilisation.renew_link": "Tautan ketua RT/RW diganti",
        "mobilisation.note_called": "Ketua RT/RW dipanggil",
        "mobilisation.answer_call": "Ketua RT/RW menjawab panggilan",
        "mobilisation.answer_for": "Jawaban ketua RT/RW dicatat petugas",
        "activity.open_site": "Titik kerja dibuka",
        "activity.record_work": "Hasil pekerjaan dicatat",
        "activity.add_photos": "Foto ditambahkan",
        "activity.note_faces": "Persetujuan orang di foto dicatat",
        "activity.drop_photo": "Foto dihapus",
        "activity.note_talk": "Penyuluhan dicatat",
        "activity.revise_talk": "Catatan penyuluhan dibetulkan",
        "activity.drop_talk": "Catatan penyuluhan dihapus karena salah",
        "followup.make_promise": "Janji dicatat",
        "followup.extend_promise": "Tenggat janji diundur",
        "followup.assign_promise": "Janji diserahkan kepada jabatan lain",
        "followup.finish_promise": "Janji ditepati",
        "followup.drop_promise": "Janji dilepas",
        "followup.resume_promise": "Janji dibuka kembali",
        "followup.report_aduan": "Aduan dikirim warga",
        "followup.note_aduan": "Aduan warga dicatat petugas",
        "followup.forward_aduan": "Aduan diteruskan",
        "followup.reply_aduan": "Aduan ditanggapi",
        "followup.finish_aduan": "Aduan selesai menurut petugas",
        "followup.reject_aduan": "Aduan ditolak",
        "followup.pass_on_aduan": "Aduan dinyatakan bukan wewenang kantor ini",
        "followup.show_aduan": "Ringkasan aduan ditampilkan untuk umum",
        "followup.hide_aduan": "Aduan tidak ditampilkan untuk umum",
        "followup.confirm_aduan": "Pelapor membenarkan: sudah beres",
        "followup.reopen_aduan": "Pelapor membuka kembali aduannya",
        "followup.discard_aduan": "Isi aduan dihapus karena batas simpannya lewat",
        "exchange.note_help": "Kebutuhan atau tawaran warga dicatat",
        "exchange.close_help": "Kebutuhan atau tawaran warga ditutup",
        "exchange.reopen_help": "Kebutuhan atau tawaran warga dibuka kembali",
        "exchange.match_help": "Kebutuhan dan tawaran dicocokkan",
        "exchange.move_match": "Pencocokan diserahkan atau dibatalkan",
        "exchange.forget_contacts": "Nama yang memerlukan dan memberi dihapus",
        "fieldday.mark_tally": "Warga yang hadir dihitung",
        "fieldday.settle_tally": "Hitungan dua loket ditetapkan",
        "fieldday.mark_present": "Orang yang hadir dicatat",
        "fieldday.cancel_presence": "Catatan kehadiran dibatalkan",
        "fieldday.take_tickets": "Nomor antrean diberikan",
        "fieldday.call_next": "Nomor antrean dipanggil",
        "fieldday.move_tickets": "Nomor antrean dipanggil lagi, dilewati, atau diselesaikan",
        "fieldday.link_request": "Nomor antrean dilayani dengan permohonan",
        "fieldday.forget_names": "Nama warga yang hadir dihapus karena batas simpannya lewat",
        "survey.mark_faces": "Wajah dicatat: puas, cukup, atau tidak puas",
        "survey.undo_faces": "Catatan wajah yang terakhir dibatalkan",
        "services.take_request": "Permohonan diterima",
        "services.show_papers": "Berkas permohonan diperlihatkan",
        "services.correct_request": "Permohonan dibetulkan",
        "services.cancel_request": "Permohonan dibatalkan",
        "services.carry_over": "Permohonan dijanjikan selesai di kantor",
        "services.hand_over": "Hasil permohonan diserahkan",
        "reporting.close_event": "Hari kegiatan ditutup dan laporannya disusun",
        "reporting.close_again": "Laporan kegiatan disusun ulang",
        "reporting.state_baseline": "Keadaan sebelum program dicatat",
        "wilayah.load_kecamatan": "Kecamatan dimuat dari daftar nasional",
        "wilayah.load_national": "Daftar wilayah nasional dimuat",
        "wilayah.add_rts": "RT ditambahkan",
        "wilayah.import_rts": "RT dimasukkan dari Excel",
        "wilayah.import_boundaries": "Batas wilayah dimasukkan",
        "wilayah.retire": "Wilayah diakhiri",
        "wilayah.succeed": "Wilayah dimekarkan, digabung, atau diganti nomornya",
    }
)
"""Each act of the areas, as people say what happened."""


@console(SEE)
def index(request: ConsoleRequest) -> HttpResponse:
    before = _number(request.GET.get("sebelum", ""))
    found = journal.entries_at(*request.actor.scope(SEE), before=before, limit=SIZE + 1)
    shown, more = found[:SIZE], len(found) > SIZE
    names, places = _names(shown), _places(shown)
    rows = [
        (entry, DONE.get(entry.act, entry.act), names.get(entry.person, "SIIP"), places.get(entry.path, ""))
        for entry in shown
    ]
    listing = tables.listing({}, shown, COLUMNS, size=SIZE)
    context = {"rows": rows, "listing": listing, "older": shown[-1].seq if more else None, "is_newest": before is None}
    return render(request, "console/journal/index.html", context)


def _number(written: str) -> int | None:
    return int(written) if written.isascii() and written.isdigit() and len(written) < 19 else None


def _names(entries: Iterable[Entry]) -> dict[object, str]:
    """Who did it. Nobody, and so SIIP itself: the founding of the house and the jobs of the night."""
    wanted = {entry.person for entry in entries if entry.person}
    return {person.pk: person.name for person in Person.objects.filter(pk__in=wanted)}


def _places(entries: Iterable[Entry]) -> dict[str, str]:
    """What each place is called, an RT with its kelurahan; the latest name of a path that was used twice."""
    wanted = {entry.path for entry in entries}
    around = {outer for one in wanted for outer in ancestors_of(one)}
    rows = {one.path: one for one in Wilayah.objects.filter(path__in=wanted | around).order_by("path", "pk")}
    return {one: _called(one, rows) for one in wanted if one in rows}


def _called(place: str, rows: dict[str, Wilayah]) -> str:
    chain = [rows[one] for one in (place, *reversed(ancestors_of(place))) if one in rows]
    shown = [one.title for one in chain if one.level in (Level.KELURAHAN, Level.RW, Level.RT)]
    return ", ".join(shown) or chain[0].title


urlpatterns = [path("jurnal/", index, name="journal")]
