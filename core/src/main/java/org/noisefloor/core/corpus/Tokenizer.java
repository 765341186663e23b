package org.noisefloor.core.corpus;

import ai.djl.engine.EngineException;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.noisefloor.api.UserError;
import org.noisefloor.files.TokenizerJson;
import org.noisefloor.files.Unreadable;

/** A Hugging Face {@code tokenizer.json}. Adds no special tokens, pads nothing and cuts nothing off. */
final class Tokenizer implements AutoCloseable {
    private final HuggingFaceTokenizer tokenizer;
    private final TokenizerJson tokens;
    private final Map<Integer, String> special;

    /** The special tokens by their first character. */
    private final Map<Character, List<String>> byFirst;

    private Tokenizer(HuggingFaceTokenizer tokenizer, TokenizerJson tokens) {
        this.tokenizer = tokenizer;
        this.tokens = tokens;
        this.special = tokens.special();
        this.byFirst = special.values().stream()
                .filter(token -> !token.isEmpty())
                .collect(Collectors.groupingBy(token -> token.charAt(0)));
    }

    /**
     * Loads the native library, if it is the first time, from a copy in the cache folder.
     *
     * @throws UserError if the file is not a tokenizer
     */
    static Tokenizer open(Path file, Path cache) {
        TokenizerJson tokens = TokenizerJson.read(file);
        if (tokens.vocabulary().isEmpty() && tokens.added().isEmpty()) {
            throw new UserError(file + ": not a tokenizer.json: it has no vocabulary (model.vocab)");
        }
        byte[] json;
        try {
            json = Files.readAllBytes(file);
        } catch (IOException failed) {
            throw Lines.unreadable(file.toString(), failed);
        }
        prepareLibrary(cache);
        try {
            // by its content: given a path, the library also reads and obeys the files beside it
            return new Tokenizer(
                    HuggingFaceTokenizer.newInstance(
                            new ByteArrayInputStream(json),
                            Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false")),
                    tokens);
        } catch (IOException failed) {
            throw new UserError(file + ": the tokenizer cannot be opened: " + Unreadable.reason(failed), failed);
        } catch (LinkageError | EngineException noLibrary) {
            throw new UserError(
                    "the native tokenizers library cannot be loaded from " + cache + " (" + firstLine(noLibrary)
                            + "); see that the folder can be written, or give a corpus of token ids instead of text",
                    noLibrary);
        } catch (RuntimeException refused) {
            throw new UserError(
                    file + ": the tokenizers library does not take this tokenizer.json: " + firstLine(refused),
                    refused);
        }
    }

    /** Where the library unpacks itself is read once, when its classes are touched first; nothing may come from the network. */
    private static synchronized void prepareLibrary(Path cache) {
        // JNA, with which the library looks for CUDA, has a folder of its own
        Path jna = cache.resolve("jna").toAbsolutePath();
        Path library = cache.resolve("tokenizers").toAbsolutePath();
        try {
            Files.createDirectories(jna);
            Files.createDirectories(library);
        } catch (IOException failed) {
            throw new UserError(
                    "the cache folder " + cache + " cannot be written: " + Unreadable.reason(failed)
                            + "; the tokenizers library is unpacked there, and NOISEFLOOR_CACHE names another folder",
                    failed);
        }
        System.setProperty("jna.tmpdir", jna.toString());
        System.setProperty("DJL_CACHE_DIR", library.toString());
        System.setProperty("ENGINE_CACHE_DIR", library.toString());
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
    }

    /** The number of ids, gaps included. */
    int vocabulary() {
        return 1
                + Math.max(
                        last(tokens.added().keySet()), last(tokens.vocabulary().keySet()));
    }

    /** The same without added tokens: a model whose embedding has no room for these is not of another tokenizer. */
    int ordinary() {
        Set<Integer> ids = new HashSet<>(tokens.vocabulary().keySet());
        ids.removeAll(tokens.added().keySet());
        return 1 + last(ids);
    }

    private static int last(Set<Integer> ids) {
        return ids.stream().mapToInt(id -> id).max().orElse(-1);
    }

    /** Tokens that stand for no text, by id. */
    Map<Integer, String> special() {
        return special;
    }

    boolean spellsOut(String text) {
        for (int i = 0; i < text.length(); i++) {
            for (String token : byFirst.getOrDefault(text.charAt(i), List.of())) {
                if (text.startsWith(token, i)) {
                    return true;
                }
            }
        }
        return false;
    }

    int[] encode(String text) {
        long[] ids = tokenizer.encode(text, false, false).getIds();
        int[] tokens = new int[ids.length];
        for (int i = 0; i < ids.length; i++) {
            tokens[i] = Math.toIntExact(ids[i]);
        }
        return tokens;
    }

    String text(int token) {
        return tokenizer.decode(new long[] {token}, false);
    }

    private static String firstLine(Throwable thrown) {
        return String.valueOf(thrown.getMessage()).lines().findFirst().orElse("");
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
