"""The rehearsal: a Friday, or a year of them, of invented people, played through the pages of a running training house.

Nothing is done behind the pages: each person logs in, opens, fills in and presses what a browser would. The clock is
the rehearsal's own (header SIIP-Clock, which only a training house takes), so that a year passes in minutes.
Words: a *hand* is one person at one browser; a *scene* is what happens at an hour of the day.
Public: play.begin; play.Rehearsal; play.Size; hand.Hand.
"""
