"""Who answers: the Model protocol, recorded completions, and programs."""
