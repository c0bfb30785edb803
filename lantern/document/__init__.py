"""Markdown → document tree → HTML, plain text and data.

In:    Markdown without front matter; a function that translates one message.
Out:   trees (xml.etree Elements) and what is written from them: HTML, plain text, two languages side by side, JSON for paper.
Never: knows a site, a language's catalog or a file.
Owns:  markdown.
"""
