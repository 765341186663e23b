package org.noisefloor.plugin.sae.dictionary;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.noisefloor.api.UserError;

/** Memory outside the heap, where native code can read it. */
public final class Direct {
    /** The longest buffer there can be. */
    public static final int MOST_FLOATS = Integer.MAX_VALUE / Float.BYTES;

    private Direct() {}

    /**
     * Zeros, in native byte order.
     *
     * @param what is to be kept there, for the message
     * @throws UserError if the JVM may not take that much
     */
    public static FloatBuffer floats(String what, long count) {
        if (count > MOST_FLOATS) {
            throw new UserError(what + " has " + count + " elements, and at most " + MOST_FLOATS + " can be held");
        }
        try {
            return ByteBuffer.allocateDirect((int) count * Float.BYTES)
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer();
        } catch (OutOfMemoryError full) {
            throw new UserError(
                    what + " needs " + (count * Float.BYTES) / (1 << 20)
                            + " MiB outside the heap, more than the JVM may still take; raise -XX:MaxDirectMemorySize",
                    full);
        }
    }
}
