"""Editions → sheets: cards, flyers, posters, the guide; what groups add to them; the list of what was made.

In:    a Site, its Editions, imprints.
Out:   PDFs, pictures and ZIPs as File values; Downloads for the pages that tell of them; Problems.
Never: writes a page of the web.
"""
