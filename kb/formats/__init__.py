"""Other tools' files and written forms of the graph, one format a module."""
