"""The store read as a whole: papers with their editions, topics and people."""
