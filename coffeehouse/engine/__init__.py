"""The one door: `act` decides, records, applies and queues every change of the house, in one transaction."""
