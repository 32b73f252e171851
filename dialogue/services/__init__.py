"""The only writers. Keyword-only, typed, one transaction each; they wake listeners after commit."""
