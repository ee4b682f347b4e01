"""The limits of the public pages. What protects a letter is that its code has 150 random bits."""

from typing import Final

from siip.web.ui.limits import Limit, seconds_to_wait

__all__ = ["CHECKS", "Limit", "seconds_to_wait"]

# A bank's counter checks a few letters in ten minutes, an office behind one address perhaps forty. All
# together may do five a second: far above what 30,000 letters a year bring, within what one laptop serves.
CHECKS: Final = Limit("periksa", one=60, all=3000, window=600)
