package org.noisefloor.files.tensor;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Bytes that are read at given places, a part of a file for instance. */
interface Bytes {
    long size();

    /**
     * Fills the rest of a buffer.
     *
     * @param at the first byte to read; all that the buffer takes must lie within {@link #size}
     */
    void read(long at, ByteBuffer into) throws IOException;

    /** Gives back what reading holds beside the file; reading on is allowed. */
    default void release() {}
}
