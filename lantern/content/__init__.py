"""content/ → pages, records and settings: what the people who write the site wrote.

In:    the folder content/: Markdown with front matter, TOML.
Out:   Settings, Page, Source, Organisation, Update, Withdrawal; every fault as a Problem with its line.
Never: translates, renders for a reader.
Owns:  tomllib.
"""
