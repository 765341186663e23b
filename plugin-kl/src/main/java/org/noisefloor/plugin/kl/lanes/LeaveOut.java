package org.noisefloor.plugin.kl.lanes;

/** Takes some tokens out of sums, once d and p are known. */
final class LeaveOut extends Stage {
    @Override
    void run(Block block) {
        block.leaveOut();
    }
}
