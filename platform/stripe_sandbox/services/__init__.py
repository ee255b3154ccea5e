"""Everything that changes an object; one use case per module. Each runs inside the caller's transaction."""
