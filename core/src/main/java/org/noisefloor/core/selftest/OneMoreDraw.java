package org.noisefloor.core.selftest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.UserError;
import org.noisefloor.api.report.FloorContrast;
import org.noisefloor.core.corpus.TokenSequence;
import org.noisefloor.core.record.RunDescription;
import org.noisefloor.core.record.SequenceRecord;
import org.noisefloor.core.run.PreparedRun;
import org.noisefloor.core.run.RunSink;
import org.noisefloor.core.summary.Summarizer;

/**
 * An intervention that is one more draw of its own floor, again and again. It is noise of a known size in random directions, and
 * {@code eps_random} copies its norm at each position, so both are drawn from one distribution: ratios are 1, ranks uniform, and
 * whatever is told apart is told wrongly.
 *
 * <p>All repetitions are one run: each takes some of the documents, under numbers of their own. Since random draws are keyed by a
 * sequence's place in the run, they are new in each. A repetition is summed up by itself, with resamples of its own, when its last record has
 * come.
 */
public final class OneMoreDraw {
    /** The intervention's name. */
    private static final String NOISE = "noise";

    /** A floor of which it is not one more draw: a selftest that finds no difference there could find none anywhere. */
    static final String SMALLER = "smaller";

    private static final double SIZE = 0.3;
    private static final double SMALLER_BY = 0.8;

    private final PreparedRun run;
    private final Amount amount;
    private final List<TokenSequence> texts = new ArrayList<>();
    /** By repetition. */
    private final List<Integer> sequences = new ArrayList<>();

    private OneMoreDraw(PreparedRun run, Amount amount) {
        this.run = run;
        this.amount = amount;
        List<List<TokenSequence>> documents = documents(run);
        for (int repetition = 0; repetition < amount.repetitions(); repetition++) {
            int before = texts.size();
            for (int place : amount.withoutReplacement(documents.size(), repetition)) {
                int number = texts.size();
                documents.get(place).forEach(each -> texts.add(of(each, number)));
            }
            sequences.add(texts.size() - before);
        }
    }

    /**
     * What a config has to say for this, by its keys; of everything else its own.
     *
     * @param draws of each floor
     */
    public static Map<String, String> config(int draws) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put(
                "interventions",
                String.format(Locale.ROOT, "[{type: dose, name: %s, r: [%s], draws: 1}]", NOISE, SIZE));
        all.put(
                "baselines",
                String.format(
                        Locale.ROOT,
                        "[{type: eps_random, draws: %d}, {type: dose_relative, name: %s, s: [%s], draws: 2}]",
                        draws,
                        SMALLER,
                        SMALLER_BY));
        all.put("floors", "[eps_random, " + SMALLER + "]");
        all.put("stratify", "[]");
        all.put("reports", "[]");
        all.put("gate", "[]");
        all.put("splice", "alone");
        all.put("corpus.calibration", "{sequences: 0}");
        return all;
    }

    /**
     * @param run of a config with {@link #config}
     * @throws UserError if its texts are of too few documents
     */
    public static NullResult of(PreparedRun run, Amount amount) {
        OneMoreDraw test = new OneMoreDraw(run, amount);
        Repetitions repetitions = test.new Repetitions();
        run.run(test.texts, repetitions);
        return repetitions.result(run.sites().get(0).name());
    }

    /** The sequences of each document. */
    private static List<List<TokenSequence>> documents(PreparedRun run) {
        SortedMap<Integer, List<TokenSequence>> byDocument = new TreeMap<>();
        run.texts()
                .forEachRemaining(each -> byDocument
                        .computeIfAbsent(each.owner(), document -> new ArrayList<>())
                        .add(each));
        return List.copyOf(byDocument.values());
    }

    private static TokenSequence of(TokenSequence sequence, int document) {
        int[] documents = new int[sequence.length()];
        Arrays.fill(documents, document);
        return new TokenSequence(sequence.tokens(), documents);
    }

    /** Sums up one repetition after the other. */
    private final class Repetitions implements RunSink {
        private final List<SequenceRecord> records = new ArrayList<>();
        private final Map<String, NullRow> rows = new LinkedHashMap<>();
        private @Nullable RunDescription description;
        private int repetition;

        @Override
        public void describe(RunDescription described) {
            description = described;
        }

        @Override
        public void take(SequenceRecord record) {
            records.add(record);
            if (records.size() == sequences.get(repetition)) {
                summarize(Objects.requireNonNull(description));
                records.clear();
                repetition++;
            }
        }

        private void summarize(RunDescription of) {
            RunDescription.Inference inference = of.inference();
            RunDescription fresh = of.with(new RunDescription.Inference(
                    amount.seed(repetition), inference.resamples(), inference.floors(), inference.gate()));
            Map<String, Map<String, FloorContrast>> floors = Summarizer.summarize(
                            fresh, run.figures(), records, new Summarizer.Options(null, false))
                    .sites()
                    .get(0)
                    .arms()
                    .get(0)
                    .floors();
            floors.forEach((floor, figures) -> figures.forEach((figure, contrast) -> {
                if (contrast.verdict() != null) {
                    rows.computeIfAbsent(floor + " " + figure, key -> NullRow.of(floor, figure, contrast, of.layout()))
                            .take(contrast, records);
                }
            }));
        }

        NullResult result(String site) {
            return new NullResult(
                    String.format(Locale.ROOT, "Noise of %s times the activation's norm at %s", SIZE, site),
                    amount,
                    rows.values().stream()
                            .filter(row -> !row.floor().equals(SMALLER))
                            .toList(),
                    rows.values().stream()
                            .filter(row -> row.floor().equals(SMALLER))
                            .toList());
        }
    }
}
