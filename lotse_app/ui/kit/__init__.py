"""What every screen is built from: blocks, fields, tables, layouts, the look."""
