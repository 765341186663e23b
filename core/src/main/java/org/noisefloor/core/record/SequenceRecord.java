package org.noisefloor.core.record;

import java.util.List;

/**
 * All that is kept of one sequence. It depends on the sequence, the config and the seed alone, not on the sequences beside it.
 *
 * @param index the sequence's index among the scored ones, from 0
 * @param length tokens, BOS included
 * @param intervened positions in the mask
 * @param scored those of them that have a correct token
 * @param arms by arm (as {@link Layout#arms} orders them), then by draw
 * @param features by arm, of the interventions alone
 */
public record SequenceRecord(
        int index, int length, int intervened, int scored, List<List<ArmSums>> arms, List<FeatureCounts> features) {}
