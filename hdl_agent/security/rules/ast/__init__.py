"""Reading pyslang's elaborated design, for rules that look at what the text says."""
