"""Guatemala and Peru: official divisions, their codes and names, and columns that hold them."""
