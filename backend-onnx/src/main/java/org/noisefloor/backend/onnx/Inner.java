package org.noisefloor.backend.onnx;

import java.util.Optional;

/**
 * A site inside a block, found.
 *
 * @param hook its TransformerLens name without the block
 * @param insertion puts it into the graph; empty where the graph has it
 */
record Inner(String hook, String tensor, int width, Optional<Insertion> insertion) {

    static Inner there(String hook, String tensor, int width) {
        return new Inner(hook, tensor, width, Optional.empty());
    }

    static Inner inserted(String hook, int width, Insertion insertion) {
        return new Inner(hook, insertion.tensor(), width, Optional.of(insertion));
    }
}
