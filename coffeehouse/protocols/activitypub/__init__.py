"""ActivityPub as a pure codec: documents of strangers become bounded, sanitised structs; ours become documents."""
