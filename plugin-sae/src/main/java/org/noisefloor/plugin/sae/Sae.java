package org.noisefloor.plugin.sae;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.noisefloor.api.Context;
import org.noisefloor.api.Option;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.Site;
import org.noisefloor.api.intervention.Inspection;
import org.noisefloor.api.intervention.Intervention;
import org.noisefloor.api.intervention.InterventionProvider;
import org.noisefloor.plugin.sae.dictionary.Blas;
import org.noisefloor.plugin.sae.dictionary.Engine;
import org.noisefloor.plugin.sae.layout.Hints;
import org.noisefloor.plugin.sae.layout.Layouts;
import org.noisefloor.plugin.sae.layout.Published;

/**
 * The splice of a sparse autoencoder or a transcoder, in any layout that is published.
 *
 * <p>ã = SAE(a): f = features of (a − b_in) W_enc + b_enc, ã = f W_dec + b_out. In float32, decoded in float64 and rounded
 * once. A transcoder reads the site of the config and writes another one.
 *
 * <ul>
 *   <li>Formats: docs/saes.md has the table, with the version of each library that it was read in.
 *   <li>Observes {@code l0}, the number of active features, and {@code l1}, the sum of their activations without signs.
 *   <li>Source: Bricken et al. 2023 (ReLU), Gao et al. 2024 (TopK), Rajamanoharan et al. 2024 (gated, JumpReLU), Bussmann et al. 2024
 *       (BatchTopK), Dunefsky et al. 2024 (transcoders).
 *   <li>Pitfall: weights are computed with in float32 whatever {@code dtype} says; SAELens computes in that type.
 *   <li>Pitfall: an SAE trained on TransformerLens' processed weights (its default) expects centred activations; say
 *       {@code center: true}. Nothing in a file tells this for certain; where it says how the model was loaded, a note repeats
 *       that.
 * </ul>
 */
public final class Sae implements InterventionProvider<Sae.Options> {
    /** The options of {@code sae}. */
    public record Options(
            @Option(doc = "the SAE or transcoder, a folder or a file in one of the published layouts")
            Path path,

            @Option(doc = "subtract the mean over d on the way in and add it back on the way out", orElse = "false")
            boolean center,

            @Option(
                    doc =
                            "what activations are multiplied with before they are encoded, where the file asks for a constant that it does not hold",
                    orElse = "")
            Optional<Double> scale,

            @Option(doc = "how many features are kept, where the files do not say it", orElse = "", min = 1)
            OptionalInt k,

            @Option(doc = "the site that a transcoder writes; without it, the one that its files name", orElse = "")
            Optional<String> writes,

            @Option(
                    doc = "whose code is followed where SAELens and the authors of a layout read it differently",
                    orElse = "saelens")
            Hints.Reading reading) {

        /** An SAE as its files say. */
        static Options of(Path path) {
            return new Options(
                    path, false, Optional.empty(), OptionalInt.empty(), Optional.empty(), Hints.Reading.SAELENS);
        }

        Hints hints(Site site) {
            return new Hints(k, scale, Optional.of(site.name()), reading, false);
        }
    }

    @Override
    public String id() {
        return "sae";
    }

    @Override
    public String summary() {
        return "the reconstruction of a sparse autoencoder, or the output of a transcoder, in any published layout";
    }

    @Override
    public Class<Options> options() {
        return Options.class;
    }

    @Override
    public Intervention create(Options options, RunContext context) {
        Digests digests = Digests.of(options.path());
        try {
            return create(options, context, digests);
        } catch (RuntimeException failed) {
            digests.cancel();
            throw failed;
        }
    }

    private static Intervention create(Options options, RunContext context, Digests digests) {
        Site site = context.site();
        Published sae = Layouts.read(options.path(), options.hints(site));
        Place place = Place.of(sae, site, options);
        int rows = context.shape().rows();
        Engine engine = new Engine(sae.dictionary(), Blas.open(context), options.center(), rows, Engine.BLOCK_BYTES);
        return new Splice(engine, rows, sae, place, Origin.of(sae, place, options, context, digests));
    }

    @Override
    public Inspection inspect(Path path, Context context) {
        return Inspected.of(Layouts.read(path, Hints.TO_LOOK));
    }
}
