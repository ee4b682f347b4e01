"""Reporting: what came of an event, each total beside the rows that make it, and the closing of its day.

Words: a *figure* is a value with its unit and its rows; *closing* a day freezes the figures, seals them with the
head of the journal and drafts the report, a numbered letter; what changes afterwards is shown beside what was
closed; the *baseline* says how things stood before the programme began.
A *lack* is what an event still misses before and on its day; the *pack* is what it takes along on paper.
Public verbs: closings.close_event, close_again; baselines.state_baseline; reads figures.figures_of, figure_of;
closings.closing_of, published, closed_figures, changes_since, open_points; baselines.baseline_of;
readiness.Look, stage, signing, not_closed; packs.contents, pack_pdf.
"""
