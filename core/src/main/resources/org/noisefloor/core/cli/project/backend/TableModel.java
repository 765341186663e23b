package org.example.sample;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.ModelInfo;
import org.noisefloor.api.Site;
import org.noisefloor.api.UserError;
import org.noisefloor.api.backend.CutModel;
import org.noisefloor.api.backend.LanguageModel;
import org.noisefloor.api.backend.Splice;
import org.noisefloor.api.backend.TokenBatch;
import org.noisefloor.api.backend.Trace;

/** A model with a site behind each layer, all of which every cut keeps the activations of. */
final class TableModel implements LanguageModel {
    private final Layers layers;
    private final List<Site> sites = new ArrayList<>();
    private boolean closed;

    TableModel(Layers layers) {
        this.layers = layers;
        for (int i = 0; i < layers.count; i++) {
            sites.add(Site.of("blocks." + i + ".hook_resid_post", "layer" + i, layers.width));
        }
    }

    @Override
    public ModelInfo info() {
        return ModelInfo.of("layers", layers.vocabulary)
                .digests(Map.of("model", layers.digest))
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
                        "the model", "site", name, sites.stream().map(Site::name).toList()));
    }

    @Override
    public CutModel cutAt(List<Site> at, BatchShape shape) {
        if (closed) {
            throw new IllegalStateException("the model is closed");
        }
        return new Cut(List.copyOf(at), shape);
    }

    @Override
    public void close() {
        closed = true;
    }

    private final class Cut implements CutModel {
        private final List<Site> at;
        private final BatchShape shape;
        private Run newest;
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
            if (ended) {
                throw new IllegalStateException("the cut is closed");
            }
            if (!batch.shape().equals(shape)) {
                throw new IllegalArgumentException("a batch of another shape");
            }
            int[] tokens = new int[shape.rows()];
            for (int row = 0; row < tokens.length; row++) {
                tokens[row] = batch.token(row / shape.length(), row % shape.length());
            }
            Map<Site, float[]> activations = new HashMap<>();
            float[] x = layers.embed(tokens);
            for (Site site : sites) {
                x = layers.layer(x, shape.length());
                activations.put(site, x);
            }
            newest = new Run(this, batch, activations, layers.unembed(x));
            return newest;
        }

        @Override
        public FloatBuffer resume(Trace trace, Splice splice) {
            check(trace);
            if (splice.sites().isEmpty() || !at.containsAll(splice.sites())) {
                throw new IllegalArgumentException("not cut at " + splice.sites());
            }
            float[] x = null;
            for (Site site : sites) {
                x = x == null ? newest.activations.get(site) : layers.layer(x, shape.length());
                if (splice.sites().contains(site)) {
                    FloatBuffer activation = direct(x);
                    splice.replace(site, activation);
                    x = new float[x.length];
                    activation.get(0, x);
                } else if (x == newest.activations.get(site)) {
                    x = null; // nothing was replaced yet
                }
            }
            return direct(layers.unembed(x));
        }

        private void check(Trace trace) {
            if (ended || trace != newest) {
                throw new IllegalStateException("only the newest trace of an open cut holds");
            }
        }

        @Override
        public void close() {
            ended = true;
        }
    }

    private record Run(Cut cut, TokenBatch batch, Map<Site, float[]> activations, float[] values) implements Trace {
        @Override
        public FloatBuffer logits() {
            cut.check(this);
            return direct(values);
        }

        @Override
        public FloatBuffer activation(Site site) {
            cut.check(this);
            if (!cut.at.contains(site)) {
                throw new IllegalArgumentException("not cut at " + site);
            }
            return direct(activations.get(site));
        }
    }

    private static FloatBuffer direct(float[] values) {
        return ByteBuffer.allocateDirect(values.length * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer()
                .put(values)
                .rewind();
    }
}
