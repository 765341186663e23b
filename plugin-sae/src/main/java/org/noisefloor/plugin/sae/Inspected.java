package org.noisefloor.plugin.sae;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.noisefloor.api.intervention.Inspection;
import org.noisefloor.plugin.sae.dictionary.Dictionary;
import org.noisefloor.plugin.sae.dictionary.Selection;
import org.noisefloor.plugin.sae.layout.Published;
import org.noisefloor.plugin.sae.layout.Published.Belongs;

/** An SAE in words, for {@code noisefloor sae PATH}. */
final class Inspected {
    private Inspected() {}

    static Inspection of(Published sae) {
        Dictionary dictionary = sae.dictionary();
        Belongs belongs = sae.belongs();
        DecoderNorms norms = DecoderNorms.of(dictionary);
        Inspection found = Inspection.nothing()
                .line("layout", sae.layout())
                .line("architecture", sae.architecture())
                .line(
                        "size",
                        dictionary.dIn() + " in, " + dictionary.dSae() + " features"
                                + (sae.width() == dictionary.dIn() ? "" : ", " + sae.width() + " out")
                                + (dictionary.skip() == null ? "" : ", with a skip"))
                .line("stored as", sae.dtype())
                .line("reads", belongs.hook().orElse("not said by its files"));
        if (sae.isTranscoder()) {
            found = found.line(
                    "writes",
                    String.join(", ", belongs.writes()).isEmpty()
                            ? "not said by its files"
                            : String.join(", ", belongs.writes())
                                    + (belongs.adds() ? " (a contribution to each)" : ""));
        }
        if (belongs.head().isPresent()) {
            found = found.line("head", Integer.toString(belongs.head().getAsInt()));
        }
        found = found.line("model", belongs.model().orElse("not said by its files"))
                .line("settings", settings(sae.settings()));
        if (dictionary.selection() instanceof Selection.JumpRelu jump) {
            found = found.line("thresholds", range(jump.threshold()));
        }
        found = found.line(
                        "decoder rows",
                        String.format(
                                Locale.ROOT,
                                "norms from %.4g to %.4g, median %.4g; %d of %d are 0",
                                norms.least(),
                                norms.most(),
                                norms.median(),
                                norms.dead(),
                                dictionary.dSae()))
                .line("files", sae.files().stream().map(Inspected::size).collect(Collectors.joining(", ")));
        return found.notes(sae.notes()).notes(norms.note().stream().toList());
    }

    private static String settings(Map<String, Object> settings) {
        return new TreeMap<>(settings)
                .entrySet().stream()
                        .map(each -> each.getKey() + " " + each.getValue())
                        .collect(Collectors.joining(", "));
    }

    private static String range(float... values) {
        float least = Float.POSITIVE_INFINITY;
        float most = Float.NEGATIVE_INFINITY;
        for (float value : values) {
            least = Math.min(least, value);
            most = Math.max(most, value);
        }
        return least == most
                ? String.format(Locale.ROOT, "%.4g", least)
                : String.format(Locale.ROOT, "from %.4g to %.4g", least, most);
    }

    private static String size(Path file) {
        try {
            return String.format(Locale.ROOT, "%s (%,d bytes)", file.getFileName(), Files.size(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
