"""The words after `python build.py`: arguments, one function a command, results on stdout, Problems on stderr.

In:    the command line.
Out:   an exit code: 0 clean, 1 problems, 2 wrong usage.
Never: decides what a site is.
"""
