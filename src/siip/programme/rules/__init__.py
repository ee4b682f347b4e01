"""Pure rules, each with its source: no Django, no tables, no clock."""
