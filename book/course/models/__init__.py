"""The models of the course; each file holds one."""

from course.models.calcium_influx import calcium_influx
from course.models.nmda_block import nmda_block
from course.models.shouval_2002 import shouval_2002

__all__ = ["calcium_influx", "nmda_block", "shouval_2002"]
