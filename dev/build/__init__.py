"""Builds the addon natively for one Odoo series from the one source.

The source is written in the dialect of the newest series.  Python is copied as it is
(``field_visit_routing/compat.py`` absorbs what differs); XML and the manifest are rewritten by
the rules of ``build/rules``, each tagged with the first series that does not need it, so that
dropping an old series means deleting its rules.  What a rule cannot express aborts the build.
"""
