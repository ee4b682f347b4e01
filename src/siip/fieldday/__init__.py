"""The day itself: who came, and who waits at which counter.

Words: a *tally* is the count of one RT at one event, kept by the letter of each counter (A, B ...; R is what the RT
itself reported) and *settled* by a person where two counters counted the same RT; a *presence* is somebody noted by
name; a *ticket* is a number of the queue. Each is a fold over its steps.
Public verbs: tallies.mark_tally, settle_tally; presences.mark_present, cancel_presence, forget_names;
reads tallies.tally_of, presences.present_at, attendance.roll, attendance.figures_of.
"""
