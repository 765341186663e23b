package org.noisefloor.plugin.sae.layout;

import java.nio.file.Path;
import org.noisefloor.api.UserError;

/** How many features a TopK keeps. */
final class Ks {
    private Ks() {}

    static int checked(Path file, int k, int dSae) {
        if (k < 1 || k > dSae) {
            throw new UserError(file + ": k is " + k + ", expected 1 to " + dSae + ", the number of features");
        }
        return k;
    }
}
