"""The one design language of every face: style, base pages, parts of a page, forms, lists, error pages.

For authors of pages: `docs/ui.md`. Public names: `forms` (Form, TokenForm, fields, `attempt`, `show`), `tables`
(Column, Filter, `listing`), `parts` (Figure, Answer, Step, Link, Tab), `style`, `csp`, `errors`, `context`,
`wording`, and the template tags in `templatetags/ui.py`. No tables, no area is known here but kernel.
"""
