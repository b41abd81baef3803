"""Wire formats as pure codecs: words in, structs out, and back; no database, no network, no Django."""
