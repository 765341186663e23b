package org.noisefloor.plugin.sae;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.noisefloor.api.Environment;
import org.noisefloor.api.Intervention;
import org.noisefloor.api.InterventionProvider;
import org.noisefloor.api.Option;
import org.noisefloor.api.Site;
import org.noisefloor.api.UserError;

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
    public Intervention create(Options options, Site site, int rows, Environment environment) {
        Path cfg = options.path().resolve("cfg.json");
        Path weights = options.path().resolve("sae_weights.safetensors");
        SaeConfig config = SaeConfig.read(cfg);
        if (config.dIn() != site.width()) {
            throw new UserError(cfg + ": this SAE is for activations of width " + config.dIn() + ", and " + site
                    + " has width " + site.width());
        }
        Weights tensors = Weights.read(weights, config);
        Blas blas = Blas.open(environment);
        Map<String, String> digests = Map.of("cfg_sha256", sha256(cfg), "weights_sha256", sha256(weights));
        Origin origin = Origin.of(config, options.center(), site, blas, digests);
        return new Splice(config, tensors, options.center(), rows, Splice.BLOCK_BYTES, blas, origin);
    }

    private static String sha256(Path file) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException failed) {
            throw new UserError(file + ": cannot be read (" + failed.getMessage() + ")", failed);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
