"""Writes the expected token ids that the tests of our tokenizers compare with.

The reference is the `tokenizers` library (pip). Usage:
    python tokenizer_fixtures.py TOKENIZER.json OUT.json [--every-code-point]
"""

import argparse
import json
import random
import unicodedata

from tokenizers import Tokenizer

HAND_PICKED = [
    "", " ", "   ", "\n", "\t\tx", "Hello, world!", "hello   world  ", " leading", "trailing ",
    "public static <T> List<T> copyOf(Collection<? extends T> items) { return new ArrayList<>(items); }",
    "camelCaseIdentifier SNAKE_CASE_NAME kebab-case x1y2z3 HTTPServer2 parseJSON",
    "def f(x):\n    \"\"\"Doc.\"\"\"\n    return x ** 2  # square\n",
    "Zürich, Ærøskøbing, naïve café, Ελληνικά ΣΊΣΥΦΟΣ, İstanbul, Привет, мир, straße ŁÓDŹ",
    "日本語のテキスト と 中文字符 mixed with english, 한국어 문장",
    "emoji \U0001F600\U0001F468\u200D\U0001F469\u200D\U0001F467 flags \U0001F1E8\U0001F1ED ok",
    "combining e\u0301 a\u030A n\u0303 \u1E9B\u0323 ligature \uFB01",
    "zero\u200Bwidth nb\u00A0space thin\u2009space ideographic\u3000space line\u2028sep \u0085nel \x0bvt \x0cff",
    "control \x01\x02\x7f chars \ufffd \ufeff bom",
    "quotes \u201Cdouble\u201D \u2018single\u2019 \u2026 dash\u2014em\u2013en \u00BFque? \u00A1si! \u20AC5 \u00A35 $5 5% #1 @x a+b=c <x> `y` ~z ^w |v",
    "a" * 99, "a" * 100, "a" * 101, "x" * 1000, "ab" * 300, "0123456789" * 30, "=" * 200, "- " * 100,
    "[CLS] hello [SEP] [MASK] [UNK] [PAD] [cls]", "<s>hi</s> <unk> <S> <s", "</s></s>a <s> b", "▁already ▁▁marked ▁",
    "http://example.org/a/b?c=d&e=f#g user@example.org C:\\temp\\new",
    "\U0001D400\U0001D401 math \u2200x\u2208\u211D \u221A2 \u00B2\u00B3",
    "अनुच्छेद हिन्दी ไทย العربية עברית",
]


def settled(rng):
    """A random character that Unicode already had in 3.2: every library classes it alike."""
    while True:
        c = chr(rng.randrange(0x20, 0x30000))
        if unicodedata.ucd_3_2_0.category(c) not in ("Cn", "Cs"):
            return c


def random_texts(seed: int, count: int):
    rng = random.Random(seed)
    alphabets = [
        "abcdefghijklmnopqrstuvwxyz     ",
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_ .,;(){}<>\n\t",
        "".join(chr(c) for c in range(0xA0, 0x250)) + "   ",
        "".join(chr(c) for c in range(0x370, 0x530)) + "   ",
        "".join(chr(c) for c in range(0x4E00, 0x4F00)) + " ab",
    ]
    for _ in range(count):
        if rng.random() < 0.15:
            text = "".join(settled(rng) for _ in range(rng.randrange(1, 30)))
        else:
            alphabet = rng.choice(alphabets)
            text = "".join(rng.choice(alphabet) for _ in range(rng.randrange(1, 120)))
        yield text


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("tokenizer")
    parser.add_argument("out")
    parser.add_argument("--every-code-point", action="store_true")
    arguments = parser.parse_args()
    tokenizer = Tokenizer.from_file(arguments.tokenizer)
    tokenizer.no_padding()
    tokenizer.no_truncation()
    if arguments.every_code_point:
        texts = ["a" + chr(c) + "b" for c in range(0x110000) if not 0xD800 <= c < 0xE000]
    else:
        texts = HAND_PICKED + list(random_texts(7, 400))
    with open(arguments.out, "w", encoding="ascii") as out:
        for start in range(0, len(texts), 10000):
            batch = texts[start:start + 10000]
            for text, encoding in zip(batch, tokenizer.encode_batch(batch, add_special_tokens=False)):
                out.write(json.dumps({"text": text, "ids": encoding.ids}) + "\n")


if __name__ == "__main__":
    main()
