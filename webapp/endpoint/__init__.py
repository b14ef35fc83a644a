"""The SPARQL endpoint: a question is read from a request, guarded, admitted, and answered by a process of its own."""
