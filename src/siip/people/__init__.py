"""Accounts, residents, offices and their holders, rights."""
