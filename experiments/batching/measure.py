"""One phase of the experiment. Arguments: phase, java, class path, workbench home, model file, second
model file, threads, pairs, tokens of an answer."""

import subprocess
import sys
import threading
import time

from servers import Answer, Ours, Peer, burst, sample

SLOTS, CONTEXT = 10, 512


def against(ours, peer, pairs, tokens, clients, number):
    """Bursts in turn, ours and theirs, with the same prompts; which goes first alternates."""
    for pair in range(-1, pairs):
        numbers = range(number, number + clients)
        number += clients
        order = [ours, peer] if pair % 2 else [peer, ours]
        got = {server.name: burst(server, numbers, tokens) for server in order}
        if pair < 0:
            continue  # The first pair warms up.
        item = f"{clients} clients, pair {pair}"
        (mine, my_first), (theirs, their_first) = got[ours.name], got[peer.name]
        sample(f"throughputRatio{clients}", mine / theirs, "ratio", item)
        sample(f"firstTokenRatio{clients}", my_first / their_first, "ratio", item)
        sample(f"throughput{clients}", mine, "tok/s", item)
        sample(f"peerThroughput{clients}", theirs, "tok/s", item)
        sample(f"firstToken{clients}", my_first, "ms", item)
        sample(f"peerFirstToken{clients}", their_first, "ms", item)
    return number


def gain(ours, pairs, tokens, number):
    """Ten clients against one, in turn."""
    for pair in range(pairs):
        one, _ = burst(ours, [number], tokens)
        ten, _ = burst(ours, range(number + 1, number + 11), tokens)
        number += 11
        sample("batchGain", ten / one, "ratio", f"gain, pair {pair}")
    return number


def cancelling(ours, rounds, number):
    """Ten answers; five are cancelled. How long a step takes before and after, and how many more pieces
    the cancelled ones still get."""
    for round_ in range(rounds):
        answers = []
        for i in range(10):
            body = ours.body(number + i, 120) | {"id": f"c{number + i}"}
            answers.append(Answer(ours, body).start())
        number += 10
        while min(len(a.times) for a in answers) < 20:
            time.sleep(0.002)
        threads = [threading.Thread(target=a.cancel) for a in answers[:5]]
        cut = time.perf_counter()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        asked = time.perf_counter()
        for answer in answers:
            answer.wait()
        before = steps([t for t in answers[9].times if t < cut][-15:])
        after = steps([t for t in answers[9].times if t > asked][2:17])
        late = max(sum(t > asked for t in a.times) for a in answers[:5])
        sample("stepAfterCancel", after / before, "ratio", f"round {round_}")
        sample("piecesAfterCancel", late, "pieces", f"round {round_}")


def steps(times):
    """Mean time from piece to piece."""
    return (times[-1] - times[0]) / (len(times) - 1)


def question(ours, rounds):
    """A simple question by chat, as the default of the ensemble asks it: at most 64 tokens out."""
    questions = ["What is a hash table?", "What does the keyword final mean in Java?",
                 "Name three sorting algorithms.", "What is the capital of France?",
                 "How do I read a file line by line in Java?"]
    for i in range(-1, rounds):
        text = f"{questions[i % len(questions)]} Answer in one sentence. ({i + 2})"
        body = {"model": ours.handles[0], "messages": [{"role": "user", "content": text}], "max_tokens": 64,
                "temperature": 0, "stream": True}
        answer = Answer(ours, body, "/v1/chat/completions").start().wait()
        if i >= 0:
            sample("question", (answer.ended - answer.begun) * 1000, "ms", f"question {i}")


def two_models(ours, pairs, tokens, number, loaded):
    """Four answers of each of two models: one model after the other, and both at once."""
    foreign = subprocess.Popen([sys.executable, "-c", "while True: pass"]) if loaded else None
    try:
        for pair in range(-1, pairs):
            took = {}
            for way in ("turn", "once") if pair % 2 else ("once", "turn"):
                answers = [[Answer(ours, ours.body(number + 4 * model + i, tokens, model)) for i in range(4)]
                           for model in (0, 1)]
                number += 8
                start = time.perf_counter()
                for group in answers:
                    for answer in group:
                        answer.start()
                    if way == "turn":
                        for answer in group:
                            answer.wait()
                for group in answers:
                    for answer in group:
                        answer.wait()
                took[way] = time.perf_counter() - start
            if pair >= 0:
                sample("togetherRatioLoaded" if loaded else "togetherRatio", took["turn"] / took["once"], "ratio",
                       f"pair {pair}")
    finally:
        if foreign:
            foreign.kill()
            foreign.wait()


def main():
    phase, java, class_path, home, model, second, threads, pairs, tokens = sys.argv[1:]
    threads, pairs, tokens = int(threads), int(pairs), int(tokens)
    models = [model, second] if phase.startswith("two") else [model]
    ours = Ours(java, class_path, home, models, threads, SLOTS, CONTEXT)
    try:
        if phase == "against":
            peer = Peer(model, threads, SLOTS, CONTEXT)
            try:
                number = against(ours, peer, pairs, tokens, 10, 100)
                against(ours, peer, 2 * pairs, tokens, 1, number)
            finally:
                peer.close()
        elif phase == "alone":
            number = gain(ours, pairs, tokens, 100)
            cancelling(ours, pairs, number)
            question(ours, 2 * pairs)
        else:
            two_models(ours, pairs, tokens, 100, phase == "two-loaded")
    finally:
        ours.close()


main()
