{
    "name": "Field Visits: demo server",
    "summary": "Only for development: an address that signs in, and the demo city's streets",
    "version": "1.0.0",
    "author": "field_visit_routing contributors",
    "license": "LGPL-3",
    "category": "Hidden",
    "depends": ["field_visit_routing"],
    "data": [],
    "installable": True,
}
