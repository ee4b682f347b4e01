"""People: accounts, offices and who holds them, rights, PIN, and the imported list of residents.

Words: an *office* (lurah, seklur, petugas_loket ...) stands apart from its *holding* by a person, which
has dates, an SK and a capacity (definitif, Plt., Plh.). A *resident* is somebody on an imported list;
everything works with no list at all. An *enrolment* makes one browser session known at an office; a *proof*
says that a PIN was right there, and is what a signing act takes. A *mandate* lets one office sign in the name
of another.

Public verbs:
  persons      make_person, revise_person; person, persons, persons_today, holdings_of_person
  offices      make_office, revise_office, give_office, end_holding; holders, holding_of, offices, letterhead
  rights       actor_for, held_at, held_on
  mandates     give_mandate, end_mandate; mandate_for, mandates_held, mandates_of, deputies_of
  accounts     open_account, new_start_password, change_password, close_account, reopen_account,
               drop_second_factor, change_telephone; must_have_second_factor, has_second_factor, demo_code
  enrolments   enrol, end        pins   set_pin, prove
  residents    find_by_nik, find_by_name, resident, erase; details_of, resident_count
  resident_imports   import_residents, check_list, import_upload, outcome, imports, default_terms
  resident_intakes   order_import; intake, waiting, seen, check_upload, take_upload
  resident_retention discard_list; lists_past, lists_ending
  resident_uploads   keep_upload, drop_upload, upload, stale_uploads        resident_files   read_list
"""
