"""Exchange: mutual help. What somebody needs, what somebody offers, and who was brought together with whom.

Words: a *need* and an *offer* are noted at an event: what (a number of the list `bantuan`), how many, of which RT;
who it is and how he is reached lies sealed and is told to nobody but the office. A *match* is made by a person, never
by SIIP; it is agreed, then given, and each of its steps can be taken back. All are folds over their steps.
Public verbs: helps.note_help, close_help, reopen_help; matches.match_help, move_match; retention.forget_contacts.
Reads: helps.at_event, still_open, help_of; matches.at_event, of_help; figures.figures_of.
"""
