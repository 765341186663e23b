package org.noisefloor.core.run;

import java.nio.file.Path;
import java.util.Optional;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.backend.ModelBackend;

/** What all providers of toys say of themselves. */
interface ToyBackend extends ModelBackend<NoOptions> {
    @Override
    default String id() {
        return "toy";
    }

    @Override
    default String summary() {
        return "a toy";
    }

    @Override
    default Class<NoOptions> options() {
        return NoOptions.class;
    }

    @Override
    default Optional<String> probe() {
        return Optional.empty();
    }

    @Override
    default Optional<String> recognises(Path path) {
        return Optional.empty();
    }
}
