package org.noisefloor.core.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.noisefloor.api.ModelBackend;
import org.noisefloor.api.Provider;
import org.noisefloor.api.UserError;
import org.noisefloor.core.plugins.Catalogue;

/** The choice of a backend outside a config, for commands that open a model and do nothing else. */
public final class Backends {
    private Backends() {}

    /**
     * The backend with an id, or the only one there is, with its options at their defaults.
     *
     * @param where what the user wrote the id with, for the message
     */
    public static Chosen<ModelBackend<?>> choose(Catalogue catalogue, Optional<String> id, String where) {
        String wanted = id.orElseGet(() -> only(catalogue, where));
        Problems problems = new Problems();
        OptionBinder binder = new OptionBinder(Path.of("").toAbsolutePath());
        Optional<Chosen<ModelBackend<?>>> chosen = new Choices(catalogue, binder, problems)
                .choice(
                        Kind.BACKEND,
                        wanted,
                        wanted,
                        new Choices.Options("option of " + wanted, Map.of(), List.of()),
                        new Place(where, 0))
                .map(Choices.Choice::chosen);
        problems.throwIfAny();
        return chosen.orElseThrow();
    }

    private static String only(Catalogue catalogue, String where) {
        List<ModelBackend<?>> all = catalogue.all(Kind.BACKEND.type());
        if (all.size() == 1) {
            return all.get(0).id();
        }
        throw new UserError(
                all.isEmpty()
                        ? "no backend is installed in plugins/, so no model can be opened"
                        : where + ": there are several backends, name one of "
                                + all.stream().map(Provider::id).collect(Collectors.joining(", ")));
    }
}
