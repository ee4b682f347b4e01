"""The face for everybody: when, what to bring and what not, whether a letter is real. No log-in, no JavaScript.

Every page is one request of at most 5 KB, sets no cookie, and stands by itself on one sheet of paper.
"""
