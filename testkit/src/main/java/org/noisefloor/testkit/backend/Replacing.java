package org.noisefloor.testkit.backend;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.noisefloor.api.Site;

/** Replaces some sites, and leaves others as they are. */
final class Replacing extends Watching {
    private final Map<Site, FloatBuffer> replaced;

    Replacing(Map<Site, FloatBuffer> replaced, List<Site> left) {
        super(Stream.concat(replaced.keySet().stream(), left.stream()).toList());
        this.replaced = replaced;
    }

    @Override
    public void replace(Site site, FloatBuffer activation) {
        super.replace(site, activation);
        FloatBuffer other = replaced.get(site);
        if (other != null) {
            activation.put(0, other, 0, activation.capacity());
        }
    }
}
