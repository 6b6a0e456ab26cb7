"""How does a list that somebody brings as a file become part of the register, row by row, and how is it taken back?"""
