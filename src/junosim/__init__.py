"""A digital twin of Juniper routers and switches in FIPS / Common Criteria mode."""
