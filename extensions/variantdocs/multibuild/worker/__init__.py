"""Build one variant in a process of its own.

Takes a task and a pipe to the coordinator; gives the variant's output and messages. Must not know how many
other variants there are.
"""
