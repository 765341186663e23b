package org.noisefloor.core.run;

import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.Context;
import org.noisefloor.api.ModelInfo;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.Site;
import org.noisefloor.api.UserError;
import org.noisefloor.api.backend.CutModel;
import org.noisefloor.api.backend.LanguageModel;
import org.noisefloor.api.backend.Splice;
import org.noisefloor.api.backend.TokenBatch;
import org.noisefloor.api.backend.Trace;
import org.noisefloor.core.run.batch.BatchActivations;

/**
 * A causal model of two layers in plain arithmetic, which gives the same bits whatever else is in the batch: so that a test
 * sees what the host itself does with batches, threads and order. Real models are run by the tests of the distribution.
 */
public class ToyModel implements LanguageModel {
    static final int VOCABULARY = 7;
    static final int WIDTH = 4;
    static final List<Site> SITES = List.of(Site.of("layer.0", "t0", WIDTH), Site.of("layer.1", "t1", WIDTH));

    private final Backend backend;

    public ToyModel() {
        this(new Backend());
    }

    private ToyModel(Backend backend) {
        this.backend = backend;
    }

    /**
     * A backend that opens it, whatever the path.
     *
     * @param sharpness what multiplies the logits
     * @param embeddings how many tokens have one; empty if the backend does not say
     * @param notes what the model says of itself
     * @param leaking whether one scale is taken over all rows of a batch, padding included
     * @param mixing what the model says of that
     * @param length the only one that the model says it takes
     */
    record Backend(
            int vocabulary,
            float sharpness,
            OptionalInt embeddings,
            List<String> notes,
            boolean leaking,
            Optional<String> mixing,
            OptionalInt length)
            implements ToyBackend {
        Backend() {
            this(VOCABULARY, 1);
        }

        Backend(int vocabulary, float sharpness) {
            this(vocabulary, sharpness, OptionalInt.empty(), List.of());
        }

        Backend(int vocabulary, float sharpness, OptionalInt embeddings, List<String> notes) {
            this(vocabulary, sharpness, embeddings, notes, false, Optional.empty(), OptionalInt.empty());
        }

        /** One whose logits depend on the batch. */
        static Backend leaky() {
            return new Backend(
                    VOCABULARY, 1, OptionalInt.empty(), List.of(), true, Optional.empty(), OptionalInt.empty());
        }

        /** One that only says so. */
        static Backend cautious(String mixing) {
            return new Backend(
                    VOCABULARY, 1, OptionalInt.empty(), List.of(), false, Optional.of(mixing), OptionalInt.empty());
        }

        /** One that says it takes sequences of one length only, and whose logits depend on the batch. */
        static Backend ofLength(int tokens) {
            return new Backend(
                    VOCABULARY, 1, OptionalInt.empty(), List.of(), true, Optional.empty(), OptionalInt.of(tokens));
        }

        @Override
        public LanguageModel open(Path path, NoOptions options, Context context) {
            return new ToyModel(this);
        }
    }

    @Override
    public ModelInfo info() {
        return ModelInfo.of("toy", backend.vocabulary)
                .context(OptionalInt.of(16))
                .bos(OptionalInt.of(0))
                .special(Map.of("bos", 0))
                .embeddings(backend.embeddings)
                .notes(backend.notes)
                .mixing(backend.mixing)
                .length(backend.length)
                .build();
    }

    @Override
    public List<Site> sites() {
        return SITES;
    }

    @Override
    public Site site(String name) {
        return SITES.stream()
                .filter(site -> site.name().equals(name))
                .findFirst()
                .orElseThrow(() -> UserError.unknown(
                        "toy", "site", name, SITES.stream().map(Site::name).toList()));
    }

    @Override
    public CutModel cutAt(List<Site> sites, BatchShape shape) {
        return new Cut(sites, shape, backend);
    }

    @Override
    public void close() {}

    private static final class Cut implements CutModel {
        private final List<Site> sites;
        private final BatchShape shape;
        private final Backend backend;
        private final int vocabulary;

        Cut(List<Site> sites, BatchShape shape, Backend backend) {
            this.sites = List.copyOf(sites);
            this.shape = shape;
            this.backend = backend;
            this.vocabulary = backend.vocabulary;
        }

        @Override
        public BatchShape shape() {
            return shape;
        }

        @Override
        public Trace run(TokenBatch batch) {
            FloatBuffer first = BatchActivations.direct(shape.rows() * WIDTH);
            for (int row = 0; row < shape.rows(); row++) {
                int token = batch.token(row / shape.length(), row % shape.length());
                for (int i = 0; i < WIDTH; i++) {
                    first.put(row * WIDTH + i, (float) Math.sin(1.7 * token + 0.3 * (row % shape.length()) + 2.1 * i));
                }
            }
            FloatBuffer second = mixed(first);
            Map<Site, FloatBuffer> activations = new HashMap<>();
            activations.put(SITES.get(0), first);
            activations.put(SITES.get(1), second);
            return new ToyTrace(batch, logits(second), activations);
        }

        @Override
        public FloatBuffer resume(Trace trace, Splice splice) {
            if (!sites.containsAll(splice.sites())) {
                throw new IllegalArgumentException(splice.sites() + " are not all of " + sites);
            }
            FloatBuffer second = splice.sites().contains(SITES.get(0))
                    ? mixed(spliced(trace.activation(SITES.get(0)), SITES.get(0), splice))
                    : trace.activation(SITES.get(1));
            return logits(splice.sites().contains(SITES.get(1)) ? spliced(second, SITES.get(1), splice) : second);
        }

        private FloatBuffer spliced(FloatBuffer activation, Site site, Splice splice) {
            FloatBuffer copy = BatchActivations.direct(activation.capacity());
            copy.put(0, activation, 0, activation.capacity());
            splice.replace(site, copy);
            return copy;
        }

        /** Each position becomes the mean of those up to it. */
        private FloatBuffer mixed(FloatBuffer activations) {
            FloatBuffer mixed = BatchActivations.direct(shape.rows() * WIDTH);
            for (int s = 0; s < shape.sequences(); s++) {
                for (int i = 0; i < WIDTH; i++) {
                    float sum = 0;
                    for (int t = 0; t < shape.length(); t++) {
                        int at = (s * shape.length() + t) * WIDTH + i;
                        sum += activations.get(at);
                        mixed.put(at, sum / (t + 1));
                    }
                }
            }
            return mixed;
        }

        private FloatBuffer logits(FloatBuffer activations) {
            FloatBuffer logits = BatchActivations.direct(shape.rows() * vocabulary);
            for (int row = 0; row < shape.rows(); row++) {
                for (int v = 0; v < vocabulary; v++) {
                    float sum = 0;
                    for (int i = 0; i < WIDTH; i++) {
                        sum += 3 * (float) Math.cos(v * (i + 1)) * activations.get(row * WIDTH + i);
                    }
                    logits.put(row * vocabulary + v, backend.sharpness * sum);
                }
            }
            if (backend.leaking) {
                float largest = 1;
                for (int i = 0; i < activations.capacity(); i++) {
                    largest = Math.max(largest, 2 * Math.abs(activations.get(i)));
                }
                for (int i = 0; i < logits.capacity(); i++) {
                    logits.put(i, logits.get(i) / largest);
                }
            }
            return logits;
        }

        @Override
        public void close() {}
    }

    private record ToyTrace(TokenBatch batch, FloatBuffer logits, Map<Site, FloatBuffer> activations) implements Trace {
        @Override
        public FloatBuffer activation(Site site) {
            return activations.get(site);
        }
    }
}
