package org.noisefloor.files.words;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sites in words, where TransformerLens has a name for them: {@code after block 3} for {@code blocks.3.hook_resid_post}. */
public final class SiteWords {
    private static final Pattern HOOK = Pattern.compile("blocks\\.(\\d+)\\.(.+)");
    private static final Map<String, String> BEFORE_THE_BLOCK = Map.ofEntries(
            Map.entry("hook_resid_pre", "before"),
            Map.entry("hook_resid_mid", "in the middle of"),
            Map.entry("hook_resid_post", "after"),
            Map.entry("hook_attn_out", "at the attention output of"),
            Map.entry("hook_mlp_out", "at the MLP output of"),
            Map.entry("hook_mlp_in", "at the MLP input of"),
            Map.entry("mlp.hook_in", "at the normed MLP input of"),
            Map.entry("mlp.hook_pre", "before the nonlinearity of"),
            Map.entry("mlp.hook_post", "after the nonlinearity of"),
            Map.entry("attn.hook_z", "at the mixed heads of"));

    private SiteWords() {}

    /** Where a site is, as it stands in a sentence; of a site without such words {@code at} its name. */
    public static String where(String site) {
        String words = phrase(site);
        return words.isEmpty() ? "at " + site : words;
    }

    /** The same as a label, without {@code at}. */
    public static String label(String site) {
        String words = phrase(site);
        return words.isEmpty() ? site : words.replaceFirst("^at (the )?", "");
    }

    private static String phrase(String site) {
        Matcher hook = HOOK.matcher(site);
        String before = hook.matches() ? BEFORE_THE_BLOCK.getOrDefault(hook.group(2), "") : "";
        return before.isEmpty() ? "" : before + " block " + hook.group(1);
    }
}
