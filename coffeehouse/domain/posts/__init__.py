"""Posts: statuses, threads, timelines, polls, media, notifications, search."""
