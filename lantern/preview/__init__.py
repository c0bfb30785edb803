"""The live preview and the translator's workbench, on this computer only.

In:    a root folder that somebody edits.
Out:   pages over HTTP on the loopback address, and a message to the browser when they change.
Never: serves another machine, writes into what it shows.
Owns:  livereload, tornado.
"""
