"""What keeps a warehouse fast, small and sound: rewriting files, removing old ones, checking all of them."""
