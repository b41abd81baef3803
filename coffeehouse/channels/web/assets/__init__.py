"""Sources of the stylesheet and the small script, and `build.py`, which turns them into `static/built/`."""
