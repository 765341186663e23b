package org.noisefloor.backend.djl;

/**
 * A place in the flow of a model.
 *
 * @param layer the number of layers for what leaves the last one
 */
record Point(int layer, Stage stage) {}
