"""The limits of the public pages. What protects a letter is that its code has 150 random bits."""

from typing import Final

from siip.web.ui.limits import Limit, seconds_to_wait

__all__ = ["CHECKS", "CODES", "REPORTS", "Limit", "seconds_to_wait"]

# A bank's counter checks a few letters in ten minutes, an office behind one address perhaps forty. All
# together may do five a second: far above what 30,000 letters a year bring, within what one laptop serves.
CHECKS: Final = Limit("periksa", one=60, all=3000, window=600)

# Telephones of one provider share an address, and one RT reports from one Wi-Fi. All together: twice what a full
# Friday brings, and no more than an office can read in a day. Of each kecamatan its own: see report.py.
REPORTS: Final = Limit("lapor", one=20, all=100, window=600)
# A code of a report has 60 random bits; the limit spares the machine.
CODES: Final = Limit("lapor-kode", one=60, all=3000, window=600)
