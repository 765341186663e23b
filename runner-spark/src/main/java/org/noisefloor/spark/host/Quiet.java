package org.noisefloor.spark.host;

import java.io.PrintWriter;
import org.noisefloor.core.run.Progress;

/** Tells warnings alone: how far a run is, its driver tells. */
class Quiet implements Progress {
    private final PrintWriter err;

    Quiet(PrintWriter err) {
        this.err = err;
    }

    @Override
    public void phase(String name, long total) {}

    @Override
    public void advance(long more) {}

    @Override
    public void found(String soFar) {}

    @Override
    public void note(String sentence) {}

    @Override
    public void warn(String sentence) {
        err.println("warning: " + sentence);
    }
}
