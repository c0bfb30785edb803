"""For the people who translate and review: parts of a site, reviews, progress, what a change costs, where a message stands.

In:    a Site and its Translators.
Out:   tables and changed catalogs as values.
Never: touches disk.
"""
