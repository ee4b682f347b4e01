"""Territory: codes from province to RT with their periods, who is inside whom, who came after whom, where they lie.

Words: a *path* is `16/71/14/1003/005/07a/` ("-" for a missing RW), a *code* the same with dots; a
place is *valid* on the days of its period, *open* while no end is known; the *shipped list* is the
national one, a file. Territory is public: reads ask no right, acts ask `wilayah.manage`.

Public verbs:
  national     national_list, find_kecamatan
  territory    load_kecamatan, load_national, house_actor; kecamatan_list, kecamatan, kelurahan_of,
               rws_of, rts_of, at_path, by_name
  rts          add_rts, check_rts, import_rts (rows by `rules.rt_sheet.rt_rows`)
  boundaries   import_boundaries (with what `doubts` says of a file); boundaries_in, boundaries_around
  successions  retire, succeed; successors, predecessors, lineage
"""
