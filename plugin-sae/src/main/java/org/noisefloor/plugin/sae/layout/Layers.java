package org.noisefloor.plugin.sae.layout;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.UserError;
import org.noisefloor.plugin.sae.dictionary.Direct;

/** One layer of several that lie in one folder. */
final class Layers {
    private Layers() {}

    /**
     * The layer that the path names, or that of the site.
     *
     * @param file matches the name of a file and has its layer as first group
     */
    static int wanted(Source source, Pattern file, Hints hints) {
        Matcher named = file.matcher(source.ownName());
        Optional<Integer> layer =
                named.matches() ? Hooks.number(named.group(1)) : hints.site().flatMap(Hooks::layer);
        if (layer.isEmpty() && hints.toLook()) {
            return 0;
        }
        return layer.orElseThrow(() -> new UserError(source.path()
                + ": this folder has a transcoder for each layer, and "
                + hints.site()
                        .map(site -> "the site " + site + " belongs to none")
                        .orElse("no site says which is meant")
                + "; splice it at blocks.N…, or give the file of one layer"));
    }

    /** A bias of the first of some layers, zeros for the others. */
    static float[] ofItsOwn(float[] bias, int layers) {
        return Arrays.copyOf(bias, bias.length * layers);
    }

    /** A skip [d_in, d_out] to the first of some layers, zeros to the others; null for none. */
    static @Nullable FloatBuffer ofItsOwn(@Nullable FloatBuffer skip, int dIn, int layers) {
        if (skip == null) {
            return null;
        }
        int dOut = skip.capacity() / dIn;
        FloatBuffer all = Direct.floats("a skip", (long) dIn * dOut * layers);
        float[] row = new float[dOut];
        for (int i = 0; i < dIn; i++) {
            skip.get(i * dOut, row);
            all.put(i * dOut * layers, row);
        }
        return all;
    }
}
