package org.noisefloor.plugin.sae;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of one and the same activation. */
final class Inputs {
    private static final Pattern BLOCK = Pattern.compile("(blocks\\.\\d+)\\.(.+)");

    /** What an MLP is given: by the module's name, and by that of the norm before it, which gives it if it is a layer norm. */
    private static final Set<String> OF_THE_MLP = Set.of("mlp.hook_in", "ln2.hook_normalized");

    /** Models whose norms have a weight behind {@code hook_normalized}, by their {@code model_type} or its beginning. */
    private static final Pattern RMS_NORM = Pattern.compile("(?:gemma|llama|mistral|mixtral|qwen|phi3|olmo).*");

    private Inputs() {}

    /** @param architecture of the model that they are in */
    static boolean same(String one, String other, String architecture) {
        if (one.equals(other)) {
            return true;
        }
        Matcher a = BLOCK.matcher(one);
        Matcher b = BLOCK.matcher(other);
        return a.matches()
                && b.matches()
                && !RMS_NORM.matcher(architecture).matches()
                && a.group(1).equals(b.group(1))
                && OF_THE_MLP.contains(a.group(2))
                && OF_THE_MLP.contains(b.group(2));
    }
}
