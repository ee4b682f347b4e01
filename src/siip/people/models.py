"""Tables of people: who works here, in which office, with which account; and residents, as little as possible."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from siip.kernel.paths import PathField
from siip.wilayah.models import Wilayah


class OfficeKind(models.TextChoices):
    """Offices of a kecamatan, its kelurahan and their RW and RT."""

    CAMAT = "camat", "Camat"
    SEKCAM = "sekcam", "Sekretaris Kecamatan"
    KASI_KECAMATAN = "kasi_kecamatan", "Kepala Seksi Kecamatan"
    LURAH = "lurah", "Lurah"
    SEKLUR = "seklur", "Sekretaris Kelurahan"
    KASI_PEMERINTAHAN = "kasi_pemerintahan", "Kepala Seksi Pemerintahan"
    PETUGAS_LOKET = "petugas_loket", "Petugas Loket"
    PENGELOLA = "pengelola", "Pengelola Sistem"
    KETUA_RW = "ketua_rw", "Ketua RW"
    KETUA_RT = "ketua_rt", "Ketua RT"


class Capacity(models.TextChoices):
    """How an office is held. a.n. and u.b. are capacities of one signature, not of a holding."""

    DEFINITIF = "definitif", "Definitif"
    PLT = "plt", "Pelaksana Tugas (Plt.)"
    PLH = "plh", "Pelaksana Harian (Plh.)"


class Person(models.Model):
    """Somebody who holds an office or works for one. Name as printed on letters, with titles."""

    id = models.UUIDField(primary_key=True)
    kecamatan = PathField()
    name = models.CharField(max_length=120)
    nip = models.CharField(max_length=21, blank=True)
    rank = models.CharField(max_length=60, blank=True)
    phone = models.CharField(max_length=20, blank=True)


class Office(models.Model):
    """An office at a territory, whoever holds it. `title` and `code` as printed: "Lurah Plaju Ilir", "PLI"."""

    id = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=20, choices=OfficeKind.choices)
    wilayah = models.ForeignKey(Wilayah, models.PROTECT, related_name="offices")
    title = models.CharField(max_length=80)
    code = models.CharField(max_length=12, blank=True)
    letterhead = models.JSONField(default=dict)  # address lines, telephone, place; see offices.letterhead

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["wilayah", "kind", "title"], name="people_office_once"),
            models.CheckConstraint(condition=Q(kind__in=OfficeKind.values), name="people_office_kind"),
        ]


class Holding(models.Model):
    """A person in an office from one day to another, by an SK."""

    id = models.UUIDField(primary_key=True)
    office = models.ForeignKey(Office, models.PROTECT, related_name="holdings")
    person = models.ForeignKey(Person, models.PROTECT, related_name="holdings")
    capacity = models.CharField(max_length=10, choices=Capacity.choices, default=Capacity.DEFINITIF)
    from_on = models.DateField()
    until_on = models.DateField(null=True)  # the last day, itself included
    sk_number = models.CharField(max_length=60, blank=True)
    sk_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(capacity__in=Capacity.values), name="people_holding_capacity"),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="people_holding_dates",
            ),
            # Plt. and Plh. are for a time: PP 30/2014 and BKN's letter 1/SE/I/2021 give them an end.
            models.CheckConstraint(
                condition=Q(capacity=Capacity.DEFINITIF) | Q(until_on__isnull=False),
                name="people_holding_acting_ends",
            ),
        ]


class Mandate(models.Model):
    """One office may sign in the name of another, from one day to another, by a memo or an SK.

    UU 30/2014 article 14 calls this a mandate: who gave it stays responsible, and who has it signs a.n. or u.b.
    Whether an office can have one at all, the letter types say.
    """

    id = models.UUIDField(primary_key=True)
    office = models.ForeignKey(Office, models.PROTECT, related_name="mandates")  # in whose name
    deputy = models.ForeignKey(Office, models.PROTECT, related_name="+")  # which office signs
    giver = models.ForeignKey(Holding, models.PROTECT, related_name="+")  # who held the office and gave it
    from_on = models.DateField()
    until_on = models.DateField()  # the last day, itself included
    ground = models.CharField(max_length=80)  # "Nota dinas 800/12/PLI/2026"
    ground_on = models.DateField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="people_mandate_dates"),
            models.CheckConstraint(condition=Q(ground__gt=""), name="people_mandate_ground"),
            models.CheckConstraint(condition=~Q(office=F("deputy")), name="people_mandate_other_office"),
        ]


class AccountManager(BaseUserManager["Account"]):
    """Accounts are found by their name for logging in, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(username__iexact=username)


class Account(AbstractBaseUser):
    """A way to log in, of one person. No superuser, no staff flag, no permissions but those of offices."""

    id = models.BigAutoField(primary_key=True)
    username = models.CharField("nama pengguna", max_length=40, unique=True)
    person = models.OneToOneField(Person, models.PROTECT, related_name="account")
    is_active = models.BooleanField(default=True)
    made_at = models.DateTimeField()
    start_until = models.DateTimeField(null=True)  # until then a password given by somebody else; None: his own
    key = models.UUIDField()  # kernel.DataKey, for the secrets of the second factor
    last_login = None

    objects = AccountManager()

    USERNAME_FIELD = "username"

    class Meta:
        constraints = [
            models.UniqueConstraint(models.functions.Lower("username"), name="people_account_name_once"),
        ]


class Pin(models.Model):
    """Six digits for signing, hashed with Argon2id; locked after five wrong ones in a row."""

    account = models.OneToOneField(Account, models.CASCADE, primary_key=True, related_name="pin")
    secret = models.CharField(max_length=160)
    set_at = models.DateTimeField()
    failures = models.PositiveSmallIntegerField(default=0)
    locked_at = models.DateTimeField(null=True)


class Enrolment(models.Model):
    """One browser session, enrolled at an office after a full log-in: only there does a PIN sign."""

    id = models.UUIDField(primary_key=True)
    account = models.ForeignKey(Account, models.CASCADE, related_name="enrolments")
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)


class ResidentUpload(models.Model):
    """A file that waits for its sender's yes, sealed; gone with the answer, or after a day without one."""

    id = models.UUIDField(primary_key=True)
    wilayah = models.ForeignKey(Wilayah, models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    sheet = models.CharField(max_length=80)
    at = models.DateTimeField()
    key = models.UUIDField()  # kernel.DataKey
    sealed = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["at"], name="people_upload_at")]


class IntakeStep(models.TextChoices):
    """What is done with a file of residents: the job thread has it at `check` and `take`, its sender at the others."""

    CHECK = "check", "Diperiksa"
    READY = "ready", "Menunggu jawaban"
    STOPPED = "stopped", "Tidak dapat diperiksa"
    TAKE = "take", "Dimasukkan"
    DONE = "done", "Selesai"


class ResidentIntake(models.Model):
    """How far a file of residents is, which the job thread checks and takes in. Its id is the upload's."""

    id = models.UUIDField(primary_key=True)
    wilayah = models.ForeignKey(Wilayah, models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    step = models.CharField(max_length=10, choices=IntakeStep.choices, default=IntakeStep.CHECK)
    asked_at = models.DateTimeField()  # when the job was queued that is next or under way
    started_at = models.DateTimeField(null=True)
    done = models.PositiveIntegerField(default=0)  # rows looked at
    total = models.PositiveIntegerField()
    trouble = models.CharField(max_length=400, blank=True)  # why the job gave it back, without a number of anybody
    sealed = models.BinaryField(null=True)  # JSON of what would come of it, under the upload's key
    source = models.CharField(max_length=120, blank=True)  # from here on: the sender's yes
    basis = models.CharField(max_length=200, blank=True)
    until_on = models.DateField(null=True)
    all_or_nothing = models.BooleanField(default=False)
    make_rt = models.BooleanField(default=False)
    import_id = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(step__in=IntakeStep.values), name="people_intake_step"),
            models.CheckConstraint(
                condition=~Q(step__in=["take", "done"]) | Q(import_id__isnull=False, until_on__isnull=False),
                name="people_intake_answered",
            ),
        ]


class ResidentImport(models.Model):
    """One file of residents taken in: where it came from, on what basis, kept until when."""

    id = models.UUIDField(primary_key=True)
    wilayah = models.ForeignKey(Wilayah, models.PROTECT, related_name="+")
    source = models.CharField(max_length=120)
    basis = models.CharField(max_length=200)
    until_on = models.DateField()
    at = models.DateTimeField()
    row_count = models.PositiveIntegerField(default=0)
    added_count = models.PositiveIntegerField(default=0)
    updated_count = models.PositiveIntegerField(default=0)
    refused_count = models.PositiveIntegerField(default=0)
    warned_count = models.PositiveIntegerField(default=0)
    key = models.UUIDField()  # kernel.DataKey
    sealed = models.BinaryField()  # JSON of the refused rows and warnings: they quote what was written
    discarded_at = models.DateTimeField(null=True)  # after until_on: its residents erased, its findings unreadable


class Resident(models.Model):
    """Somebody on an imported list. In clear: name, birth date and RT, which search needs; the rest is sealed."""

    id = models.UUIDField(primary_key=True)
    # An index less is 0.1 s less for 30,000 rows: who is asked for is asked for by place, NIK or birth date.
    kecamatan = models.ForeignKey(Wilayah, models.PROTECT, related_name="+", db_index=False)
    wilayah = models.ForeignKey(Wilayah, models.PROTECT, related_name="+")  # RT, or kelurahan if that is not known
    source = models.ForeignKey(ResidentImport, models.PROTECT, related_name="residents", db_index=False)
    key = models.UUIDField()  # kernel.DataKey
    name = models.CharField(max_length=120)
    name_key = models.CharField(max_length=120)  # folded for search, see rules.names
    birth_on = models.DateField(null=True)
    nik_blind = models.BinaryField(max_length=32, null=True)
    kk_blind = models.BinaryField(max_length=32, null=True)
    sealed = models.BinaryField()  # JSON of everything else, NIK and KK number among it
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            # Also the index for the search by NIK. Each kecamatan has a list of its own.
            models.UniqueConstraint(fields=["nik_blind", "kecamatan"], name="people_resident_nik_once"),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True)
                | Q(name="dihapus", name_key="", birth_on__isnull=True, nik_blind__isnull=True, kk_blind__isnull=True),
                name="people_resident_erased_wholly",
            ),
        ]
        indexes = [
            models.Index(fields=["birth_on"], name="people_resident_birth"),
            # Empty where nobody was erased, so that an import pays nothing for it.
            models.Index(
                fields=["wilayah", "erased_at"], name="people_resident_erased", condition=Q(erased_at__isnull=False)
            ),
        ]
