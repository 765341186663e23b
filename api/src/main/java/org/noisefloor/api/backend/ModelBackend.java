package org.noisefloor.api.backend;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.noisefloor.api.Context;
import org.noisefloor.api.Provider;

/** An inference engine that can stop a language model at an activation and go on with another one. */
public interface ModelBackend<O extends Record> extends Provider<O> {

    /** Why this backend cannot run here (a native library for this platform is missing), or empty if it can. */
    Optional<String> probe();

    /**
     * What of its engine is here, for {@code noisefloor doctor}: the version, where native libraries lie, on which devices it can compute, and
     * what is missing for others. May load the engine.
     *
     * @return a line each, without a full stop
     * @since 2.1
     */
    default List<String> diagnosis(Context context) {
        return List.of();
    }

    /**
     * What lies at a path that this backend could open, by its name ({@code model.onnx}); empty if there is nothing for it. Looks at
     * names, not into files: {@link #open} says what is wrong with them. For {@code backend: auto}.
     */
    Optional<String> recognises(Path path);

    /**
     * Opens the model at a path, a file or a folder.
     *
     * @throws org.noisefloor.api.UserError if there is no such file, or it is not a model that this backend understands
     */
    LanguageModel open(Path path, O options, Context context);
}
