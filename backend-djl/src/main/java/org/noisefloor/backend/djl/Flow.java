package org.noisefloor.backend.djl;

import ai.djl.pytorch.engine.PtNDArray;

/**
 * What flows at one point of a model, and is all that is needed to go on from there.
 *
 * @param value the activation
 * @param stream [B, T, D], the residual stream that passes beside it; the activation itself where nothing passes
 */
record Flow(Point point, PtNDArray value, PtNDArray stream) {

    /** Where nothing passes beside the activation. */
    static Flow alone(Point point, PtNDArray value) {
        return new Flow(point, value, value);
    }
}
