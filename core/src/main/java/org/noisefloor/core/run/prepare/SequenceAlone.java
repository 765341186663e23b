package org.noisefloor.core.run.prepare;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.backend.TokenBatch;
import org.noisefloor.core.corpus.TokenSequence;
import org.noisefloor.core.run.batch.BatchActivations;
import org.noisefloor.core.run.batch.SequenceBatch;
import org.noisefloor.core.run.score.Logits;

/**
 * A sequence of a batch that ran by itself and without padding: what its batch makes of it is compared with this.
 *
 * @param batch it alone, in the run's shape
 * @param place where it stands in the batch that it is of
 * @param logits [its tokens, stride]
 * @param isShortened whether its last tokens are left out
 */
public record SequenceAlone(SequenceBatch batch, int place, FloatBuffer logits, boolean isShortened) {

    /**
     * Runs the first sequences of a batch. The first is run to its end; of the others, and of a single one once more, only the first half,
     * which in a causal model says the same and costs half: and arithmetic is to be seen at another shape even where a batch has one sequence.
     */
    public static List<SequenceAlone> of(HostCut cut, SequenceBatch batch, Logits logits) {
        int sequences = Math.min(batch.count(), BatchProbe.SEQUENCES);
        List<SequenceAlone> alone = new ArrayList<>();
        alone.add(run(cut, batch, 0, batch.tokens().length(0), logits));
        for (int place = sequences == 1 ? 0 : 1; place < sequences; place++) {
            alone.add(run(cut, batch, place, (batch.tokens().length(place) + 1) / 2, logits));
        }
        return alone;
    }

    private static SequenceAlone run(HostCut cut, SequenceBatch batch, int place, int length, Logits logits) {
        BatchShape shape = batch.shape();
        TokenSequence whole = batch.sequences().get(place);
        boolean shortened = length < whole.length();
        TokenSequence sequence = shortened ? whole.first(length) : whole;
        FloatBuffer kept = BatchActivations.direct(Math.multiplyExact(length, logits.stride()));
        TokenBatch tokens = TokenBatch.of(cut.shape(), List.of(sequence.tokens()));
        kept.put(0, cut.runEachAlone(tokens).logits(), 0, kept.capacity());
        int index = batch.sequence(batch.start(place));
        return new SequenceAlone(new SequenceBatch(shape, index, List.of(sequence)), place, kept, shortened);
    }

    /** The logits of its tokens among those of the batch that it is of. */
    public FloatBuffer among(FloatBuffer ofBatch) {
        int row = batch.shape().length() * (logits.capacity() / tokens());
        return ofBatch.slice(place * row, logits.capacity());
    }

    private int tokens() {
        return batch.tokens().length(0);
    }

    /** By how much its logits differ from those of the batch at most, as a share of the largest. */
    double distance(FloatBuffer ofBatch, Logits form) {
        FloatBuffer there = among(ofBatch);
        float[] one = new float[form.vocabulary()];
        float[] other = new float[form.vocabulary()];
        double largest = 0;
        double size = 0;
        for (int row = 0; row < tokens(); row++) {
            logits.get(row * form.stride(), one);
            there.get(row * form.stride(), other);
            for (int v = 0; v < one.length; v++) {
                float difference = Math.abs(one[v] - other[v]);
                // what is not a number tells nothing, and −∞ − −∞ is none
                if (difference > largest && difference <= Float.MAX_VALUE) {
                    largest = difference;
                }
                float absolute = Math.abs(one[v]);
                if (absolute > size && absolute <= Float.MAX_VALUE) {
                    size = absolute;
                }
            }
        }
        return largest == 0 ? 0 : largest / size;
    }
}
