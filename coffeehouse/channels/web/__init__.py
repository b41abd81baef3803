"""The web: pages, forms and templates that are complete without script. Reads by queries, writes by `engine.act`."""
