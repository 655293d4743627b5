"""WHERE: the schema of the tables, their storage as Parquet with a SQL catalog, and the views over them."""
