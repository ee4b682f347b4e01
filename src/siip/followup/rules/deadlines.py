"""Within how many working days an aduan is answered and finished.

Perpres 76/2013 with Permenpan RB 62/2018 (SP4N-LAPOR): verified and passed on within 3 working days; information and
simple matters finished within 5, others within 14, with an inspection on the spot within 60; the reporter has 10 to
say whether it is. Which days are working days `kernel.workdays` knows.
"""

from types import MappingProxyType
from typing import Final

FIRST_ANSWER: Final = 3
SIMPLE: Final = 5
REPORTER_ANSWERS: Final = 10
FINISH: Final = MappingProxyType(
    {
        5: "Sederhana, atau permintaan keterangan: 5 hari kerja",
        14: "Tanpa pemeriksaan lapangan: 14 hari kerja",
        60: "Dengan pemeriksaan lapangan: 60 hari kerja",
    }
)
"""Working days to finish in -> what it is for."""
