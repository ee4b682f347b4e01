"""The programme, its Fridays and where they go: programmes, events, what is planned.

Words: a *programme* is the local name of the communal clean-up; an *event* is one Friday of it, in one
kelurahan, along one street, with its RTs, the services offered there and its team.
Public verbs: programmes.begin_programme, change_programme; events.plan_event, revise_event; reads
programmes.programmes, events.coming, past, public_event, planned, event, people_for.
"""
