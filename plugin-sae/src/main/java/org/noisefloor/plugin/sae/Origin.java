package org.noisefloor.plugin.sae;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.noisefloor.api.RunContext;
import org.noisefloor.plugin.sae.dictionary.Blas;
import org.noisefloor.plugin.sae.layout.Published;

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

    /** @param digests begun before the files were read */
    static Origin of(Published sae, Place place, Sae.Options options, RunContext context, Digests digests) {
        Optional<String> ofTheDecoder = DecoderNorms.of(sae.dictionary()).note(); // before the digest is waited for
        Map<String, Object> provenance = new HashMap<>(sae.settings());
        provenance.put("layout", sae.layout());
        provenance.put("architecture", sae.architecture());
        provenance.put("d_in", sae.dictionary().dIn());
        provenance.put("d_sae", sae.dictionary().dSae());
        provenance.put("center", options.center());
        provenance.put("dtype", sae.dtype());
        provenance.put("blas", Blas.open(context).description());
        List<Path> files = sae.files();
        provenance.put("weights_sha256", digests.sha256(files.get(files.size() - 1)));
        if (files.size() > 1) {
            provenance.put("cfg_sha256", digests.sha256(files.get(0)));
        }
        if (!place.writes().isEmpty()) {
            provenance.put("writes", String.join(", ", place.writes()));
            provenance.put("d_out", sae.width());
        }
        sae.belongs().head().ifPresent(head -> provenance.put("hook_head_index", head));
        List<String> notes = new ArrayList<>(sae.notes());
        ofTheSite(sae, place, context.model().architecture(), provenance, notes);
        ofTheModel(sae, options, context, provenance, notes);
        ofTheDecoder.ifPresent(notes::add);
        return new Origin(provenance, notes);
    }

    private static void ofTheSite(
            Published sae, Place place, String architecture, Map<String, Object> provenance, List<String> notes) {
        String site = place.site().name();
        sae.belongs().hook().ifPresent(trained -> {
            boolean same = Inputs.same(trained, site, architecture);
            provenance.put("hook_name", trained);
            provenance.put("hook_name_is_site", same);
            if (!same) {
                notes.add("the SAE was trained at " + trained + " (" + sae.layout() + ") and is spliced at " + site);
            }
        });
        List<String> writes = sae.belongs().writes();
        if (!writes.isEmpty() && !writes.contains("") && !writes.equals(place.writes())) {
            notes.add("the transcoder was trained to write " + String.join(", ", writes) + " and writes "
                    + (place.writes().isEmpty() ? site : String.join(", ", place.writes())));
        }
        if (sae.belongs().adds()) {
            notes.add(
                    "this is one layer of a transcoder across layers, and what it writes is a part of what belongs there: only"
                            + " splice: together at all of its layers puts the whole in place");
        }
    }

    private static void ofTheModel(
            Published sae,
            Sae.Options options,
            RunContext context,
            Map<String, Object> provenance,
            List<String> notes) {
        sae.belongs().model().ifPresent(trained -> {
            provenance.put("model_name", trained);
            context.model()
                    .name()
                    .filter(name -> !sameModel(trained, name))
                    .ifPresent(name -> notes.add("the SAE was trained on " + trained + " (" + sae.layout()
                            + "), and the model here calls itself " + name));
        });
        sae.belongs().modelOptions().ifPresent(loaded -> {
            provenance.put("model_from_pretrained_kwargs", loaded);
            notes.add("the SAE was trained on a model loaded with " + loaded
                    + " (model_from_pretrained_kwargs in cfg.json), and the model here is run as it was exported: if these"
                    + " settings centred the activations (center_writing_weights), the SAE needs center: true, now "
                    + options.center());
        });
    }

    /** Whether one name is in the other, when all that publishers vary is taken off. */
    static boolean sameModel(String one, String other) {
        String a = bare(one);
        String b = bare(other);
        return a.contains(b) || b.contains(a);
    }

    private static String bare(String name) {
        String own = name.substring(name.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        return own.replace("small", "").replaceAll("[^a-z0-9]", "");
    }
}
