package org.noisefloor.testkit.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.noisefloor.api.Site;
import org.noisefloor.api.backend.Splice;

/** Leaves everything as it is, and notes for what it was asked and what it was shown. */
class Watching implements Splice {
    private final List<Site> sites;
    private final List<Site> asked = new ArrayList<>();
    private final Map<Site, float[]> shown = new LinkedHashMap<>();

    Watching(List<Site> sites) {
        this.sites = sites;
    }

    @Override
    public List<Site> sites() {
        return sites;
    }

    @Override
    public void replace(Site site, FloatBuffer activation) {
        asked.add(site);
        shown.put(site, Floats.of(activation));
    }

    /** The sites in the order in which they were to be replaced. */
    List<Site> asked() {
        return asked;
    }

    /** What stood at a site in the pass. */
    float[] shown(Site site) {
        assertThat(asked).as("the sites that were to be replaced").contains(site);
        return shown.getOrDefault(site, new float[0]);
    }
}
