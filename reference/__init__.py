"""Writes the reference pages of the manual from the code: ``python -m reference``.

Takes the package's settings, the schema of ``variants.yaml`` and the parsers of the commands; gives
the pages below ``source/writing/reference/``. Must not add facts that the code does not hold.
"""
