"""Developer tool: turn facts about a Junos release into grammar files (`docs/facts-format.md`)."""
