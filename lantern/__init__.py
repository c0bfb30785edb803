"""Lantern: Markdown pages, through gettext catalogs and Jinja templates, to a static site in many languages."""

__version__ = "0.1.0"
