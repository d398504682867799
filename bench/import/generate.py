#!/usr/bin/env python3
"""Rows of 124 B for bench/import: generate.py ROWS BAD_PERCENT SEED [FIRST [PLANTED]] > file.csv

Every 1/BAD_PERCENT-th row has one mistake out of five kinds, at a place the seed decides. PLANTED gets its number and
the code that it must be rejected with.
"""
import random
import sys

MISTAKES = ((3, "", "required"), (5, "AUT", "max-length"), (6, "2024-02-31", "format"), (7, "12.345", "scale"), (7, "a lot", "type"))


def main():
    rows, percent, seed = int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])
    first = int(sys.argv[4]) if len(sys.argv) > 4 else 0
    dice = random.Random(seed)
    planted = open(sys.argv[5], "w") if len(sys.argv) > 5 else None
    out = sys.stdout
    out.write("customerId,email,firstName,lastName,phone,country,signupDate,balance\n")
    for i in range(first, first + rows):
        fields = [
            f"C{i:09d}",
            f"customer.{i:09d}@mailbox{dice.randrange(1000):03d}.example.com",
            f"Firstname{dice.randrange(1000):03d}",
            f"Lastname{dice.randrange(10**6):06d}",
            f"+43 660 12{dice.randrange(10**5):05d}",
            dice.choice(("AT", "DE", "CH", "IT")),
            f"20{dice.randrange(10, 25)}-{dice.randrange(1, 13):02d}-{dice.randrange(1, 29):02d}",
            f"{dice.randrange(10**6)}.{dice.randrange(100):02d}",
        ]
        if dice.random() * 100 < percent:
            at, value, code = dice.choice(MISTAKES)
            fields[at] = value
            if planted:
                planted.write(f"{i - first + 1} {code}\n")
        out.write(",".join(fields) + "\n")


main()
