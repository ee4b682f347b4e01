"""Letters: registers and their numbers, the chain of paraf and signature, the paper, and its verification.

Words: a *letter* is drafted, goes through its *chain* (paraf, then signature), gets its *number* from a
*register* by a *lease*, is printed, signed by pen and confirmed; it may be *void* or *revoked*, never deleted.
Public verbs: registers.open_register, book_block, close_block, close_register, state_last_number;
letters.draft_letter, revise_letter, paraf_letter, return_letter, sign_letter, number_letter, sign_and_number,
confirm_wet_signature, void_letter, revoke_letter, review_letter, clear_review; blanks.set_aside, write_up;
waiting.waiting_for, in_name_of_others, signed_in_name; receipts.note_receipt; verification.verdict;
papers.letter_pdf, preview_pdf, register_pdf, register_sheet, block_pdf; numbering.faults for whoever verifies.
"""
