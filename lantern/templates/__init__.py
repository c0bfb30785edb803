"""templates/ → the web theme and the print templates, and the products that are printed.

In:    the folder templates/ of the site, and Lantern's own behind it.
Out:   Theme (Jinja), Press (Typst), the phrases both speak, the style sheet cut to what a page wears.
Never: decides what stands on a page.
Owns:  jinja2, markupsafe, tinycss2, typst.
"""
