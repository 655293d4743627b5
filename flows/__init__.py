"""WHEN: the flow that runs the stages and commits what they wrote, and the command line."""
