"""The tiny study's municipal answers, written as every tool writes them."""
