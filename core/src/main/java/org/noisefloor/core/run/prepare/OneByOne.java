package org.noisefloor.core.run.prepare;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
 * Runs each sequence of a batch by itself with a backend that does not offer it: the model is cut anew for each length. Such a cut has the
 * trace of one sequence alone, so whatever is resumed runs that sequence from its start.
 */
final class OneByOne implements AutoCloseable {
    private final LanguageModel model;
    private final List<Site> sites;
    private final BatchShape shape;
    private final FloatBuffer original;
    private @Nullable FloatBuffer spliced;
    private @Nullable CutModel cut;

    OneByOne(LanguageModel model, List<Site> sites, BatchShape shape) {
        this.model = model;
        this.sites = sites;
        this.shape = shape;
        this.original = room(model.info().vocabulary());
    }

    /** What the sequences of a batch gave, in the batch's shape. */
    record Collected(TokenBatch batch, FloatBuffer logits, Map<Site, FloatBuffer> activations) implements Trace {
        @Override
        public FloatBuffer activation(Site site) {
            FloatBuffer found = activations.get(site);
            if (found == null) {
                throw new IllegalArgumentException("the model is not cut at " + site);
            }
            return found.duplicate();
        }
    }

    Collected run(TokenBatch batch) {
        Map<Site, FloatBuffer> activations = new LinkedHashMap<>();
        sites.forEach(site -> activations.put(site, room(site.width())));
        clear(original);
        for (int s = 0; s < shape.sequences(); s++) {
            if (batch.length(s) > 0) {
                int sequence = s;
                Trace trace = runOne(batch, s);
                collect(trace.logits(), s, batch, model.info().vocabulary(), original);
                activations.forEach(
                        (site, into) -> collect(trace.activation(site), sequence, batch, site.width(), into));
            }
        }
        return new Collected(batch, original, activations);
    }

    /** Passes as many as there are sites: what stands at one is known before the next is asked for. */
    FloatBuffer resume(Collected trace, Splice splice) {
        spliced = spliced == null ? room(model.info().vocabulary()) : spliced;
        Map<Site, FloatBuffer> placed = new LinkedHashMap<>();
        for (Site site : inOrder(trace.batch(), splice.sites())) {
            FloatBuffer there = room(site.width());
            if (placed.isEmpty()) {
                there.put(0, trace.activation(site), 0, there.capacity());
            } else {
                pass(trace.batch(), placed, site, there);
            }
            splice.replace(site, there.duplicate());
            placed.put(site, there);
        }
        clear(spliced);
        pass(trace.batch(), placed, null, spliced);
        return spliced.duplicate();
    }

    /**
     * One pass of every sequence with what is placed.
     *
     * @param watched the site whose activation is wanted; null for the logits
     */
    private void pass(TokenBatch batch, Map<Site, FloatBuffer> placed, @Nullable Site watched, FloatBuffer into) {
        for (int s = 0; s < shape.sequences(); s++) {
            if (batch.length(s) > 0) {
                int sequence = s;
                List<Site> asked = new ArrayList<>(placed.keySet());
                if (watched != null) {
                    asked.add(watched);
                }
                Trace trace = runOne(batch, s);
                FloatBuffer logits = open().resume(trace, new Called(asked, (site, activation) -> {
                    FloatBuffer here = placed.get(site);
                    if (here != null) {
                        activation.put(0, here, start(sequence, site.width()), activation.capacity());
                    } else {
                        collect(activation, sequence, batch, site.width(), into);
                    }
                }));
                if (watched == null) {
                    collect(logits, s, batch, model.info().vocabulary(), into);
                }
            }
        }
    }

    /** The backend alone knows in which order it asks; it is asked with one sequence that nothing changes. */
    private List<Site> inOrder(TokenBatch batch, List<Site> asked) {
        if (asked.size() < 2) {
            return asked;
        }
        List<Site> order = new ArrayList<>();
        int first = 0;
        while (batch.length(first) == 0) {
            first++;
        }
        Trace trace = runOne(batch, first);
        open().resume(trace, new Called(asked, (site, activation) -> order.add(site)));
        return order;
    }

    private Trace runOne(TokenBatch batch, int sequence) {
        BatchShape one = BatchShape.of(1, model.info().length().orElse(batch.length(sequence)));
        if (cut == null || !cut.shape().equals(one)) {
            close();
            cut = model.cutAt(sites, one);
        }
        return cut.run(TokenBatch.of(one, List.of(batch.tokens(sequence))));
    }

    private CutModel open() {
        return Objects.requireNonNull(cut);
    }

    private void collect(FloatBuffer from, int sequence, TokenBatch batch, int width, FloatBuffer into) {
        into.put(start(sequence, width), from, 0, batch.length(sequence) * width);
    }

    private int start(int sequence, int width) {
        return sequence * shape.length() * width;
    }

    private FloatBuffer room(int width) {
        return BatchActivations.direct(Math.multiplyExact(shape.rows(), width));
    }

    private static void clear(FloatBuffer buffer) {
        for (int i = 0; i < buffer.capacity(); i++) {
            buffer.put(i, 0);
        }
    }

    @Override
    public void close() {
        if (cut != null) {
            cut.close();
            cut = null;
        }
    }

    /** What is done at each site when the backend gets there. */
    private interface Place {
        void at(Site site, FloatBuffer activation);
    }

    private record Called(List<Site> sites, Place place) implements Splice {
        @Override
        public void replace(Site site, FloatBuffer activation) {
            place.at(site, activation);
        }
    }
}
