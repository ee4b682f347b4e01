"""The one screen of a head of RT or RW at /rt/: he answers a call, then invites his residents."""
