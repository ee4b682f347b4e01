"""What every area stands on; knows no area.

actor (who acts, with which grants), refused (the one way to say no), journal (one transaction and one
entry for each act), paths (territory as a range), hlc, fold (the order of steps), ids, crypt (sealing, blind
index), catalogue, config, database and cities, jobs, paper, drawing, media, sheet.
"""
