"""Cases told in branches: read from YAML, checked as a graph, drawn as a tree."""

from lessonkit.cases.case import Action, Case, Node
from lessonkit.cases.files import CaseError, CaseFile, all_cases, case_files, find_case

__all__ = ["Action", "Case", "CaseError", "CaseFile", "Node", "all_cases", "case_files", "find_case"]
