"""Followup: what was promised on the day, and what residents report: with an owner, a date, and word to who asked.

Words: a *promise* is what somebody of the office said would be done, a fold over its steps: made, given to another
owner, extended, done, dropped, taken up again. An *aduan* is what a resident reports, at an event, at the counter or
at /lapor/; a fold over its steps: received, forwarded to an owner, answered, finished by the office, confirmed or
reopened by the reporter, rejected, or none of our business; beside it, whether the public may read of it.
What people wrote lies sealed under a key of each promise and each aduan.
Public verbs: promises.make_promise, extend_promise, assign_promise, finish_promise, drop_promise, resume_promise;
aduan.report_aduan, note_aduan; handling.forward_aduan, reply_aduan, finish_aduan, reject_aduan, pass_on_aduan,
show_aduan, hide_aduan; reporter.confirm_aduan, reopen_aduan; retention.discard_aduan. Reads: promises.seen, promise,
at_event, come_back, told; aduan.seen, aduan, at_event, come_back, shown, told; reporter.by_code;
figures.figures_of; spots.owners.
"""
