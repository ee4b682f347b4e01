"""Services: a resident's request from the counter to the hand-over, and the papers shown for it.

Words: a *request* is taken at an event or at the weekday counter; its *applicant* and *subject* are sealed
copies of what was shown; a *requirement* is met by a paper seen, or for the keterangan RT by the RT head
on the spot. When all is shown the letter is drafted and goes its own way (letters).
What cannot be finished where it was taken is carried over with a *slip*: day, office, code.
Public verbs: requests.take_request, show_papers, correct_request, cancel_request, hand_over; slips.carry_over; reads
requests.open_requests, open_counts, closed_requests, named, request, answers_of, stage, missing_papers,
open_acts; slips.carried, left_open, standing, ready_at; figures.figures_of, rows_of; trail.trail.
"""
