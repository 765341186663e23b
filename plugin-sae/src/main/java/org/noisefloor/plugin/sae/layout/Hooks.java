package org.noisefloor.plugin.sae.layout;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sites by TransformerLens' names, from what publishers call them. */
public final class Hooks {
    private static final Pattern BLOCK = Pattern.compile("(?:blocks|layers|layer|h|l)[._]?(\\d+)(?:[._](.*))?");
    private static final Pattern TRANSFORMER_LENS = Pattern.compile("blocks\\.(\\d+)\\.(.+)");

    private Hooks() {}

    static String residPost(int layer) {
        return "blocks." + layer + ".hook_resid_post";
    }

    public static String mlpOut(int layer) {
        return "blocks." + layer + ".hook_mlp_out";
    }

    /** What goes into the MLP, behind the norm and its weight. */
    static String mlpIn(int layer) {
        return "blocks." + layer + ".mlp.hook_in";
    }

    /** What the norm before the MLP makes; of an RMS norm before its weight. */
    static String normalised(int layer) {
        return "blocks." + layer + ".ln2.hook_normalized";
    }

    static String z(int layer) {
        return "blocks." + layer + ".attn.hook_z";
    }

    /** The number of the block that a site is in. */
    public static Optional<Integer> layer(String hook) {
        Matcher block = TRANSFORMER_LENS.matcher(hook);
        return block.matches() ? number(block.group(1)) : Optional.empty();
    }

    /** The same site in another block; a site that is in none stays. */
    public static String inBlock(int layer, String hook) {
        Matcher block = TRANSFORMER_LENS.matcher(hook);
        return block.matches() ? "blocks." + layer + "." + block.group(2) : hook;
    }

    static Optional<String> mlpOutputOfItsLayer(String hook) {
        return layer(hook).map(Hooks::mlpOut);
    }

    /**
     * A module of Hugging Face's transformers: {@code layers.3} is what block 3 gives, {@code layers.3.mlp} what its MLP gives.
     *
     * @param module with or without the prefix of the model
     */
    static Optional<String> ofModule(String module) {
        if (module.endsWith("embed_tokens") || module.endsWith("wte") || module.endsWith("embed_in")) {
            return Optional.of("hook_embed");
        }
        Matcher block = BLOCK.matcher(module);
        if (!block.find()) {
            return Optional.empty();
        }
        String inside = block.group(2) == null ? "" : block.group(2);
        return number(block.group(1)).flatMap(layer -> switch (inside) {
            case "", "output" -> Optional.of(residPost(layer));
            case "mlp", "mlp.output", "post_feedforward_layernorm.output" -> Optional.of(mlpOut(layer));
            case "pre_feedforward_layernorm.output", "mlp.input" -> Optional.of(mlpIn(layer));
            case "attn", "self_attn", "attention", "self_attn.output" ->
                Optional.of("blocks." + layer + ".hook_attn_out");
            case "self_attn.o_proj.input" -> Optional.of(z(layer));
            default -> Optional.empty();
        });
    }

    /** What a block, or its MLP, reads, by the site of what it gives; empty for what has no site, as what an attention reads. */
    static Optional<String> inputOf(String output) {
        return layer(output)
                .flatMap(layer -> output.equals(residPost(layer))
                        ? Optional.of("blocks." + layer + ".hook_resid_pre")
                        : output.equals(mlpOut(layer)) ? Optional.of(mlpIn(layer)) : Optional.empty());
    }

    /** A number that a name holds; empty if it is too large to be a layer. */
    static Optional<Integer> number(String digits) {
        return digits.length() > 6 ? Optional.empty() : Optional.of(Integer.valueOf(digits));
    }
}
