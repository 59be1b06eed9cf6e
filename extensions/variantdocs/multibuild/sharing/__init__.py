"""Read each page once for all variants that show the same text.

Takes what each variant has to read; gives who reads each page, and merges the results. Must not know how
pages are written.
"""
