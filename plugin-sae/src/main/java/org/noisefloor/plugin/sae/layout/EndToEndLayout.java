package org.noisefloor.plugin.sae.layout;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.noisefloor.api.UserError;
import org.noisefloor.plugin.sae.dictionary.Dictionary;
import org.noisefloor.plugin.sae.dictionary.Normalization;
import org.noisefloor.plugin.sae.dictionary.Selection;
import org.noisefloor.plugin.sae.layout.Published.Belongs;

/**
 * The {@code .pt} of Apollo's end-to-end SAEs (Braun et al. 2024, arXiv 2405.12241): {@code SITE.encoder.0.weight} [d_sae, d_in] and {@code
 * SITE.decoder.weight} [d_in, d_sae] for several sites in one file, with {@code -} for the points of a site. A ReLU, nothing
 * subtracted. The decoder's columns are divided by their norms whenever they are used, whatever the file holds.
 */
final class EndToEndLayout implements Layout {
    private static final Pattern ENCODER = Pattern.compile("(.*?)([^.]+)\\.encoder\\.0\\.weight");

    @Override
    public String name() {
        return "Apollo end-to-end";
    }

    @Override
    public boolean recognises(Source source) {
        return !source.isFolder() && !sites(source).isEmpty();
    }

    /** Sites as the file writes them, with what stands before. */
    private static Map<String, String> sites(Source source) {
        Map<String, String> sites = new TreeMap<>();
        for (String tensor : source.tensors().tensors().keySet()) {
            Matcher matcher = ENCODER.matcher(tensor);
            if (matcher.matches()) {
                sites.put(matcher.group(2).replace('-', '.'), matcher.group(1) + matcher.group(2));
            }
        }
        return sites;
    }

    @Override
    public Published read(Source source, Hints hints) {
        Map<String, String> sites = sites(source);
        Optional<String> wanted = hints.site().filter(sites::containsKey);
        if (wanted.isEmpty() && sites.size() > 1 && !hints.toLook()) {
            throw new UserError(source.path() + ": this file has SAEs for " + String.join(", ", sites.keySet())
                    + hints.site().map(site -> ", and none for " + site).orElse("; say which is meant"));
        }
        String site = wanted.orElseGet(() -> sites.keySet().iterator().next());
        String prefix = sites.get(site) + ".";
        Tensors tensors = new Tensors(source.tensors());
        int dSae = tensors.rows(prefix + "encoder.0.weight");
        int dIn = tensors.columns(prefix + "encoder.0.weight");
        FloatBuffer decoder = tensors.transposed(prefix + "decoder.weight", dSae, dIn);
        normalise(decoder, dIn);
        return new Published(
                name(),
                "relu",
                List.of(source.path()),
                tensors.dtype(prefix + "encoder.0.weight"),
                Belongs.at(Optional.of(site), Optional.empty()),
                Map.of("apply_b_dec_to_input", false),
                wanted.isEmpty() && sites.size() > 1
                        ? List.of("this file has SAEs for " + String.join(", ", sites.keySet())
                                + "; the first is shown," + " and a run takes the one of its site")
                        : List.of(),
                new Dictionary(
                        Normalization.NONE,
                        new float[dIn],
                        tensors.vectorOrZeros(prefix + "encoder.0.bias", dSae),
                        tensors.transposed(prefix + "encoder.0.weight", dIn, dSae),
                        decoder,
                        tensors.vectorOrZeros(prefix + "decoder.bias", dIn),
                        null,
                        new Selection.Relu(),
                        Dictionary.Norms.UNUSED));
    }

    /** Rows of norm 1; as in torch.nn.functional.normalize, one of zeros stays. */
    private static void normalise(FloatBuffer decoder, int width) {
        float[] row = new float[width];
        for (int at = 0; at < decoder.capacity(); at += width) {
            decoder.get(at, row);
            double squares = 0;
            for (float value : row) {
                squares += (double) value * value;
            }
            double norm = Math.max(Math.sqrt(squares), 1e-12);
            for (int i = 0; i < width; i++) {
                row[i] = (float) (row[i] / norm);
            }
            decoder.put(at, row);
        }
    }
}
