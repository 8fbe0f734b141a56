from . import field_visit_job
