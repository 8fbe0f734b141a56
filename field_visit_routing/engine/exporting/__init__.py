"""Files for other programs: CSV that no spreadsheet takes for formulas, and GeoJSON."""
