package org.noisefloor.core.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.noisefloor.api.Option;

/** The host's own keys, described in the same way as a plugin's options. */
final class Sections {
    private Sections() {}

    record Model(
            @Option(doc = "the engine's id; auto: by what lies at the path", orElse = "auto")
            String backend,

            @Option(doc = "the model, a file or a folder") Path path) {}

    /** Beside the options of its backend. */
    record NumericFloor(
            @Option(
                    doc = "the other engine's id, or auto; without it, the model's own, or auto if a path is given",
                    orElse = "")
            Optional<String> backend,

            @Option(doc = "the same model in another file; without it, the model's own", orElse = "")
            Optional<Path> path) {}

    /** Beside the options of its backend, {@code type} and {@code name}. */
    record OtherModel(
            @Option(
                    doc = "the engine's id, or auto; without it, the model's own, or auto if a path is given",
                    orElse = "")
            Optional<String> backend,

            @Option(doc = "the other model, a file or a folder; without it, the model's own", orElse = "")
            Optional<Path> path,

            @Option(doc = "the site of the run whose noise it is measured with; without it, the first", orElse = "")
            Optional<String> site) {}

    record Corpus(
            @Option(doc = "the text, a file or a folder") Path path,

            @Option(doc = "the corpus reader's id; without it, the one for the path's name", orElse = "")
            Optional<String> reader,

            @Option(doc = "how many sequences are scored; without it, all", orElse = "", min = 1)
            OptionalInt sequences,

            @Option(
                    doc =
                            "spread: sequences from all documents, those that calibrate from others than those that are scored;"
                                    + " first: those at the beginning",
                    orElse = "spread")
            Plan.Taking take,

            @Option(doc = "tokens in a sequence, BOS included", orElse = "128", min = 2)
            int length,

            @Option(doc = "documents joined end to end and cut, or one sequence per document", orElse = "packed")
            Plan.Packing pack,

            @Option(
                    doc =
                            "whether sequences start with the model's BOS token; auto: if it has one; an id: with that token",
                    orElse = "auto")
            Plan.Beginning bos,

            @Option(doc = "a tokenizer.json instead of the model's own", orElse = "")
            Optional<Path> tokenizer) {}

    record Calibration(
            @Option(doc = "a text of its own; without it, from the corpus", orElse = "")
            Optional<Path> path,

            @Option(doc = "how many sequences calibrate; none of them is scored", orElse = "24", min = 0)
            int sequences) {}

    record Positions(
            @Option(
                    doc = "positions at the start of a sequence that are neither replaced nor scored",
                    orElse = "0",
                    min = 0)
            int skipFirst,

            @Option(
                    doc = "ids of tokens that are neither replaced nor scored; without it, what the model says",
                    orElse = "",
                    min = 0)
            Optional<List<Integer>> special,

            @Option(doc = "entries of the output in use, without padded rows; without it, all", orElse = "", min = 2)
            OptionalInt vocab) {}

    record Run(
            @Option(doc = "threads for computing; without it, one for each processor", orElse = "", min = 1, max = 1024)
            OptionalInt threads,

            @Option(doc = "sequences in a batch; without it and batch_tokens, the host chooses", orElse = "", min = 1)
            OptionalInt batch,

            @Option(doc = "tokens in a batch, instead of batch", orElse = "", min = 2)
            OptionalInt batchTokens,

            @Option(
                    doc = "whether sequences of like length share a batch, which is padded no further than they need",
                    orElse = "false")
            boolean buckets,

            @Option(
                    doc = "bound on a batch's buffers, such as 4 GiB; without it, a quarter of the machine's memory",
                    orElse = "")
            Optional<ByteSize> memory,

            @Option(
                    doc = "bootstrap resamples for the intervals",
                    orElse = "2000",
                    min = Plan.Run.FEWEST_RESAMPLES,
                    max = Plan.Run.MOST_RESAMPLES)
            int resamples,

            @Option(
                    doc = "how many positions may be left out because logits are NaN or infinite there",
                    orElse = "0",
                    min = 0)
            long maxNonfinite) {

        OptionalLong memoryBytes() {
            return memory.map(amount -> OptionalLong.of(amount.bytes())).orElse(OptionalLong.empty());
        }
    }

    record Until(
            @Option(doc = "whose interval is looked at, as a gate names it, such as kl.ratio.eps_random")
            String figure,

            @Option(doc = "how wide it may be from end to end: 5 % of the value, or 0.05 in the figure's unit")
            String width) {}

    record Top(
            @Option(doc = "whose rules decide which positions count; see conventions.md", orElse = "noisefloor")
            Plan.Conventions conventions,

            @Option(
                    doc =
                            "alone: each site has passes of its own; together: all sites in one pass besides, each seeing what"
                                    + " the earlier ones left",
                    orElse = "alone")
            Plan.Splicing splice,

            @Option(doc = "seed of all random draws and of the bootstrap", orElse = "0")
            long seed,

            @Option(
                    doc = "the run's folder, from the working directory; without it, runs/ and the config's name",
                    orElse = "")
            Optional<Path> output) {}
}
