"""locales/ → languages and their catalogs, and what is done to a catalog: merge, stamp, pretend.

In:    PO files; the messages of the site.
Out:   Language, Tongue, Catalog and Entry values; catalogs brought up to date.
Never: judges a translation (see rules), loses a person's work.
Owns:  babel.
"""
