"""What bin/demo, bin/dev and bin/test run: PostgreSQL and Valkey out of wheels, and the processes of the house."""
