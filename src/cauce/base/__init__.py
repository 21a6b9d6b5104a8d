"""Words every room uses: errors, ids, periods, Spanish text and numbers. Standard library only."""
