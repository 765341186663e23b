package org.noisefloor.plugin.kl.lanes;

/**
 * A short loop over a block of tokens. A row of stages computes a position's measures, block after block.
 *
 * <p>Why objects in a row, and not methods that call each other: every loop must be compiled by itself. Where a compiler puts
 * several into one method it runs out of its budget, and vectors then live on the heap: on OpenJDK 17 that costs a factor of
 * ten, in some runs and not in others. A call site that has met three classes is never inlined.
 *
 * <p>Why a class and no interface: the JVM finds a class's method at its place, and looks for an interface's at every call. With some thirty
 * calls for 512 tokens that was a tenth of the time of all sums.
 */
abstract class Stage {
    abstract void run(Block block);
}
