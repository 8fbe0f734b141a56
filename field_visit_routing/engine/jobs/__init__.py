"""Long work in a process of its own, spoken to through a folder of JSON files."""
