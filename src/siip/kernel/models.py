"""Tables that every area stands on: the house, the journal with its chains, a data key for each person."""

from django.db import models

from siip.kernel.paths import PathField


class House(models.Model):
    """This installation, made once by `init`. Its id is the device of every act done online."""

    id = models.UUIDField(primary_key=True)
    training = models.BooleanField()
    epoch = models.PositiveIntegerField(default=1)  # raised by every restore
    made_at = models.DateTimeField()
    only = models.BooleanField(default=True, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(only=True), name="kernel_one_house"),
        ]


class Chain(models.Model):
    """Head of a hash chain: one for each kecamatan, and one with the path "" for the house.

    The row is locked last, after every other lock; the house's gives the server's sequence.
    """

    path = PathField(primary_key=True)
    seq = models.BigIntegerField(default=0)
    head = models.CharField(max_length=64)


class Entry(models.Model):
    """What took effect. Never changed, never deleted; holds ids and digests, no personal values."""

    id = models.UUIDField(primary_key=True)
    seq = models.BigIntegerField(unique=True)
    act = models.CharField(max_length=60)
    path = PathField()
    kecamatan = PathField(blank=True)
    person = models.UUIDField(null=True)
    account = models.BigIntegerField(null=True)
    device = models.UUIDField()
    at = models.DateTimeField()
    about = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    own_hash = models.CharField(max_length=64)
    kecamatan_hash = models.CharField(max_length=64)
    house_hash = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["kecamatan", "seq"], name="kernel_entry_kecamatan")]


class DataKey(models.Model):
    """A person's data key, wrapped by a master key that lies outside the database.

    `wrapped` is None once destroyed: what was sealed under it can never be read again.
    """

    id = models.UUIDField(primary_key=True)
    master = models.CharField(max_length=16)
    wrapped = models.BinaryField(null=True)
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(wrapped__isnull=False, destroyed_at__isnull=True)
                | models.Q(wrapped__isnull=True, destroyed_at__isnull=False),
                name="kernel_datakey_whole_or_destroyed",
            ),
        ]


class Step(models.Model):
    """One thing that happened to an object; its state is a fold over them in (hlc, dev, seq) order.

    Append-only. `id` is the journal entry's; online, `dev` is the house and `seq` the journal's.
    """

    id = models.UUIDField(primary_key=True)
    act = models.CharField(max_length=40)
    by = models.UUIDField(null=True)  # the person
    at = models.DateTimeField()
    hlc = models.BigIntegerField()
    dev = models.UUIDField()
    seq = models.BigIntegerField()

    class Meta:
        abstract = True
        ordering = ["hlc", "dev", "seq"]
