package org.noisefloor.backend.onnx;

import java.util.List;
import java.util.Set;

/**
 * An addition to the residual stream.
 *
 * @param stream what it adds to
 * @param branches what it adds, all of it made of the stream: one tensor, or both of a parallel block
 * @param attending those of them for which other tokens were looked at
 * @param made the sum
 */
record Sum(String stream, List<String> branches, Set<String> attending, String made) {

    boolean attends() {
        return !attending.isEmpty();
    }

    boolean attends(String branch) {
        return attending.contains(branch);
    }
}
