package org.noisefloor.plugin.sae.layout;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.noisefloor.plugin.sae.dictionary.Dictionary;
import org.noisefloor.plugin.sae.dictionary.Normalization;
import org.noisefloor.plugin.sae.dictionary.Selection;
import org.noisefloor.plugin.sae.layout.Published.Belongs;

/**
 * A {@code .pt} with two linear layers and nothing else, a ReLU between them and nothing subtracted: Goodfire's ({@code
 * encoder_linear.weight} …), and those of DeepSeek-R1-Distill-Llama-8B ({@code encoder.weight} …). The layer stands in the name of the file.
 */
final class LinearsLayout implements Layout {
    private static final Pattern LAYER = Pattern.compile("[Ll](\\d+)\\.pth?$");
    private static final Pattern MODEL = Pattern.compile("([^/]+?)-SAE-l\\d+\\.pth?$");

    private final String name;
    private final String encoder;
    private final String decoder;

    /**
     * @param encoder the layer [d_sae, d_in], without {@code .weight}
     * @param decoder the layer [d_in, d_sae]
     */
    LinearsLayout(String name, String encoder, String decoder) {
        this.name = name;
        this.encoder = encoder;
        this.decoder = decoder;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean recognises(Source source) {
        return !source.isFolder()
                && source.holdsTensors(encoder + ".weight", encoder + ".bias", decoder + ".weight", decoder + ".bias")
                && source.tensors().tensors().size() == 4;
    }

    @Override
    public Published read(Source source, Hints hints) {
        Tensors tensors = new Tensors(source.tensors());
        int dSae = tensors.rows(encoder + ".weight");
        int dIn = tensors.columns(encoder + ".weight");
        Optional<String> hook = source.named(LAYER).flatMap(Hooks::number).map(Hooks::residPost);
        return new Published(
                name,
                "relu",
                List.of(source.path()),
                tensors.dtype(encoder + ".weight"),
                Belongs.at(hook, source.named(MODEL)),
                Map.of("apply_b_dec_to_input", false),
                List.of(),
                new Dictionary(
                        Normalization.NONE,
                        new float[dIn],
                        tensors.vector(encoder + ".bias", dSae),
                        tensors.transposed(encoder + ".weight", dIn, dSae),
                        tensors.transposed(decoder + ".weight", dSae, dIn),
                        tensors.vector(decoder + ".bias", dIn),
                        null,
                        new Selection.Relu(),
                        Dictionary.Norms.UNUSED));
    }
}
