package org.noisefloor.core.plugins;

import java.nio.file.Path;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.ModelInfo;
import org.noisefloor.api.Site;

/** What plugins of these tests are told. */
final class Contexts {
    static final HostContext HOST = new HostContext("x", 1, Path.of("cache"));
    static final Site SITE = Site.of("site", "tensor", 4);
    static final HostRunContext RUN = new HostRunContext(
            HOST, ModelInfo.of("toy", 7).build(), SITE, BatchShape.of(1, 1), 7, token -> "<" + token + ">");

    /** A position that a scorer may be shown. */
    static final ShownPosition POSITION =
            new ShownPosition(new float[] {0, 1}, new float[] {1, 0}, new float[4], new float[4]);

    private Contexts() {}
}
