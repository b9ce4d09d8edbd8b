"""Statements, entities and sources as tables, for editors who work in a spreadsheet.

The columns are the fields of the fact pack, and its rules are the rules of tables too: a row is
read into the same cells as a record of the pack (``rows``), understood by ``pack.parsing`` and
written by ``pack.saving``.
"""
