"""The day itself: who came, and who waits at which counter.

Words: a *tally* is the count of one RT at one event, kept by the letter of each counter (A, B ...; R is what the RT
itself reported) and *settled* by a person where two counters counted the same RT; a *presence* is somebody noted by
name; a *ticket* is a number of the queue. Each is a fold over its steps.
Public verbs: tallies.mark_tally, settle_tally; presences.mark_present, cancel_presence, forget_names;
queue.take_tickets, call_next, move_tickets, link_request; reads attendance.roll, figures_of, presences.present_at,
tallies.tally_of, queue.tickets, board, figures_of.
"""
