package org.noisefloor.core.corpus;

import java.util.List;
import org.noisefloor.api.Provider;

/** The corpus readers that the host brings itself. */
public final class BuiltInReaders {
    private BuiltInReaders() {}

    public static List<Provider<?>> all() {
        return List.of(new TextReader(), new JsonlReader());
    }
}
