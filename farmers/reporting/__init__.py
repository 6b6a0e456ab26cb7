"""Which figures does the association report of a branch for a quarter or a year?"""

from farmers.reporting.periods import Period
from farmers.reporting.tables import Cell, Column, Report, Row

__all__ = ["Cell", "Column", "Period", "Report", "Row"]
