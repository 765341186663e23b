package org.example.elman;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.Site;
import org.noisefloor.api.backend.CutModel;
import org.noisefloor.api.backend.Splice;
import org.noisefloor.api.backend.TokenBatch;
import org.noisefloor.api.backend.Trace;

/** The network cut behind the embedding, behind the recurrence, or behind both. */
final class ElmanCut implements CutModel {
    private final Elman network;
    private final Site embedding;
    private final Site state;
    private final List<Site> at;
    private final BatchShape shape;
    private Run newest;
    private boolean closed;

    ElmanCut(Elman network, List<Site> sites, List<Site> at, BatchShape shape) {
        this.network = network;
        this.embedding = sites.get(0);
        this.state = sites.get(1);
        this.at = at;
        this.shape = shape;
    }

    @Override
    public BatchShape shape() {
        return shape;
    }

    @Override
    public Trace run(TokenBatch batch) {
        if (closed) {
            throw new IllegalStateException("the cut is closed");
        }
        if (!batch.shape().equals(shape)) {
            throw new IllegalArgumentException("a batch of another shape");
        }
        int[] tokens = new int[shape.rows()];
        for (int row = 0; row < tokens.length; row++) {
            tokens[row] = batch.token(row / shape.length(), row % shape.length());
        }
        float[] embedded = network.embed(tokens);
        float[] states = network.states(embedded, shape.length());
        newest = new Run(this, batch, embedded, states, network.logits(states));
        return newest;
    }

    @Override
    public FloatBuffer resume(Trace trace, Splice splice) {
        check(trace);
        if (splice.sites().isEmpty() || !at.containsAll(splice.sites())) {
            throw new IllegalArgumentException("not cut at " + splice.sites());
        }
        float[] states = newest.states();
        if (splice.sites().contains(embedding)) {
            states = network.states(replaced(splice, embedding, newest.embedded()), shape.length());
        }
        if (splice.sites().contains(state)) {
            states = replaced(splice, state, states);
        }
        return direct(network.logits(states));
    }

    /** What a splice puts in the place of an activation, which stays as it is. */
    private static float[] replaced(Splice splice, Site site, float[] activation) {
        FloatBuffer buffer = direct(activation);
        splice.replace(site, buffer);
        float[] replaced = new float[activation.length];
        buffer.get(0, replaced);
        return replaced;
    }

    private void check(Trace trace) {
        if (closed || trace != newest) {
            throw new IllegalStateException("only the newest trace of an open cut holds");
        }
    }

    @Override
    public void close() {
        closed = true;
    }

    private record Run(ElmanCut cut, TokenBatch batch, float[] embedded, float[] states, float[] values)
            implements Trace {
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
            return direct(site.equals(cut.state) ? states : embedded);
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
