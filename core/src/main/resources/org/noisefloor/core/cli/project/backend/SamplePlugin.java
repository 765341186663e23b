package org.example.sample;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.noisefloor.api.Context;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.UserError;
import org.noisefloor.api.backend.LanguageModel;
import org.noisefloor.api.backend.ModelBackend;

/** Opens models of {@link Layers}. Replace that by your engine. */
public final class SamplePlugin implements ModelBackend<NoOptions> {
    @Override
    public String id() {
        return "sample_id";
    }

    @Override
    public String summary() {
        return "causal layers with weights from a seed";
    }

    @Override
    public Class<NoOptions> options() {
        return NoOptions.class;
    }

    @Override
    public Optional<String> probe() {
        return Optional.empty();
    }

    @Override
    public Optional<String> recognises(Path path) {
        return path.toString().endsWith(".layers") ? Optional.of(path.getFileName().toString()) : Optional.empty();
    }

    @Override
    public LanguageModel open(Path path, NoOptions options, Context context) {
        if (!Files.isRegularFile(path)) {
            throw new UserError(path + " is not a file; expected a .layers file");
        }
        return new TableModel(Layers.read(path));
    }
}
