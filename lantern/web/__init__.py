"""Editions → pages, and their other formats: bilingual, in one file, as text, feed, search, recordings.

In:    a Site, its Editions, and what was printed.
Out:   File values and Problems.
Never: prints, publishes, depends on the day.
"""
