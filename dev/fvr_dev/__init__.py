"""The development program behind ``./run`` and ``./test``: a real Odoo, a demo company, every test."""
