package org.example.elman;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.noisefloor.api.Context;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.UserError;
import org.noisefloor.api.backend.LanguageModel;
import org.noisefloor.api.backend.ModelBackend;

/** Recurrent language models of one layer, computed in plain Java. */
public final class ElmanBackend implements ModelBackend<NoOptions> {
    @Override
    public String id() {
        return "elman";
    }

    @Override
    public String summary() {
        return "recurrent networks of one layer, from text files";
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
        String name = String.valueOf(path.getFileName());
        return name.endsWith(".elman") ? Optional.of(name) : Optional.empty();
    }

    @Override
    public LanguageModel open(Path path, NoOptions options, Context context) {
        if (!Files.isRegularFile(path)) {
            throw new UserError(path + " is not a file; expected a model in a .elman file");
        }
        return new ElmanModel(Elman.read(path));
    }
}
