package org.noisefloor.api.intervention;

import java.nio.file.Path;
import java.util.List;
import org.noisefloor.api.Context;
import org.noisefloor.api.Provider;
import org.noisefloor.api.RunContext;

/** A way to replace activations: the splice of a sparse autoencoder, an ablation, noise. */
public interface InterventionProvider<O extends Record> extends Provider<O> {

    /**
     * Creates the intervention for one site, {@link RunContext#site}.
     *
     * @param options as the config gives them, or those of one of the {@link #variants}
     * @throws org.noisefloor.api.UserError if the files it needs do not fit the site
     */
    Intervention create(O options, RunContext context);

    /**
     * The interventions that one entry of a config stands for: one, or one for each value of a list option, such as the sizes
     * of a dose. Each is reported on its own.
     */
    default List<Variant<O>> variants(O options) {
        return List.of(Variant.only(options));
    }

    /**
     * Says what a file or folder holds that interventions of this kind are made from, without a model; {@code noisefloor inspect ID
     * PATH} prints it. Of a provider that reads no files nothing.
     *
     * @throws org.noisefloor.api.UserError if nothing lies there, or something else does, or it is damaged
     */
    default Inspection inspect(Path path, Context context) {
        return Inspection.nothing();
    }
}
