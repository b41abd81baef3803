"""What outside words become, channel by channel."""
