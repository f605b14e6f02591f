"""The steps of the workflow: each reads, calls one pure function, and writes.

Every step runs in the study's folder and is a verb of the command line; its parameters are the flags.
Heavy libraries are imported inside the step that needs them.
"""
