"""One page a module: its dataclass ``Page`` states what the template of the same name may use, ``show`` fills it."""
