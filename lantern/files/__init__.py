"""Bytes and disk: publishing a folder in one step, a cache, static files, archives, QR codes, pictures.

In:    File values (a path inside the site and its bytes); folders.
Out:   a published folder, old or new and never half; File values made of other bytes.
Never: knows what a page or a translation is.
Owns:  segno, PIL (Pillow), pikepdf.
"""
