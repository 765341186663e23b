package org.noisefloor.core.run.prepare;

import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.Site;
import org.noisefloor.api.backend.CutModel;
import org.noisefloor.api.backend.LanguageModel;
import org.noisefloor.api.backend.Splice;
import org.noisefloor.api.backend.TokenBatch;
import org.noisefloor.api.backend.Trace;
import org.noisefloor.core.run.batch.BatchActivations;

/**
 * Cuts of a model for batches of short sequences: as many sequences as the run's shape has, at a half, a quarter and an eighth of its length.
 * Each is made when the first batch comes that it is for. What they give stands in the run's shape, with 0 in the rows behind; at which
 * length a batch runs depends on nothing but its longest sequence.
 */
final class ShorterCuts implements AutoCloseable {
    private static final int HALVINGS = 3;
    private static final int SHORTEST = 2;

    private final LanguageModel model;
    private final List<Site> sites;
    private final BatchShape shape;
    private final EngineClock clock;
    /** Ascending; none where every batch runs at the run's own length. */
    private final List<Integer> lengths;

    private final Map<Integer, CutModel> cuts = new TreeMap<>();
    private final Map<Site, Room> original = new LinkedHashMap<>();
    private final Map<Site, Room> spliced = new LinkedHashMap<>();
    private @Nullable Room originalLogits;
    private @Nullable Room splicedLogits;

    ShorterCuts(LanguageModel model, List<Site> sites, BatchShape shape, Setting setting) {
        this.model = model;
        this.sites = List.copyOf(sites);
        this.shape = shape;
        this.clock = setting.clock();
        this.lengths = setting.buckets() && model.info().length().isEmpty() ? lengths(shape.length()) : List.of();
    }

    private static List<Integer> lengths(int whole) {
        return IntStream.rangeClosed(1, HALVINGS)
                .map(halvings -> -Math.floorDiv(-whole, 1 << halvings))
                .filter(length -> length >= SHORTEST && length < whole)
                .distinct()
                .sorted()
                .boxed()
                .toList();
    }

    /** How they run beside whole batches, as the end of what says how these do. */
    String passes() {
        return lengths.isEmpty()
                ? ""
                : lengths.stream()
                        .map(String::valueOf)
                        .collect(Collectors.joining(", ", " (padded to ", " where no sequence is longer)"));
    }

    /**
     * A batch at a shorter length.
     *
     * @param batch of the run's shape
     * @param cut which ran it
     * @param trace as it ran there
     * @param logits in the run's shape
     * @param activations in the run's shape
     */
    record Widened(TokenBatch batch, CutModel cut, Trace trace, FloatBuffer logits, Map<Site, FloatBuffer> activations)
            implements Trace {
        @Override
        public FloatBuffer activation(Site site) {
            FloatBuffer found = activations.get(site);
            if (found == null) {
                throw new IllegalArgumentException("the model is not cut at " + site);
            }
            return found.duplicate();
        }
    }

    /** Runs a batch at the shortest length that all its sequences fit into; empty if that is the run's own. */
    Optional<Trace> run(TokenBatch batch) {
        int longest =
                IntStream.range(0, shape.sequences()).map(batch::length).max().orElse(0);
        return lengths.stream().filter(length -> length >= longest).findFirst().map(length -> run(batch, length));
    }

    private Trace run(TokenBatch batch, int length) {
        CutModel cut = cuts.computeIfAbsent(length, this::cutAt);
        TokenBatch tokens = TokenBatch.of(
                cut.shape(),
                IntStream.range(0, shape.sequences()).mapToObj(batch::tokens).toList());
        Trace trace = clock.inside(() -> cut.run(tokens));
        Map<Site, FloatBuffer> activations = new LinkedHashMap<>();
        for (Site site : sites) {
            Room room = original.computeIfAbsent(site, each -> new Room(each.width()));
            activations.put(site, room.widened(trace.activation(site), length));
        }
        originalLogits = originalLogits == null ? new Room(model.info().vocabulary()) : originalLogits;
        return new Widened(batch, cut, trace, originalLogits.widened(trace.logits(), length), activations);
    }

    private CutModel cutAt(int length) {
        return clock.inside(() -> model.cutAt(sites, BatchShape.of(shape.sequences(), length)));
    }

    /** Goes on from such a batch; what is put at a site is written in the run's shape. */
    FloatBuffer resume(Widened from, Splice splice) {
        int length = from.cut().shape().length();
        Splice timed = clock.splice(new Splice() {
            @Override
            public List<Site> sites() {
                return splice.sites();
            }

            @Override
            public void replace(Site site, FloatBuffer activation) {
                Room room = spliced.computeIfAbsent(site, each -> new Room(each.width()));
                splice.replace(site, room.widened(activation, length));
                room.narrowed(activation, length);
            }
        });
        FloatBuffer logits = clock.inside(() -> from.cut().resume(from.trace(), timed));
        splicedLogits = splicedLogits == null ? new Room(model.info().vocabulary()) : splicedLogits;
        return splicedLogits.widened(logits, length);
    }

    @Override
    public void close() {
        cuts.values().forEach(CutModel::close);
        cuts.clear();
    }

    /** A buffer [sequences, length, width] of the run's shape. */
    private final class Room {
        private final int width;
        private final FloatBuffer floats;
        /** Positions of each sequence behind which all is 0. */
        private int filled;

        Room(int width) {
            this.width = width;
            this.floats = BatchActivations.direct(Math.multiplyExact(shape.rows(), width));
        }

        /** Takes what has shorter sequences. */
        FloatBuffer widened(FloatBuffer from, int length) {
            for (int s = 0; s < shape.sequences(); s++) {
                int start = s * shape.length();
                floats.put(start * width, from, s * length * width, length * width);
                for (int i = (start + length) * width; i < (start + filled) * width; i++) {
                    floats.put(i, 0);
                }
            }
            filled = length;
            return floats.duplicate();
        }

        /** Gives what somebody wrote into it, perhaps everywhere. */
        void narrowed(FloatBuffer into, int length) {
            for (int s = 0; s < shape.sequences(); s++) {
                into.put(s * length * width, floats, s * shape.length() * width, length * width);
            }
            filled = shape.length();
        }
    }
}
