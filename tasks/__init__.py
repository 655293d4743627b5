"""What is done to a document: pure stages from tables to tables, in the order of `tasks.stages`."""
