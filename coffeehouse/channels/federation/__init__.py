"""What other servers and apps ask first: who is here (WebFinger), what runs here (NodeInfo), where its doors are."""
