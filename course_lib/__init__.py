"""Backpropagation from first principles: the package behind the lessons."""
