"""Make the folder to upload: a built site, with what hosts, crawlers and other programs need.

Takes the output folder and page indexes of a build; gives a folder that has passed all checks, and a summary.
Must not know Sphinx: :mod:`variantdocs.publish.assemble` publishes what other machines have built.
"""
