"""Mobilisation: the call to the heads of RT and RW before an event, and what they answer.

Words: a *link* is the standing way of one head to his page, as long as he holds the office; a *call* is what was
asked of one RT or RW for one event, a fold over its steps: called (how often, how), answered (comes, is
represented, cannot; how many people; what is needed).
Public verbs: links.make_links, revoke_link, renew_link; calls.note_called; answers.answer_call, answer_for;
moves.move_event, cancel_event; reads links.by_token, by_code, token, code; calls.roll, called, told;
answers.events_of, answer_of; moves.change_of,
recipients, is_asked, text_for.
"""
