"""Release packs: the answer to a request as one file, which its recipient can check without the house."""
