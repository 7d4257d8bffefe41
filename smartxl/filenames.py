"""What the files of a project's definition are called."""

__all__ = ["ASSESSMENT", "CATALOGUE", "FRAMEWORK", "ROSTER"]

ASSESSMENT = "assessment.yaml"
"""The file that makes a folder a project."""

FRAMEWORK = "framework.yaml"
"""The file of the framework where the assessment names no other."""

ROSTER = "roster.csv"
"""Who is asked."""

CATALOGUE = "catalogue"
"""The folder of the tables of what is sampled."""
