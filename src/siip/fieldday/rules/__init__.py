"""Rules of the day: where a tally, a presence and a ticket stand, out of their steps."""
