"""Read each page once for all variants that show the same text.

Takes what each variant has to read, assigns each page to a reader, and merges the results. Must not know
how pages are written.
"""
