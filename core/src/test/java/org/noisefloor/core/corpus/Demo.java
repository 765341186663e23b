package org.noisefloor.core.corpus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.noisefloor.api.ModelInfo;
import org.noisefloor.api.Provider;
import org.noisefloor.api.UserError;
import org.noisefloor.api.corpus.CorpusReader;
import org.noisefloor.core.config.Chosen;
import org.noisefloor.core.config.Places;
import org.noisefloor.core.config.Plan;
import org.noisefloor.core.plugins.HostContext;

/** The demo's text and tokenizer, and plans to read them with. */
final class Demo {
    /** The tokenizer's library is unpacked once for all tests. */
    static final Path CACHE = Path.of("target", "cache").toAbsolutePath();

    static final HostContext CONTEXT = new HostContext("demo", 1, CACHE);

    /** The first twelve documents of the demo's text, which is what the checksums of tests are of. */
    static final Path TEXT = twelve();

    static final Path TOKENIZER = folder().resolve("model/tokenizer.json");

    private Demo() {}

    private static Path twelve() {
        try (Stream<String> lines = Files.lines(folder().resolve("text.jsonl"))) {
            Path file =
                    Files.createDirectories(Path.of("target").toAbsolutePath()).resolve("text.jsonl");
            return Files.write(file, lines.limit(12).toList());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static Path folder() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve("examples/demo"))) {
            folder = folder.getParent();
        }
        return folder.resolve("examples/demo");
    }

    static ModelInfo model() {
        return model(2048, OptionalInt.of(0), Optional.of(TOKENIZER));
    }

    static ModelInfo model(int vocabulary, OptionalInt bos, Optional<Path> tokenizer) {
        return ModelInfo.of("gpt2", vocabulary)
                .context(OptionalInt.of(256))
                .bos(bos)
                .special(Map.of("bos", 0))
                .tokenizer(tokenizer)
                .build();
    }

    /** A plan that a test changes where it needs to. */
    record Wanted(
            Path path,
            OptionalInt sequences,
            Plan.Taking taking,
            int length,
            Plan.Packing packing,
            Plan.Beginning bos,
            Optional<Path> tokenizer,
            Plan.Calibration calibration) {

        static Wanted of(Path path) {
            return new Wanted(
                    path,
                    OptionalInt.empty(),
                    Plan.Taking.FIRST,
                    8,
                    Plan.Packing.PACKED,
                    Plan.Beginning.AUTO,
                    Optional.empty(),
                    new Plan.Calibration(Optional.empty(), 0));
        }

        Wanted sequences(int count) {
            return new Wanted(path, OptionalInt.of(count), taking, length, packing, bos, tokenizer, calibration);
        }

        /** From all documents. */
        Wanted spread() {
            return new Wanted(path, sequences, Plan.Taking.SPREAD, length, packing, bos, tokenizer, calibration);
        }

        Wanted length(int tokens) {
            return new Wanted(path, sequences, taking, tokens, packing, bos, tokenizer, calibration);
        }

        Wanted packing(Plan.Packing how) {
            return new Wanted(path, sequences, taking, length, how, bos, tokenizer, calibration);
        }

        Wanted bos(Plan.Beginning when) {
            return new Wanted(path, sequences, taking, length, packing, when, tokenizer, calibration);
        }

        Wanted tokenizer(Path file) {
            return new Wanted(path, sequences, taking, length, packing, bos, Optional.of(file), calibration);
        }

        Wanted calibration(int count) {
            return new Wanted(
                    path,
                    sequences,
                    taking,
                    length,
                    packing,
                    bos,
                    tokenizer,
                    new Plan.Calibration(Optional.empty(), count));
        }

        Wanted calibration(Path from, int count) {
            return new Wanted(
                    path,
                    sequences,
                    taking,
                    length,
                    packing,
                    bos,
                    tokenizer,
                    new Plan.Calibration(Optional.of(from), count));
        }

        Plan.Corpus plan() {
            return new Plan.Corpus(
                    path,
                    reader(path),
                    sequences,
                    taking,
                    length,
                    packing,
                    bos,
                    tokenizer,
                    calibration,
                    new Places("demo.yaml:3", Map.of()));
        }

        SequenceSource open() {
            return open(model());
        }

        SequenceSource open(ModelInfo model) {
            return SequenceSource.open(plan(), model, 7, CONTEXT);
        }
    }

    private static Chosen<CorpusReader<?>> reader(Path path) {
        for (Provider<?> provider : BuiltInReaders.all()) {
            if (provider instanceof CorpusReader<?> reader && reader.accepts(path)) {
                Record options = reader instanceof JsonlReader
                        ? new JsonlReader.Options("text", "tokens", Optional.empty())
                        : new TextReader.Options(Optional.empty());
                return new Chosen<>(reader.id(), reader, site -> options, "demo.yaml:4");
            }
        }
        throw new UserError("no reader for " + path);
    }
}
