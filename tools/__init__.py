"""Commands that build what the repository ships: notebooks and figures."""
