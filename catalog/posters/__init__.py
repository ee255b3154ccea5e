"""
Posters and shelf labels on paper.

`*.typ` say how a sheet looks, `sheets.py` says what stands on it. A theme without a look of its own
here gets the plain one, in its colour.
"""
