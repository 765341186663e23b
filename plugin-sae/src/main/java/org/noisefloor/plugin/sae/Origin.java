package org.noisefloor.plugin.sae;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.noisefloor.api.Site;

/**
 * Where a splice comes from.
 *
 * @param provenance what was read and how, for the report
 * @param notes what a user should know before trusting the figures
 */
record Origin(Map<String, Object> provenance, List<String> notes) {
    Origin {
        provenance = Map.copyOf(provenance);
        notes = List.copyOf(notes);
    }

    static Origin of(SaeConfig config, boolean center, Site site, Blas blas, Map<String, String> digests) {
        Map<String, Object> provenance = new HashMap<>(digests);
        List<String> notes = new ArrayList<>();
        provenance.put("architecture", config.architecture().toString());
        provenance.put("d_in", config.dIn());
        provenance.put("d_sae", config.dSae());
        if (config.architecture() == SaeConfig.Architecture.TOPK) {
            provenance.put("k", config.k());
            provenance.put("rescale_acts_by_decoder_norm", config.rescaleByDecoderNorm());
        }
        provenance.put("apply_b_dec_to_input", config.applyBDecToInput());
        provenance.put("normalize_activations", config.normalization().toString());
        provenance.put("center", center);
        provenance.put("dtype", config.dtype());
        provenance.put("blas", blas.description());
        config.hookName().ifPresent(trained -> {
            boolean isSite = trained.equals(site.name());
            provenance.put("hook_name", trained);
            provenance.put("hook_name_is_site", isSite);
            if (!isSite) {
                notes.add("the SAE was trained at " + trained + " (hook_name in cfg.json) and is spliced at "
                        + site.name());
            }
        });
        config.modelOptions().ifPresent(options -> {
            provenance.put("model_from_pretrained_kwargs", options);
            notes.add("the SAE was trained on a model loaded with " + options
                    + " (model_from_pretrained_kwargs in cfg.json), and the model here is run as it was exported: if these"
                    + " settings centred the activations (center_writing_weights), the SAE needs center: true, now "
                    + center);
        });
        return new Origin(provenance, notes);
    }
}
