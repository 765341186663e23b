package org.noisefloor.api;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is known of an opened model.
 *
 * @param architecture as the model names it, for instance {@code gpt2} or {@code llama}; {@code unknown} if it does not say
 * @param vocabulary entries of one logit vector
 * @param context the longest sequence in tokens; empty if the model does not say
 * @param beginning id of the beginning-of-sequence token that sequences should start with; empty if the model has none
 * @param special ids of the tokens that are neither intervened on nor scored, by role ({@code bos}, {@code eos}, {@code pad})
 * @param tokenizer the {@code tokenizer.json} that belongs to the model
 * @param digests SHA-256 in hexadecimal of each file that was read, by file name
 * @param notes findings that a user should know, a sentence each
 */
public record ModelInfo(
        String architecture,
        int vocabulary,
        OptionalInt context,
        OptionalInt beginning,
        Map<String, Integer> special,
        Optional<Path> tokenizer,
        Map<String, String> digests,
        List<String> notes) {
    public ModelInfo {
        special = Map.copyOf(special);
        digests = Map.copyOf(digests);
        notes = List.copyOf(notes);
    }
}
