"""Territory: codes from province to RT, validity, successors, who is inside whom."""
