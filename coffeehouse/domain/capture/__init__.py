"""What the house records of itself besides what people do: who looked at whom, settings, deliveries, completeness."""
