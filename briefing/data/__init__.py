"""Data files beside a facts file → facts and calculations of the visit, as a facts file would state them.

The only package that knows DuckDB and workbooks; `desk` is the way in. What a figure means, and how it
prints, `facts` and the sections say as of any other.
"""
