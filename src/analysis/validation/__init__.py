"""Reference cases against this installation: does it compute what R computes?"""
