{
    "name": "Field Visit Routing: Job Queue",
    "summary": "Plans and other computations run on the channels of OCA's job queue, on several nodes",
    "version": "1.0.0",
    "author": "field_visit_routing contributors",
    "license": "LGPL-3",
    "category": "Sales/Field Visits",
    "depends": ["field_visit_routing", "queue_job"],
    "data": [
        "data/queue_job.xml",
    ],
    "installable": True,
    "auto_install": True,
}
