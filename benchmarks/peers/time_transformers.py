"""Seconds in which transformers, eager PyTorch on the CPU in float32, computes the logits of a batch.

    python time_transformers.py MODEL VARIANT,... SEQUENCES LENGTH THREADS [BATCHES]

A VARIANT is an attention implementation, eager or sdpa. With a number of batches it prints, a line for each variant, the
median of their seconds. Without, compare.py sets the pace: for each line with a variant's name it runs one batch and
answers with its seconds, its seconds of CPU time, and the mean |logit| at the last position, which shows that everybody
computes the same.
"""

import logging
import os
import statistics
import sys
import time

WARM_UP = 2


def main():
    if len(sys.argv) not in (6, 7):
        raise SystemExit(__doc__)
    path, attentions = sys.argv[1], sys.argv[2].split(",")
    sequences, length, threads, *batches = map(int, sys.argv[3:])
    os.environ["OMP_NUM_THREADS"] = str(threads)  # before torch is loaded

    import torch
    from transformers import AutoModelForCausalLM
    from transformers.utils.logging import disable_progress_bar

    logging.disable(logging.WARNING)
    disable_progress_bar()
    torch.set_num_threads(threads)
    model = AutoModelForCausalLM.from_pretrained(path, dtype=torch.float32).eval()
    vocabulary = model.config.vocab_size
    # the same token ids as in EngineSpeed
    tokens = ((1 + 7919 * torch.arange(sequences * length)) % vocabulary).reshape(sequences, length)

    def run(variant):
        model.set_attn_implementation(variant.removeprefix("transformers-"))
        start, start_of_cpu = time.perf_counter(), time.process_time()
        logits = model(input_ids=tokens, use_cache=False).logits
        seconds, cpu = time.perf_counter() - start, time.process_time() - start_of_cpu
        return seconds, cpu, logits[:, -1].double().abs().mean().item()

    names = [f"transformers-{attention}" for attention in attentions]
    with torch.inference_mode():
        if batches:
            for name in names:
                seconds = [run(name)[0] for _ in range(WARM_UP + batches[0])][WARM_UP:]
                print(f"{name:<20} {statistics.median(seconds):.3f} s/batch, median of {batches[0]}")
        else:
            print("ready", *names, flush=True)
            for line in sys.stdin:
                print("%.6f %.6f %.6f" % run(line.strip()), flush=True)


if __name__ == "__main__":
    main()
