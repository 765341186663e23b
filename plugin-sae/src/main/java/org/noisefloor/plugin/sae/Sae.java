package org.noisefloor.plugin.sae;

import java.nio.file.Path;
import java.util.Map;
import org.noisefloor.api.Option;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.Site;
import org.noisefloor.api.UserError;
import org.noisefloor.api.intervention.Intervention;
import org.noisefloor.api.intervention.InterventionProvider;
import org.noisefloor.files.Sha256;

/**
 * The splice of a sparse autoencoder.
 *
 * <p>ã = SAE(a): f = features of (a − b_dec) W_enc + b_enc, ã = f W_dec + b_dec. In float32, decoded in float64 and rounded
 * once.
 *
 * <ul>
 *   <li>Format: a folder with {@code cfg.json} and {@code sae_weights.safetensors}, as SAELens writes it (read against
 *       6.54.12, with the keys of versions before 6). Architectures standard, topk, jumprelu and gated.
 *   <li>Observes {@code l0}, the number of active features, and {@code l1}, the sum of their activations.
 *   <li>Source: Bricken et al. 2023 (ReLU), Gao et al. 2024 (TopK), Rajamanoharan et al. 2024 (gated, JumpReLU).
 *   <li>Pitfall: weights are computed with in float32 whatever {@code dtype} says; SAELens computes in that type.
 *   <li>Pitfall: an SAE trained on TransformerLens' processed weights (its default) expects centred activations; say
 *       {@code center: true}. Nothing in a file tells this for certain; where it says how the model was loaded, a note repeats
 *       that.
 * </ul>
 */
public final class Sae implements InterventionProvider<Sae.Options> {
    /** The options of {@code sae}. */
    public record Options(
            @Option(doc = "folder with cfg.json and sae_weights.safetensors, as SAELens writes it")
            Path path,

            @Option(doc = "subtract the mean over d on the way in and add it back on the way out", orElse = "false")
            boolean center) {}

    @Override
    public String id() {
        return "sae";
    }

    @Override
    public String summary() {
        return "the reconstruction of a sparse autoencoder in SAELens' format";
    }

    @Override
    public Class<Options> options() {
        return Options.class;
    }

    @Override
    public Intervention create(Options options, RunContext context) {
        Site site = context.site();
        Path cfg = options.path().resolve("cfg.json");
        Path weights = options.path().resolve("sae_weights.safetensors");
        SaeConfig config = SaeConfig.read(cfg);
        if (config.dIn() != site.width()) {
            throw new UserError(cfg + ": this SAE is for activations of width " + config.dIn() + ", and " + site
                    + " has width " + site.width());
        }
        Weights tensors = Weights.read(weights, config);
        Blas blas = Blas.open(context);
        Map<String, String> digests = Map.of("cfg_sha256", Sha256.of(cfg), "weights_sha256", Sha256.of(weights));
        Origin origin = Origin.of(config, options.center(), site, blas, digests);
        Splice.Products products = new Splice.Products(blas, context.shape().rows(), Splice.BLOCK_BYTES);
        return new Splice(config, tensors, options.center(), products, origin);
    }
}
