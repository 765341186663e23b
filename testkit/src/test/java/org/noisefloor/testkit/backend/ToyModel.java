package org.noisefloor.testkit.backend;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.ModelInfo;
import org.noisefloor.api.Site;
import org.noisefloor.api.UserError;
import org.noisefloor.api.backend.CutModel;
import org.noisefloor.api.backend.LanguageModel;
import org.noisefloor.api.backend.Splice;
import org.noisefloor.api.backend.TokenBatch;
import org.noisefloor.api.backend.Trace;

/**
 * A chain of causal layers with a site after each, computed by hand. It keeps the contract of backends, and can be made to break it in
 * one way.
 */
class ToyModel implements LanguageModel {
    private static final int VOCABULARY = 11;
    private static final int WIDTH = 4;

    private final List<Site> sites = new ArrayList<>();
    private boolean closed;

    ToyModel(int sites) {
        for (int i = 0; i < sites; i++) {
            this.sites.add(Site.of("blocks." + i + ".hook_resid_post", "layer" + i, WIDTH));
        }
    }

    /** What a splice is shown at a later site. */
    float[] shown(float[] inThisPass, float[] original) {
        return inThisPass;
    }

    /** The order in which the sites of a splice are asked for. */
    List<Site> order(List<Site> inOrder) {
        return inOrder;
    }

    /** What is kept of an original activation for the next resume. */
    void afterResume(float[] original, float[] replaced) {}

    /** How far in the sequence a position looks. */
    int reach(int position, int length) {
        return position;
    }

    /** Whether a trace that is not the newest is refused. */
    boolean mindsStaleTraces() {
        return true;
    }

    @Override
    public ModelInfo info() {
        return ModelInfo.of("toy", VOCABULARY)
                .digests(Map.of("toy", "0".repeat(64)))
                .build();
    }

    @Override
    public List<Site> sites() {
        return List.copyOf(sites);
    }

    @Override
    public Site site(String name) {
        return sites.stream()
                .filter(site -> site.name().equals(name) || site.tensor().equals(name))
                .findFirst()
                .orElseThrow(() -> UserError.unknown(
                        "toy", "site", name, sites.stream().map(Site::name).toList()));
    }

    @Override
    public CutModel cutAt(List<Site> at, BatchShape shape) {
        if (closed) {
            throw new IllegalStateException("closed");
        }
        return new Cut(at, shape);
    }

    @Override
    public void close() {
        closed = true;
    }

    private final class Cut implements CutModel {
        private final List<Site> at;
        private final BatchShape shape;
        private @Nullable Run newest;
        private boolean ended;

        Cut(List<Site> at, BatchShape shape) {
            this.at = at;
            this.shape = shape;
        }

        @Override
        public BatchShape shape() {
            return shape;
        }

        @Override
        public Trace run(TokenBatch batch) {
            checkOpen();
            if (!batch.shape().equals(shape)) {
                throw new IllegalArgumentException("another shape");
            }
            Run run = new Run(this, batch);
            float[] x = new float[shape.rows() * WIDTH];
            for (int i = 0; i < x.length; i++) {
                int row = i / WIDTH;
                x[i] = embedding(batch.token(row / shape.length(), row % shape.length()), i % WIDTH);
            }
            for (Site site : sites) {
                x = layer(x);
                run.activations.put(site, x);
            }
            run.logits = unembed(x);
            newest = run;
            return run;
        }

        @Override
        public FloatBuffer resume(Trace trace, Splice splice) {
            checkOpen();
            check(trace);
            if (splice.sites().isEmpty() || !at.containsAll(splice.sites())) {
                throw new IllegalArgumentException("not cut at " + splice.sites());
            }
            List<Site> ahead =
                    order(sites.stream().filter(splice.sites()::contains).toList());
            Map<Site, float[]> originals = ((Run) trace).activations;
            float[] x = new float[0];
            int next = 0;
            for (Site site : sites) {
                float[] original = originals.getOrDefault(site, new float[0]);
                x = next > 0 ? layer(x) : original;
                if (ahead.contains(site)) {
                    FloatBuffer buffer = direct(shown(x, original));
                    splice.replace(ahead.get(next), buffer); // another site if the model asks in another order
                    x = floats(buffer);
                    afterResume(original, x);
                    next++;
                }
            }
            return direct(unembed(x));
        }

        @Override
        public void close() {
            ended = true;
        }

        private void checkOpen() {
            if (ended) {
                throw new IllegalStateException("closed");
            }
        }

        private void check(Trace trace) {
            checkOpen();
            if (mindsStaleTraces() && trace != newest) {
                throw new IllegalStateException("not the newest");
            }
        }

        /** Each row and the mean of the rows that it reaches. */
        private float[] layer(float[] x) {
            float[] y = new float[x.length];
            for (int i = 0; i < x.length; i++) {
                int position = i / WIDTH % shape.length();
                float sum = 0;
                int reach = reach(position, shape.length());
                for (int t = 0; t <= reach; t++) {
                    sum += x[i + (reach - position - t) * WIDTH];
                }
                y[i] = 0.5f * x[i] + sum / (reach + 1);
            }
            return y;
        }

        private float[] unembed(float[] x) {
            float[] logits = new float[shape.rows() * VOCABULARY];
            for (int i = 0; i < logits.length; i++) {
                for (int w = 0; w < WIDTH; w++) {
                    logits[i] += x[i / VOCABULARY * WIDTH + w] * embedding(i % VOCABULARY, w);
                }
            }
            return logits;
        }
    }

    private static final class Run implements Trace {
        private final Cut cut;
        private final TokenBatch batch;
        private final Map<Site, float[]> activations = new HashMap<>();
        private float[] logits = new float[0];

        Run(Cut cut, TokenBatch batch) {
            this.cut = cut;
            this.batch = batch;
        }

        @Override
        public TokenBatch batch() {
            return batch;
        }

        @Override
        public FloatBuffer logits() {
            cut.check(this);
            return direct(logits);
        }

        @Override
        public FloatBuffer activation(Site site) {
            cut.check(this);
            float[] activation = activations.get(site);
            if (activation == null || !cut.at.contains(site)) {
                throw new IllegalArgumentException("not cut at " + site);
            }
            return direct(activation);
        }
    }

    private static float embedding(int token, int dimension) {
        if (token < 0 || token >= VOCABULARY) {
            throw new UserError("token id " + token);
        }
        return (float) Math.sin(1 + 3 * token + 5 * dimension + token * dimension);
    }

    private static float[] floats(FloatBuffer buffer) {
        float[] values = new float[buffer.capacity()];
        buffer.get(0, values);
        return values;
    }

    private static FloatBuffer direct(float[] values) {
        return ByteBuffer.allocateDirect(values.length * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer()
                .put(values)
                .rewind();
    }
}
