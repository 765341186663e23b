package org.noisefloor.api.backend;

import java.nio.FloatBuffer;
import java.util.List;
import org.noisefloor.api.Site;

/** What is put in the place of activations at one or several sites of one pass. */
public interface Splice {

    /** The sites, in any order, each once; at least one. */
    List<Site> sites();

    /**
     * Writes what is to stand at one of the sites. Called once for each, in the order in which the data flows.
     *
     * @param site one of {@link #sites}
     * @param activation [sequences, length, width], direct, native byte order, from position 0; holds the activation as it is in this
     *     pass, so with what was put at earlier sites behind it, and is to be overwritten where something else is to stand
     */
    void replace(Site site, FloatBuffer activation);

    /**
     * One activation at one site.
     *
     * @param replaced [sequences, length, width] from its position; not changed
     */
    static Splice at(Site site, FloatBuffer replaced) {
        List<Site> sites = List.of(site);
        return new Splice() {
            @Override
            public List<Site> sites() {
                return sites;
            }

            @Override
            public void replace(Site where, FloatBuffer activation) {
                if (replaced.remaining() < activation.capacity()) {
                    throw new IllegalArgumentException("the replacement at " + where + " holds " + replaced.remaining()
                            + " numbers, not " + activation.capacity());
                }
                activation.put(0, replaced, replaced.position(), activation.capacity());
            }
        };
    }
}
