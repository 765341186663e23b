package org.noisefloor.plugin.sae.layout;

import java.nio.file.Path;
import java.util.List;
import org.noisefloor.api.UserError;
import org.noisefloor.plugin.sae.dictionary.Normalization;
import org.noisefloor.plugin.sae.dictionary.Selection;

/** All layouts, and what lies at a path. */
public final class Layouts {
    /** In an order in which the first that recognises something is right. */
    private static final List<Layout> ALL = List.of(
            new SaeLensLayout(),
            new SparsifyLayout(),
            new DictionaryLearningLayout(),
            new GemmaScopeLayout(),
            new GemmaScope2Layout(),
            new LlamaScopeLayout(),
            new QwenScopeLayout(),
            new HookZLayout(),
            new OpenAiLayout(),
            new LinearsLayout("Goodfire", "encoder_linear", "decoder_linear"),
            new LinearsLayout("DeepSeek-R1", "encoder", "decoder"),
            new EndToEndLayout(),
            new AcrossLayersLayout(),
            new GemmaScope2AcrossLayout(),
            new TranscoderFileLayout());

    private Layouts() {}

    /** What they are called. */
    static List<String> names() {
        return ALL.stream().map(Layout::name).toList();
    }

    /**
     * Reads what lies at a path.
     *
     * @throws org.noisefloor.api.UserError if nothing does, or it is of no known layout, or is damaged
     */
    public static Published read(Path path, Hints hints) {
        Suspects.checkThere(path);
        try (Source source = new Source(path)) {
            for (Layout layout : ALL) {
                if (layout.recognises(source)) {
                    Published found = layout.read(source, hints);
                    refuseUnused(path, found, hints);
                    return found;
                }
            }
            throw Suspects.unknown(source);
        }
    }

    /** What a user says, and nothing of this SAE asks for, is a mistake that would change no figure and be believed to. */
    private static void refuseUnused(Path path, Published found, Hints hints) {
        Selection selection = found.dictionary().selection();
        if (hints.k().isPresent() && !(selection instanceof Selection.TopK)) {
            throw new UserError(path + ": this " + found.architecture()
                    + " does not keep a fixed number of features, so k: says nothing; leave it out");
        }
        // a layout that asks for it has followed it
        if (hints.k().isPresent()
                && selection instanceof Selection.TopK topk
                && topk.k() != hints.k().getAsInt()) {
            throw new UserError(path + ": this SAE keeps " + topk.k() + " features, as its files say, and k: says "
                    + hints.k().getAsInt() + "; leave k: out");
        }
        Normalization normalization = found.dictionary().normalization();
        if (hints.scale().isPresent() && normalization.kind() != Normalization.Kind.SCALE) {
            throw new UserError(path + ": normalize_activations of this SAE is " + normalization
                    + ", so it takes activations as they are; leave scale: out");
        }
    }
}
