"""DECIDES: Cedar packs people can read, detectors that compute their context, and the verdict with its reasons."""
