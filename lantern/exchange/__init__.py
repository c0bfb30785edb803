"""Catalogs that come from outside, and the reply to whoever sent one.

In:    bytes of a catalog that was mailed, or another tool's catalog of the same text.
Out:   what was taken and what was not, entry by entry, with reasons; a page that says so.
Never: writes a catalog; takes what a rule refuses.
"""
