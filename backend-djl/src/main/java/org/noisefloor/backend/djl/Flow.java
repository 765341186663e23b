package org.noisefloor.backend.djl;

import ai.djl.pytorch.engine.PtNDArray;
import java.util.List;

/**
 * What flows at one point of a model, and is all that is needed to go on from there.
 *
 * @param value the activation
 * @param beside what else is read later: the residual stream first, [B, T, D]; nothing where the activation is the stream
 */
record Flow(Point point, PtNDArray value, List<PtNDArray> beside) {

    /** Where nothing passes beside the activation. */
    static Flow alone(Point point, PtNDArray value) {
        return new Flow(point, value, List.of());
    }

    /** The residual stream, to which the block's next result is added. */
    PtNDArray stream() {
        return beside.isEmpty() ? value : beside.get(0);
    }

    /** The last of what passes beside the activation, or the activation where nothing does. */
    PtNDArray last() {
        return beside.isEmpty() ? value : beside.get(beside.size() - 1);
    }

    /** What passes beside the activation and the stream: all projections beside one of them, the MLP's input inside it. */
    PtNDArray rest() {
        return beside.get(1);
    }
}
