package org.noisefloor.backend.djl;

import ai.djl.pytorch.engine.PtNDArray;

/** Sees every activation of a run as it comes to be, and may put another in its place. */
interface Tap {
    /** Whether the model has to stop at a point, also if that takes another way of computing what comes after it. */
    boolean stopsAt(Point point);

    /**
     * @param flow its activation is not changed later
     * @return what the model goes on with: the activation, or another array of its type and shape, which the tap owns
     */
    PtNDArray at(Flow flow);
}
