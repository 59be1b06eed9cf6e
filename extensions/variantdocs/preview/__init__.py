"""Show all variants while someone writes: ``variantdocs serve``.

Takes a command line; gives a site that is built again with each save. Must not know how pages are made. The
server and the builder are different processes, which talk as ``protocol`` says.
"""
