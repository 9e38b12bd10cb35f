#!/usr/bin/env python3
"""Checks a case file: python3 verify.py CASE.zip (or the unpacked folder). Needs Python 3.8, nothing else, and no network.

What it proves: no entry of the ledger was changed, removed, added or moved after it was written, as far as this copy shows entries whole;
the report's text and photos are those that the receipt was given for; no file of this copy was damaged.
What it cannot prove by itself: that the whole chain was not written anew. For that compare the fingerprint with the resident's receipt,
and the last hash with one that was deposited elsewhere.
Ends with 0 when all is whole, 1 when something is not, 2 when there is nothing to check.
"""
import hashlib
import json
import os
import struct
import sys
import zipfile

GENESIS = "0" * 64
MASK = 0xFFFFFFFF
SM3_START = (0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600, 0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E)


def turn(word, bits):
    bits %= 32
    return ((word << bits) | (word >> (32 - bits))) & MASK if bits else word


def sm3_block(state, block):
    w = list(struct.unpack(">16I", block))
    for j in range(16, 68):
        x = w[j - 16] ^ w[j - 9] ^ turn(w[j - 3], 15)
        w.append(x ^ turn(x, 15) ^ turn(x, 23) ^ turn(w[j - 13], 7) ^ w[j - 6])
    a, b, c, d, e, f, g, h = state
    for j in range(64):
        early = j < 16
        ss1 = turn((turn(a, 12) + e + turn(0x79CC4519 if early else 0x7A879D8A, j)) & MASK, 7)
        ff = a ^ b ^ c if early else (a & b) | (a & c) | (b & c)
        gg = e ^ f ^ g if early else (e & f) | (~e & MASK & g)
        tt1 = (ff + d + (ss1 ^ turn(a, 12)) + (w[j] ^ w[j + 4])) & MASK
        tt2 = (gg + h + ss1 + w[j]) & MASK
        a, b, c, d = tt1, a, turn(b, 9), c
        e, f, g, h = tt2 ^ turn(tt2, 9) ^ turn(tt2, 17), e, turn(f, 19), g
    return tuple(old ^ new for old, new in zip(state, (a, b, c, d, e, f, g, h)))


def sm3(data):
    """SM3 (GB/T 32905-2016): Python's own library need not have it."""
    padded = data + b"\x80" + b"\0" * ((55 - len(data)) % 64) + struct.pack(">Q", len(data) * 8)
    state = SM3_START
    for at in range(0, len(padded), 64):
        state = sm3_block(state, padded[at:at + 64])
    return struct.pack(">8I", *state).hex()


HASHES = {"SHA-256": lambda data: hashlib.sha256(data).hexdigest(), "SM3": sm3}


def hashed_by(entry):
    """An entry that does not say was hashed before there was another hash."""
    return entry.get("hashedBy", "SHA-256")


def units(text):
    """Length as the ledger counts it: UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def entry_hash(case_id, entry):
    parts = [
        entry["previousHash"], case_id, str(entry["sequence"]), str(entry["at"]),
        entry["actorId"], entry["actorRole"], entry["data"],
    ]
    joined = "".join("%d:%s;" % (units(part), part) for part in parts)
    return HASHES[hashed_by(entry)](joined.encode("utf-8"))


def check_chain(ledger, faults):
    previous = GENESIS
    entries = ledger["events"]
    withheld = 0
    by = "SHA-256"
    for place, entry in enumerate(entries, 1):
        if entry["sequence"] != place:
            faults.append("entry %d stands at place %d" % (entry["sequence"], place))
        if entry["previousHash"] != previous:
            faults.append("entry %d does not follow the entry before it" % place)
        if by == "SM3" and hashed_by(entry) != by:
            faults.append("entry %d goes back to another hash" % place)
        by = hashed_by(entry)
        if entry.get("withheld"):
            withheld += 1
        elif entry_hash(ledger["caseId"], entry) != entry["hash"]:
            faults.append("entry %d is not what its hash was made of" % place)
        previous = entry["hash"]
    if len(entries) != ledger["version"]:
        faults.append("there are %d entries, the case has %d" % (len(entries), ledger["version"]))
    return previous, withheld


def check_report(ledger, files, faults):
    report = ledger["report"]
    photos = [hashlib.sha256(files.get(name, b"")).hexdigest() for name in report["photos"]]
    lines = [report["nonce"], report["title"], report["text"]] + photos
    fingerprint = HASHES[hashed_by(ledger["events"][0])]("\n".join(lines).encode("utf-8"))
    told = json.loads(ledger["events"][0]["data"])["fingerprint"]
    if fingerprint != told:
        faults.append("the report's text or photos are not those of the first entry")
    return told


def check_files(ledger, files, faults):
    listed = {item["name"]: item["sha256"] for item in ledger["files"]}
    for name, expected in listed.items():
        if name not in files:
            faults.append("%s is missing" % name)
        elif hashlib.sha256(files[name]).hexdigest() != expected:
            faults.append("%s was changed" % name)
    for name in files:
        if name not in listed and name not in ("ledger.json", "verify.py"):
            faults.append("%s was added" % name)


def read(path):
    if os.path.isdir(path):
        found = {}
        for folder, _, names in os.walk(path):
            for name in names:
                whole = os.path.join(folder, name)
                with open(whole, "rb") as stream:
                    found[os.path.relpath(whole, path).replace(os.sep, "/")] = stream.read()
        return found
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}


def main(arguments):
    path = arguments[1] if len(arguments) > 1 else os.path.dirname(os.path.abspath(__file__))
    try:
        files = read(path)
        ledger = json.loads(files["ledger.json"].decode("utf-8"))
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as fault:
        print("No case file: %s" % fault)
        return 2
    faults = []
    try:
        last, withheld = check_chain(ledger, faults)
        fingerprint = check_report(ledger, files, faults)
        check_files(ledger, files, faults)
    except (KeyError, TypeError, IndexError, AttributeError, ValueError) as fault:
        faults.append("the ledger cannot be read: %r" % fault)
    else:
        print("Case %s, %d entries, %d of them not shown in this copy." % (ledger["number"], ledger["version"], withheld))
        print("Fingerprint %s" % fingerprint)
        print("Last hash   %s" % last)
    for fault in faults:
        print("FAULT " + fault)
    print("BROKEN" if faults else "WHOLE")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
