"""Reading each page once for all variants that show it alike.

Takes what each variant has to read; gives who reads what, and merges the results. Must not know how pages are
written.
"""
