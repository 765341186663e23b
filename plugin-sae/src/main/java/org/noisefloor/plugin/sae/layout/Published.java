package org.noisefloor.plugin.sae.layout;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.noisefloor.plugin.sae.dictionary.Dictionary;

/**
 * An SAE as it was found.
 *
 * @param layout how its files are laid out: {@code SAELens}, {@code Gemma Scope}
 * @param architecture as that layout calls it
 * @param files that were read: what decides the function first, weights last
 * @param belongs what the files say of where it was trained
 * @param settings what else decides the function, for the report
 * @param notes what a user should know before trusting figures, a sentence each without a full stop
 */
public record Published(
        String layout,
        String architecture,
        List<Path> files,
        String dtype,
        Belongs belongs,
        Map<String, Object> settings,
        List<String> notes,
        Dictionary dictionary) {

    /**
     * Where an SAE was trained, as far as files or their names say so.
     *
     * @param hook the site that it reads, by TransformerLens' name
     * @param writes the sites that a transcoder writes, an empty name for one that nothing names; none of an SAE
     * @param adds whether what it writes are contributions, as of one layer of a cross-layer transcoder
     * @param head the one attention head that it is for
     * @param model the name of the language model
     * @param modelOptions how the model was loaded in training, as JSON; empty for not in a special way
     */
    public record Belongs(
            Optional<String> hook,
            List<String> writes,
            boolean adds,
            OptionalInt head,
            Optional<String> model,
            Optional<String> modelOptions) {

        /** An SAE that writes what it reads. */
        public static Belongs at(Optional<String> hook, Optional<String> model) {
            return new Belongs(hook, List.of(), false, OptionalInt.empty(), model, Optional.empty());
        }

        /** The same as a transcoder. */
        public Belongs writing(String site) {
            return new Belongs(hook, List.of(site), false, head, model, modelOptions);
        }

        /** The same as one layer of a transcoder across layers. */
        public Belongs adding(List<String> sites) {
            return new Belongs(hook, sites, true, head, model, modelOptions);
        }
    }

    /** The file that holds the weights, with which messages begin. */
    public Path weights() {
        return files.get(files.size() - 1);
    }

    /** Whether it writes another site than it reads. */
    public boolean isTranscoder() {
        return !belongs.writes().isEmpty();
    }

    /** The width of each site that it writes. */
    public int width() {
        return dictionary.dOut() / Math.max(1, belongs.writes().size());
    }
}
