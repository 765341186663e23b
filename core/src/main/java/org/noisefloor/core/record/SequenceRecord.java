package org.noisefloor.core.record;

import java.util.List;

/**
 * All that is kept of one sequence. It depends on the sequence, the config and the seed alone, not on the sequences beside it.
 *
 * @param index the sequence's index among the scored ones, from 0
 * @param documents those that its tokens come from, as their places in the order of the corpus: first the one that most of them come
 *     from, to which the sequence belongs (of several the first), then the others in order
 * @param length tokens, BOS included
 * @param intervened positions in the mask
 * @param scored those of them that have a correct token
 * @param ends last positions at which predictions are compared although they have no correct token: 1 or 0
 * @param nonfinite positions in the mask that are left out, since some arm's logits are NaN or +∞ there; not in those above
 * @param tokens their ids
 * @param positions the scored positions
 * @param original what the original predicts at them
 * @param arms by arm (as {@link Layout#arms} orders them), then by draw
 * @param recalibrated by arm, then by {@linkplain Arm.Draws#recalibrations recalibration}, without classes
 * @param single by arm, what is kept of single positions
 * @param features by arm, of the interventions alone
 */
public record SequenceRecord(
        int index,
        int[] documents,
        int length,
        int intervened,
        int scored,
        int ends,
        int nonfinite,
        int[] tokens,
        int[] positions,
        Predictions original,
        List<List<ArmSums>> arms,
        List<List<ArmSums>> recalibrated,
        List<ArmPositions> single,
        List<FeatureCounts> features) {

    /** The same in another place, as a sequence of another document. */
    public SequenceRecord as(int place, int document) {
        return new SequenceRecord(
                place,
                new int[] {document},
                length,
                intervened,
                scored,
                ends,
                nonfinite,
                tokens,
                positions,
                original,
                arms,
                recalibrated,
                single,
                features);
    }
}
