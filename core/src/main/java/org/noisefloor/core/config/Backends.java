package org.noisefloor.core.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.noisefloor.api.Context;
import org.noisefloor.api.UserError;
import org.noisefloor.api.backend.LanguageModel;
import org.noisefloor.api.backend.ModelBackend;
import org.noisefloor.core.config.Value.Fields;
import org.noisefloor.core.plugins.Catalogue;

/** The choice of a backend outside a config, for commands that open a model and do nothing else; and how any chosen one opens a model. */
public final class Backends {
    private Backends() {}

    /**
     * The backend with an id, or the one that finds something to open at a path, with its options at their defaults.
     *
     * @param where what the user wrote the id with, for the message
     */
    public static Chosen<ModelBackend<?>> choose(Catalogue catalogue, Optional<String> id, Path model, String where) {
        Mistakes mistakes = new Mistakes();
        OptionBinder binder = new OptionBinder(Path.of("").toAbsolutePath());
        Place place = new Place(id.isPresent() ? where : String.valueOf(model.getFileName()), 0);
        Root root = new Root(new Fields(Map.of(), place), place, mistakes);
        Optional<Chosen<ModelBackend<?>>> chosen = new ModelSections(
                        root, catalogue, binder, new Choices(catalogue, binder, mistakes))
                .at(id.orElse(ModelSections.AUTO), model, "the model")
                .map(Plan.Model::backend);
        mistakes.throwIfAny();
        return chosen.orElseThrow(() -> new UserError(InputFiles.missing(model)));
    }

    /** Opens a model with a backend, by the options that were bound for it. */
    public static LanguageModel open(Chosen<ModelBackend<?>> chosen, Path model, Context context) {
        return open(chosen.provider(), chosen, model, context);
    }

    private static <O extends Record> LanguageModel open(
            ModelBackend<O> backend, Chosen<ModelBackend<?>> chosen, Path model, Context context) {
        return backend.open(model, backend.options().cast(chosen.options()), context);
    }
}
