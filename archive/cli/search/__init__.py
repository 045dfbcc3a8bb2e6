"""What ``mlforsys search`` does once its options are parsed: results, alerts, and search as you type."""
