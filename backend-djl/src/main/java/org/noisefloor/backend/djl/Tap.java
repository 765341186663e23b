package org.noisefloor.backend.djl;

import ai.djl.pytorch.engine.PtNDArray;

/** Sees every activation of a run as it comes to be. */
@FunctionalInterface
interface Tap {
    /** Sees nothing. */
    Tap NONE = (point, value, stream) -> {};

    /**
     * @param value the activation, which is not changed later
     * @param stream [B, T, D], the residual stream that passes beside it, without which one cannot go on from here; the
     *     activation itself where nothing passes
     */
    void at(Point point, PtNDArray value, PtNDArray stream);
}
