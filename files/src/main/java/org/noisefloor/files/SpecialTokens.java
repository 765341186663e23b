package org.noisefloor.files;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.noisefloor.files.TokenFiles.Claim;

/**
 * Which tokens of a model stand for no text, by all the files that speak of them. Where they do not agree, the first is believed:
 * {@code tokenizer.json}, {@code tokenizer_config.json}, {@code generation_config.json}, {@code config.json}.
 *
 * @param beginning what sequences start with; empty if the model was trained without
 * @param byRole ids of {@code bos}, {@code eos} and {@code pad}, as far as given; of several the others as {@code eos_2}, {@code eos_3}
 * @param notes where the files disagree, or name what the model does not have; a sentence each
 */
public record SpecialTokens(OptionalInt beginning, Map<String, Integer> byRole, List<String> notes) {
    private static final Pattern CHAT = Pattern.compile(
            "im_start|im_end|im_sep|start_header|end_header|turn|role|user|assistant|system|\\[/?INST",
            Pattern.CASE_INSENSITIVE);

    /** @param outputs how many token ids the model has */
    static SpecialTokens of(TokenFiles files, String architecture, int outputs) {
        List<String> notes = new ArrayList<>();
        Map<String, Integer> byRole = new LinkedHashMap<>();
        for (String role : List.of("bos", "eos", "pad")) {
            List<Claim> claims = files.claims(role);
            beyond(claims, role, outputs).ifPresent(notes::add);
            claims.forEach(claim -> claim.ids().removeIf(id -> id >= outputs));
            claims.removeIf(claim -> claim.ids().isEmpty());
            disagreement(claims, role).ifPresent(notes::add);
            List<Integer> ids = claims.stream()
                    .flatMap(claim -> claim.ids().stream())
                    .distinct()
                    // a BOS of a file that is not believed may be an ordinary token
                    .limit(role.equals("bos") ? 1 : Long.MAX_VALUE)
                    .toList();
            for (int i = 0; i < ids.size(); i++) {
                byRole.put(i == 0 ? role : role + "_" + (i + 1), ids.get(i)); // Llama 3 has several ends
            }
        }
        for (int i = 1; i < files.front().size(); i++) { // GLM has two tokens in front
            int id = files.front().get(files.front().size() - 1 - i);
            if (id < outputs) {
                byRole.put("bos_" + (i + 1), id);
            }
        }
        OptionalInt beginning = beginning(files, architecture, byRole);
        againstTheTokenizer(files, beginning).ifPresent(notes::add);
        several(files).ifPresent(notes::add);
        beginning.ifPresent(id -> chatMarker(files, id).ifPresent(notes::add));
        return new SpecialTokens(beginning, Map.copyOf(byRole), List.copyOf(notes));
    }

    /**
     * Models are run with their BOS token in front, as the field does, even where the tokenizer would not add it (GPT-2, Pythia).
     * Qwen names a BOS id in its config, but was trained without one; a model made of it may have one.
     */
    private static OptionalInt beginning(TokenFiles files, String architecture, Map<String, Integer> byRole) {
        Integer bos = byRole.get("bos");
        boolean puts = !files.front().isEmpty()
                || (files.tokenizer().isEmpty() && files.addBos().orElse(false));
        boolean without = files.saysNoBos() || architecture.startsWith("qwen");
        return bos == null || (without && !puts) ? OptionalInt.empty() : OptionalInt.of(bos);
    }

    private static Optional<String> beyond(List<Claim> claims, String role, int outputs) {
        String beyond = claims.stream()
                .flatMap(claim ->
                        claim.ids().stream().filter(id -> id >= outputs).map(id -> id + " (" + claim.file() + ")"))
                .collect(Collectors.joining(", "));
        return beyond.isEmpty()
                ? Optional.empty()
                : Optional.of("the model's own files name the " + name(role) + " token " + beyond
                        + ", but its ids go from 0 to " + (outputs - 1) + "; it is passed over");
    }

    /** Files that name several ends disagree only if they have none in common. */
    private static Optional<String> disagreement(List<Claim> claims, String role) {
        boolean agree = claims.stream()
                .allMatch(one -> claims.stream().allMatch(other -> !Collections.disjoint(one.ids(), other.ids())));
        return agree
                ? Optional.empty()
                : Optional.of("the model's own files do not agree on its " + name(role) + " token: "
                        + claims.stream().map(Claim::words).collect(Collectors.joining(", "))
                        + (role.equals("bos") ? "; the first of these counts" : "; all of these count as special"));
    }

    private static String name(String role) {
        return role.equals("pad") ? "padding" : role.toUpperCase(Locale.ROOT);
    }

    private static Optional<String> againstTheTokenizer(TokenFiles files, OptionalInt beginning) {
        boolean puts = !files.front().isEmpty();
        if (files.tokenizer().isEmpty() || files.addBos().orElse(puts) == puts) {
            return Optional.empty();
        }
        return Optional.of("tokenizer_config.json says add_bos_token: " + !puts + ", but tokenizer.json puts "
                + (puts ? "a token" : "nothing")
                + " in front of a text, which is what counts in transformers 5; sequences start with "
                + (beginning.isPresent() ? files.shown(beginning.getAsInt()) : "no BOS token") + " here");
    }

    private static Optional<String> several(TokenFiles files) {
        return files.front().size() < 2
                ? Optional.empty()
                : Optional.of("tokenizer.json puts several tokens in front of a text ("
                        + files.front().stream().map(files::shown).collect(Collectors.joining(", "))
                        + "); sequences start with all of them");
    }

    private static Optional<String> chatMarker(TokenFiles files, int bos) {
        return files.text(bos)
                .filter(text -> CHAT.matcher(text).find())
                .map(
                        text -> "the BOS token " + files.shown(bos)
                                + " is a chat marker, which in training stands before a turn of a"
                                + " conversation and not before a text; corpus.bos: never leaves it out, an id puts another in its place");
    }
}
