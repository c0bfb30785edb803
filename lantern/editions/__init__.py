"""Page × language → Edition: one page in one language, as a tree, with every word that it shows.

In:    pages and records from content, catalogs from locales, rules.
Out:   Translator (answers for every message), Edition, Contact, Progress; advice at the catalog's lines.
Never: knows HTML, paper or disk.
"""
