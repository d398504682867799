#!/usr/bin/env python3
"""Contacts as BigCorp uploads them: generate.py [ROWS] [BAD_PERCENT] [SEED] > contacts.csv

    python3 examples/bigcorp/generate.py 500000 1 > contacts.csv
    ./sluice import contacts.csv --type contacts --errors errors.csv
"""
import random
import sys

ROWS = int(sys.argv[1]) if len(sys.argv) > 1 else 500_000
PERCENT = float(sys.argv[2]) if len(sys.argv) > 2 else 1
DICE = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
MISTAKES = ((1, "no address"), (3, ""), (5, "Austria"), (6, "2024-02-31"), (7, "12.345"), (8, "yesterday"))


def row(number):
    fields = [
        f"C{number:08d}",
        f"customer{number}@example.com",
        f"Ann{DICE.randrange(1000)}",
        f'"O\'Neill, {DICE.randrange(1000)}"',
        f"+43 660 {DICE.randrange(10**7):07d}",
        DICE.choice(("AT", "DE", "CH", "FR", "IT", "PL")),
        f"20{DICE.randrange(10, 25)}-{DICE.randrange(1, 13):02d}-{DICE.randrange(1, 29):02d}",
        f"{DICE.randrange(10**4)}.{DICE.randrange(100):02d}",
        f"2026-03-{DICE.randrange(1, 29):02d}T08:00:00Z",
    ]
    if DICE.random() * 100 < PERCENT:
        at, value = DICE.choice(MISTAKES)
        fields[at] = value
    return ",".join(fields)


print("Customer,E-mail,First name,Last name,Phone,Country,Signed up,Balance,Updated")
for number in range(1, ROWS + 1):
    print(row(number))
