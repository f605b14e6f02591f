"""One set of codings, and writers that put it into the files of every tool."""
