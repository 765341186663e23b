package org.noisefloor.core.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisefloor.api.ModelInfo;
import org.noisefloor.api.UserError;
import org.noisefloor.core.config.Plan.Beginning;
import org.noisefloor.core.config.Plan.Packing;
import org.noisefloor.core.corpus.Demo.Wanted;
import org.noisefloor.core.plugins.HostContext;

/** Checksums and ids of the demo come from the Python package tokenizers with the packing of docs/corpus.md done by hand. */
class SequenceSourceTest {
    @TempDir
    Path folder;

    @Test
    void packsTheDemoAsTheReferenceDoes() {
        try (SequenceSource source = Wanted.of(Demo.TEXT).length(128).open()) {
            List<int[]> sequences = all(source.scored());
            assertThat(sequences).hasSize(306);
            assertThat(sequences.get(305)).startsWith(0, 327, 14, 1209, 1526).endsWith(1268, 316, 921);
            assertThat(checksum(sequences)).isEqualTo(171708260L);
            assertThat(source.size()).isEqualTo(-1);
        }
    }

    @Test
    void cutsTheDemosDocumentsAsTheReferenceDoes() {
        try (SequenceSource source =
                Wanted.of(Demo.TEXT).length(200).packing(Packing.DOCUMENT).open()) {
            assertThat(checksum(all(source.scored()))).isEqualTo(3889865713L);
        }
    }

    @Test
    void tokenisesCharactersBeyondTheBasicPlane() throws IOException {
        Path file = write("a.txt", "\uD83D\uDE00 emoji");
        try (SequenceSource source =
                Wanted.of(file).packing(Packing.DOCUMENT).length(64).open()) {
            assertThat(source.scored().next().tokens()).containsExactly(0, 173, 254, 247, 223, 727, 79, 74, 73);
        }
    }

    @Test
    void scoresTheFirstSequencesAndCalibratesWithTheNext() throws IOException {
        Path file = tokens(IntStream.rangeClosed(1, 40));
        try (SequenceSource source =
                Wanted.of(file).length(5).sequences(2).calibration(3).open()) {
            assertThat(source.size()).isEqualTo(2);
            assertThat(all(source.scored())).containsExactly(ids(0, 1, 2, 3, 4), ids(0, 5, 6, 7, 8));
            assertThat(all(source.calibration().iterator()))
                    .containsExactly(ids(0, 9, 10, 11, 12), ids(0, 13, 14, 15, 16), ids(0, 17, 18, 19, 20));
        }
    }

    @Test
    void calibratesWithTheFirstSequencesAndScoresAllOthersIfNoNumberIsGiven() throws IOException {
        Path file = tokens(IntStream.rangeClosed(1, 14));
        try (SequenceSource source = Wanted.of(file).length(5).calibration(1).open()) {
            assertThat(all(source.calibration().iterator())).containsExactly(ids(0, 1, 2, 3, 4));
            assertThat(all(source.scored())).containsExactly(ids(0, 5, 6, 7, 8), ids(0, 9, 10, 11, 12));
            assertThat(all(source.scored())).as("a second pass").hasSize(2);
        }
    }

    @Test
    void takesCalibrationFromACorpusOfItsOwn() throws IOException {
        Path file = tokens(IntStream.rangeClosed(1, 8));
        Path other = write("other.jsonl", "{\"tokens\": [50, 51, 52, 53, 54, 55, 56, 57]}");
        try (SequenceSource source =
                Wanted.of(file).length(5).calibration(other, 2).open()) {
            assertThat(all(source.scored())).hasSize(2);
            assertThat(all(source.calibration().iterator()))
                    .containsExactly(ids(0, 50, 51, 52, 53), ids(0, 54, 55, 56, 57));
            assertThat(source.digests()).containsOnlyKeys("tokens.jsonl", "other.jsonl");
        }
    }

    @Test
    void joinsDocumentsWithOneBosBetweenThem() throws IOException {
        Path file = write("t.jsonl", "{\"tokens\":[1,2,3]}\n{\"tokens\":[4]}\n{\"tokens\":[]}\n{\"tokens\":[0,5,6,7]}");
        try (SequenceSource source = Wanted.of(file).length(10).open()) {
            assertThat(all(source.scored())).containsExactly(ids(0, 1, 2, 3, 0, 4, 0, 5, 6, 7));
        }
    }

    @Test
    void doesNotDoubleABosWhereADocumentBeginsASequence() throws IOException {
        Path file = write("t.jsonl", "{\"tokens\":[0,1,2]}\n{\"tokens\":[3,4]}\n{\"tokens\":[5,6]}");
        try (SequenceSource source = Wanted.of(file).length(3).open()) {
            assertThat(all(source.scored())).containsExactly(ids(0, 1, 2), ids(0, 3, 4), ids(0, 5, 6));
        }
        try (SequenceSource source =
                Wanted.of(file).length(3).packing(Packing.DOCUMENT).open()) {
            assertThat(all(source.scored())).containsExactly(ids(0, 1, 2), ids(0, 3, 4), ids(0, 5, 6));
        }
    }

    @Test
    void startsSequencesWithoutBosWhereNoneIsWanted() throws IOException {
        Path file = write("t.jsonl", "{\"tokens\":[1,2]}\n{\"tokens\":[3,4,5,6,7]}");
        try (SequenceSource source =
                Wanted.of(file).length(4).bos(Beginning.NEVER).open()) {
            assertThat(all(source.scored())).containsExactly(ids(1, 2, 0, 3), ids(4, 5, 6, 7));
        }
        var without = Demo.model(2048, OptionalInt.empty(), Optional.empty());
        try (SequenceSource source = Wanted.of(file).length(3).open(without)) {
            assertThat(all(source.scored())).containsExactly(ids(1, 2, 3), ids(4, 5, 6));
        }
    }

    @Test
    void knowsTheDocumentOfEachToken() throws IOException {
        Path file =
                write("t.jsonl", "{\"tokens\":[1,2,3]}\n{\"tokens\":[]}\n{\"tokens\":[4,5,6]}\n{\"tokens\":[7,8,9]}");
        try (SequenceSource source = Wanted.of(file).length(6).open()) {
            assertThat(all(source.scored())).containsExactly(ids(0, 1, 2, 3, 0, 4), ids(0, 5, 6, 0, 7, 8));
            assertThat(documents(source.scored()))
                    .as("empty documents count, and a BOS belongs to what is behind it")
                    .containsExactly(ids(0, 0, 0, 0, 2, 2), ids(2, 2, 2, 3, 3, 3));
        }
        try (SequenceSource source =
                Wanted.of(file).length(3).packing(Packing.DOCUMENT).open()) {
            assertThat(documents(source.scored())).containsExactly(ids(0, 0, 0), ids(2, 2, 2), ids(3, 3, 3));
        }
    }

    @Test
    void aBosWhereADocumentBeginsASequenceBelongsToThatDocument() throws IOException {
        Path file = write("t.jsonl", "{\"tokens\":[0,1,2]}\n{\"tokens\":[3,4]}\n{\"tokens\":[0,5,6]}");
        try (SequenceSource source = Wanted.of(file).length(3).open()) {
            assertThat(all(source.scored())).containsExactly(ids(0, 1, 2), ids(0, 3, 4), ids(0, 5, 6));
            assertThat(documents(source.scored())).containsExactly(ids(0, 0, 0), ids(1, 1, 1), ids(2, 2, 2));
        }
        try (SequenceSource source =
                Wanted.of(file).length(4).bos(Beginning.NEVER).open()) {
            assertThat(all(source.scored())).containsExactly(ids(0, 1, 2, 0), ids(3, 4, 0, 5));
            assertThat(documents(source.scored())).containsExactly(ids(0, 0, 0, 1), ids(1, 1, 2, 2));
        }
    }

    @Test
    void countsDocumentsInTheWholeCorpusAlsoBehindTheCalibration() throws IOException {
        Path file = write("t.jsonl", "{\"tokens\":[1,2,3]}\n{\"tokens\":[4,5,6]}\n{\"tokens\":[7,8,9]}");
        Wanted wanted = Wanted.of(file).length(4).packing(Packing.DOCUMENT).calibration(1);
        try (SequenceSource source = wanted.open()) {
            assertThat(documents(source.calibration().iterator())).containsExactly(ids(0, 0, 0, 0));
            assertThat(documents(source.scored())).containsExactly(ids(1, 1, 1, 1), ids(2, 2, 2, 2));
        }
        try (SequenceSource source = wanted.sequences(2).open()) {
            assertThat(documents(source.scored())).containsExactly(ids(0, 0, 0, 0), ids(1, 1, 1, 1));
            assertThat(documents(source.calibration().iterator())).containsExactly(ids(2, 2, 2, 2));
        }
    }

    @Test
    void aSequenceHandsOutCopies() {
        int[] tokens = {1, 2};
        var sequence = new TokenSequence(tokens, new int[] {0, 0});
        tokens[0] = 5;
        sequence.tokens()[1] = 5;
        assertThat(sequence.tokens()).containsExactly(1, 2);
        assertThatThrownBy(() -> new TokenSequence(tokens, new int[] {0}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("2 tokens from 1 documents");
    }

    @Test
    void makesTheSequencesOfTheDocumentation() throws IOException {
        Path file = write("t.jsonl", "{\"tokens\":[1,2,3]}\n{\"tokens\":[4,5,6,7]}");
        Wanted packed = Wanted.of(file).length(4);
        Wanted documents = packed.packing(Packing.DOCUMENT);
        assertSequences(packed, ids(0, 1, 2, 3), ids(0, 4, 5, 6));
        assertSequences(packed.bos(Beginning.NEVER), ids(1, 2, 3, 0), ids(4, 5, 6, 7));
        assertSequences(documents, ids(0, 1, 2, 3), ids(0, 4, 5, 6));
        assertSequences(documents.bos(Beginning.NEVER), ids(1, 2, 3), ids(4, 5, 6, 7));
    }

    private static void assertSequences(Wanted wanted, int[]... sequences) {
        try (SequenceSource source = wanted.open()) {
            assertThat(all(source.scored())).containsExactly(sequences);
        }
    }

    @Test
    void passesOverDocumentsWithNothingToPredict() throws IOException {
        Path file = write("t.jsonl", "{\"tokens\":[]}\n{\"tokens\":[1]}\n{\"tokens\":[1,2,3,4,5,6,7,8,9]}");
        try (SequenceSource source = Wanted.of(file)
                .length(4)
                .packing(Packing.DOCUMENT)
                .bos(Beginning.NEVER)
                .open()) {
            assertThat(all(source.scored())).containsExactly(ids(1, 2, 3, 4));
        }
    }

    @Test
    void readsTokensWithoutATokenizer() throws IOException {
        Path file = tokens(IntStream.rangeClosed(1, 8));
        var without = Demo.model(2048, OptionalInt.of(0), Optional.empty());
        try (SequenceSource source = Wanted.of(file).open(without)) {
            assertThat(source.text(5)).isEqualTo("<5>");
            assertThat(source.digests()).containsOnlyKeys("tokens.jsonl");
        }
    }

    @Test
    void showsTokensAsTextAndNamesWhatItRead() {
        try (SequenceSource source =
                Wanted.of(Demo.TEXT).length(128).sequences(2).open()) {
            assertThat(source.text(0)).isEqualTo("<|endoftext|>");
            assertThat(source.digests()).containsOnlyKeys("text.jsonl", "tokenizer.json");
            assertThat(source.digests().get("text.jsonl")).matches("[0-9a-f]{64}");
        }
    }

    @Test
    void unpacksTheTokenizersLibraryIntoTheCacheAlone() throws IOException {
        Wanted.of(Demo.TEXT).length(128).sequences(2).open().close();
        try (var files = Files.walk(Demo.CACHE)) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> file.getFileName().toString()))
                    .anyMatch(name -> name.contains("tokenizers"));
        }
        assertThat(System.getProperty("jna.tmpdir")).startsWith(Demo.CACHE.toString());
    }

    @Test
    void obeysNeitherTruncationNorPaddingNorSpecialTokensOfATokenizer() throws IOException {
        String cutting = Files.readString(Demo.TOKENIZER)
                .replaceFirst(
                        "\"truncation\": *null",
                        "\"truncation\": {\"direction\": \"Right\", \"max_length\": 4, \"strategy\": \"LongestFirst\","
                                + " \"stride\": 0}")
                .replaceFirst(
                        "\"padding\": *null",
                        "\"padding\": {\"strategy\": {\"Fixed\": 9000}, \"direction\": \"Right\","
                                + " \"pad_to_multiple_of\": null, \"pad_id\": 0, \"pad_type_id\": 0, \"pad_token\":"
                                + " \"<|endoftext|>\"}");
        assertThat(cutting).contains("LongestFirst").contains("Fixed");
        Path file = write("tokenizer.json", cutting);
        try (SequenceSource source =
                Wanted.of(Demo.TEXT).length(128).tokenizer(file).open()) {
            assertThat(checksum(all(source.scored()))).isEqualTo(171708260L);
        }
    }

    /** Documents d = 0, 1, …, each of so many tokens 100 + d. */
    private Path documents(int count, int tokens) throws IOException {
        return write(
                "documents.jsonl",
                IntStream.range(0, count)
                        .mapToObj(d -> "{\"tokens\": ["
                                + IntStream.range(0, tokens)
                                        .mapToObj(t -> String.valueOf(100 + d))
                                        .collect(Collectors.joining(", "))
                                + "]}\n")
                        .collect(Collectors.joining()));
    }

    private static List<Integer> owners(Iterator<TokenSequence> sequences) {
        List<Integer> owners = new ArrayList<>();
        sequences.forEachRemaining(each -> owners.add(each.documents()[0]));
        return owners;
    }

    @Test
    void spreadSequencesAreOfAsManyDocumentsAsPossibleInTheOrderOfTheCorpus() throws IOException {
        Path file = documents(30, 50);
        try (SequenceSource source =
                Wanted.of(file).sequences(20).calibration(8).spread().open()) {
            List<Integer> scored = owners(source.scored());
            List<Integer> calibrating = owners(source.calibration().iterator());
            assertThat(scored).hasSize(20).doesNotHaveDuplicates().isSorted();
            assertThat(calibrating).hasSize(8).doesNotHaveDuplicates().doesNotContainAnyElementsOf(scored);
            assertThat(source.size()).isEqualTo(20);
        }
    }

    @Test
    void fewLongDocumentsGiveTheSameNumberOfSequencesEach() throws IOException {
        Path file = documents(4, 100);
        try (SequenceSource source = Wanted.of(file).sequences(12).spread().open()) {
            List<Integer> scored = owners(source.scored());
            assertThat(scored).hasSize(12);
            for (int d = 0; d < 4; d++) {
                assertThat(scored).filteredOn(List.of(d)::contains).hasSize(3);
            }
        }
    }

    @Test
    void shortDocumentsAreReadUntilTheyGiveEnough() throws IOException {
        Path file = documents(60, 2);
        try (SequenceSource source =
                Wanted.of(file).sequences(12).calibration(4).spread().open()) {
            assertThat(all(source.scored())).hasSize(12);
            assertThat(owners(source.calibration().iterator()))
                    .doesNotContainAnyElementsOf(IntStream.range(0, 60)
                            .boxed()
                            .filter(owners(source.scored())::contains)
                            .toList());
        }
    }

    @Test
    void allDocumentsButThoseThatCalibrateAreScoredIfNoNumberIsGiven() throws IOException {
        Path file = documents(20, 16);
        try (SequenceSource source = Wanted.of(file).calibration(4).spread().open()) {
            Set<Integer> calibrating = Set.copyOf(owners(source.calibration().iterator()));
            List<Integer> scored = owners(source.scored());
            assertThat(calibrating).hasSize(4);
            assertThat(scored).doesNotContainAnyElementsOf(calibrating);
            assertThat(Set.copyOf(scored)).hasSize(16);
            assertThat(owners(source.scored())).as("a second pass").isEqualTo(scored);
        }
    }

    @Test
    void oneDocumentGivesBothAndThatIsSaid() throws IOException {
        Path file = documents(1, 100);
        try (SequenceSource source =
                Wanted.of(file).sequences(6).calibration(3).spread().open()) {
            assertThat(all(source.scored())).hasSize(6);
            assertThat(source.calibration()).hasSize(3);
            assertThat(source.notes())
                    .contains("the corpus has one document, so the sequences that calibrate are of the document that is"
                            + " scored");
        }
    }

    @Test
    void aCorpusThatIsTooSmallToBeSpreadSaysWhatWouldDo() throws IOException {
        Path file = documents(10, 8);
        assertSentence(
                () -> Wanted.of(file).sequences(40).calibration(4).spread().open(),
                "demo.yaml:3: " + file
                        + " gives 12 sequences of 8 tokens in 10 documents, but 40 to score and 4 of other documents to calibrate"
                        + " (corpus.calibration.sequences) are asked for; corpus.sequences: 7 would do");
    }

    @Test
    void aSequenceBelongsToTheDocumentThatHoldsMostOfIt() {
        assertThat(new TokenSequence(new int[5], new int[] {3, 3, 4, 4, 4}).documents())
                .containsExactly(4, 3);
        assertThat(new TokenSequence(new int[4], new int[] {3, 3, 4, 4}).documents())
                .containsExactly(3, 4);
    }

    @Test
    void saysThatTheCacheCannotBeWritten() throws IOException {
        Path text = write("a.txt", "hello");
        Path cache = write("cache", "a file where a folder should be");
        assertThatThrownBy(() ->
                        SequenceSource.open(Wanted.of(text).plan(), Demo.model(), 0, new HostContext("demo", 1, cache)))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith("demo.yaml:3: tokenizer: the cache folder " + cache + " cannot be written: ");
    }

    @Test
    void saysThatTextNeedsATokenizer() throws IOException {
        Path file = write("a.txt", "hello");
        assertSentence(
                () -> Wanted.of(file).open(Demo.model(2048, OptionalInt.of(0), Optional.empty())),
                "demo.yaml:3: the corpus has text (" + file + ") but the model has no tokenizer.json; name one with"
                        + " corpus.tokenizer, or give token ids instead");
    }

    @Test
    void refusesATokenizerThatIsLargerThanTheModel() throws IOException {
        Path file = write("a.txt", "hello");
        assertSentence(
                () -> Wanted.of(file).open(Demo.model(2000, OptionalInt.of(0), Optional.of(Demo.TOKENIZER))),
                "demo.yaml:3: the tokenizer " + Demo.TOKENIZER
                        + " has 2048 tokens, but the model only 2000; they do not"
                        + " belong together, name another with corpus.tokenizer");
    }

    @Test
    void refusesWhatIsNotATokenizer() throws IOException {
        Path file = write("a.txt", "hello");
        Path broken = write("tokenizer.json", "{\"model\": {\"vocab\": {\"a\": 1}}}");
        Path noJson = write("other.json", "hello");
        Path empty = write("empty.json", "{}");
        assertThatThrownBy(() -> Wanted.of(file).tokenizer(broken).open())
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith("demo.yaml:3: corpus.tokenizer: " + broken
                        + ": the tokenizers library does not take this tokenizer.json: ");
        assertThatThrownBy(() -> Wanted.of(file).tokenizer(noJson).open())
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith("demo.yaml:3: corpus.tokenizer: " + noJson + ": not a tokenizer.json: ");
        assertSentence(
                () -> Wanted.of(file).tokenizer(empty).open(),
                "demo.yaml:3: corpus.tokenizer: " + empty
                        + ": not a tokenizer.json: it has no vocabulary (model.vocab)");
        assertSentence(
                () -> Wanted.of(file).tokenizer(folder).open(),
                "demo.yaml:3: corpus.tokenizer: " + folder + " is a folder; expected a tokenizer.json");
    }

    @Test
    void refusesTokensThatTheModelDoesNotHave() throws IOException {
        Path file = write("t.jsonl", "{\"tokens\":[1,2]}\n\n{\"tokens\":[3,2048]}");
        assertSentence(
                () -> Wanted.of(file).open(),
                "demo.yaml:3: corpus.path: " + file
                        + ":3: token id 2048 at index 1 is not one of the model, whose vocabulary is 0 to 2047");
    }

    @Test
    void refusesALengthBeyondTheContext() throws IOException {
        Path file = tokens(IntStream.range(1, 20));
        assertSentence(
                () -> Wanted.of(file).length(512).open(),
                "demo.yaml:3: corpus.length is 512, but the model's context is 256 tokens; take at most that many");
    }

    @Test
    void refusesAnyOtherLengthThanTheOnlyOneOfTheModel() throws IOException {
        Path file = tokens(IntStream.range(1, 20));
        ModelInfo model = ModelInfo.of("gpt2", 2048).length(OptionalInt.of(8)).build();
        assertSentence(
                () -> Wanted.of(file).length(4).bos(Beginning.NEVER).open(model),
                "demo.yaml:3: corpus.length is 4, but the model was exported for sequences of exactly 8 tokens; set"
                        + " corpus.length: 8, or export it with dynamic axes");
        try (SequenceSource same =
                Wanted.of(file).length(8).bos(Beginning.NEVER).open(model)) {
            assertThat(all(same.scored())).isNotEmpty();
        }
    }

    @Test
    void refusesToPrependABosThatTheModelDoesNotHave() throws IOException {
        Path file = tokens(IntStream.range(1, 20));
        assertSentence(
                () -> Wanted.of(file)
                        .bos(Beginning.ALWAYS)
                        .open(Demo.model(2048, OptionalInt.empty(), Optional.empty())),
                "demo.yaml:3: corpus.bos is always, but the model was trained without a BOS token, though its files name the"
                        + " id 0; corpus.bos: 0 takes that one, and auto or never none");
        assertSentence(
                () -> Wanted.of(file)
                        .bos(Beginning.ALWAYS)
                        .open(ModelInfo.of("gpt2", 2048).build()),
                "demo.yaml:3: corpus.bos is always, but the model names no BOS token; give a token's id (corpus.bos: 0), or"
                        + " take auto or never");
    }

    @Test
    void aTokenOfTheConfigStartsSequencesWhateverTheModelSays() throws IOException {
        Path file = write("t.jsonl", "{\"tokens\":[1,2,3]}\n{\"tokens\":[9,4,5,6,7]}");
        try (SequenceSource source =
                Wanted.of(file).length(4).bos(Beginning.with(9)).open()) {
            assertThat(source.bos()).hasValue(9);
            assertThat(all(source.scored())).containsExactly(ids(9, 1, 2, 3), ids(9, 4, 5, 6));
            assertThat(source.notes()).isEmpty();
        }
        assertSentence(
                () -> Wanted.of(file).bos(Beginning.with(99_999_999)).open(),
                "demo.yaml:3: corpus.bos is 99999999, but the model's token ids go from 0 to 2047; its own BOS token"
                        + " (corpus.bos: auto) is 0");
        assertSentence(
                () -> Wanted.of(file)
                        .bos(Beginning.with(2048))
                        .open(Demo.model(2048, OptionalInt.empty(), Optional.empty())),
                "demo.yaml:3: corpus.bos is 2048, but the model's token ids go from 0 to 2047; take one of these, or never");
    }

    @Test
    void aBosThatTheModelDoesNotHaveIsANote() throws IOException {
        Path file = tokens(IntStream.range(1, 20));
        try (SequenceSource source =
                Wanted.of(file).length(4).open(Demo.model(2048, OptionalInt.of(99_999), Optional.empty()))) {
            assertThat(source.bos()).isEmpty();
            assertThat(source.scored().next().tokens()).containsExactly(1, 2, 3, 4);
            assertThat(source.notes())
                    .containsExactly(
                            "the model names the BOS token 99999, but its ids go from 0 to 2047; sequences start"
                                    + " without one");
        }
    }

    @Test
    void theTokenizerOfTheConfigDecidesWhichTokenIsTheBos() throws IOException {
        Path file = tokens(IntStream.range(1, 20));
        Path tokenizer = write(
                "tokenizer.json",
                Files.readString(Demo.TOKENIZER)
                        .replaceFirst(
                                "\"post_processor\": *null",
                                "\"post_processor\": {\"type\": \"RobertaProcessing\", \"sep\": [\"b\", 66], \"cls\": [\"a\", 65],"
                                        + " \"trim_offsets\": true, \"add_prefix_space\": false}"));
        try (SequenceSource source =
                Wanted.of(file).length(4).tokenizer(tokenizer).open()) {
            assertThat(source.scored().next().tokens()).containsExactly(65, 1, 2, 3);
            assertThat(source.notes())
                    .containsExactly(
                            "corpus.tokenizer puts the token 65 in front of a text, and the model's own BOS token is"
                                    + " 0; sequences start with 65");
        }
    }

    @Test
    void aTokenizerThatPutsTwoTokensInFrontStartsSequencesWithBoth() throws IOException {
        Path file =
                write("t.jsonl", "{\"tokens\": [1, 2, 3]}\n{\"tokens\": [66, 65, 4, 5, 6, 7]}\n{\"tokens\": [8, 9]}\n");
        Path tokenizer = write(
                "tokenizer.json",
                Files.readString(Demo.TOKENIZER)
                        .replaceFirst(
                                "\"post_processor\": *null",
                                "\"post_processor\": {\"type\": \"TemplateProcessing\", \"single\": [{\"SpecialToken\": {\"id\":"
                                        + " \"[gMASK]\", \"type_id\": 0}}, {\"SpecialToken\": {\"id\": \"<sop>\", \"type_id\": 0}},"
                                        + " {\"Sequence\": {\"id\": \"A\", \"type_id\": 0}}], \"pair\": [], \"special_tokens\": {"
                                        + "\"[gMASK]\": {\"id\": \"[gMASK]\", \"ids\": [66], \"tokens\": [\"[gMASK]\"]},"
                                        + " \"<sop>\": {\"id\": \"<sop>\", \"ids\": [65], \"tokens\": [\"<sop>\"]}}}"));
        ModelInfo glm = Demo.model(2048, OptionalInt.of(65), Optional.of(tokenizer));
        Wanted wanted = Wanted.of(file).length(4);
        try (SequenceSource source = wanted.open(glm)) {
            assertThat(source.front()).containsExactly(66, 65);
            assertThat(all(source.scored()))
                    .containsExactly(
                            ids(66, 65, 1, 2),
                            ids(66, 65, 3, 66),
                            ids(66, 65, 4, 5),
                            ids(66, 65, 6, 7),
                            ids(66, 65, 8, 9));
        }
        try (SequenceSource source = wanted.packing(Packing.DOCUMENT).length(8).open(glm)) {
            assertThat(all(source.scored()))
                    .containsExactly(ids(66, 65, 1, 2, 3), ids(66, 65, 4, 5, 6, 7), ids(66, 65, 8, 9));
        }
        assertSentence(
                () -> Wanted.of(file).length(2).open(glm),
                "demo.yaml:3: corpus.length is 2, but sequences start with the 2 tokens [66, 65]; take more than that");
    }

    @Test
    void specialTokensThatTheTextSpellsOutAreCounted() throws IOException {
        Path file = write(
                "t.jsonl",
                "{\"text\": \"one <|endoftext|> two<|endoftext|>\"}\n{\"text\": \"three and four\"}\n"
                        + "{\"tokens\": [0, 0, 1]}\n{\"text\": \"five <|endoftext|>\"}\n");
        Wanted wanted = Wanted.of(file).length(3).packing(Packing.DOCUMENT);
        String note = "special tokens are spelled out in the text and became these tokens, not characters: %d ×"
                + " '<|endoftext|>' (0), in %d documents that were read; those that positions.special does not have are"
                + " replaced and scored like any word";
        try (SequenceSource source = wanted.open()) {
            assertThat(source.notes()).as("all are read").containsExactly(note.formatted(3, 4));
        }
        try (SequenceSource source = wanted.sequences(1).open()) {
            assertThat(source.notes())
                    .as("all are read, and those that spell one out made tokens")
                    .containsExactly(note.formatted(3, 4));
        }
        Path tokens = write("tokens.jsonl", "{\"tokens\": [0, 0, 1]}\n{\"text\": \"no <|endof|> token\"}");
        try (SequenceSource source = Wanted.of(tokens).length(3).open()) {
            assertThat(source.notes()).isEmpty();
        }
    }

    @Test
    void aTokenizerWithAddedTokensThatTheModelHasNoRoomForIsTaken() throws IOException {
        Path tokenizer = write(
                "tokenizer.json",
                Files.readString(Demo.TOKENIZER)
                        .replaceFirst(
                                "\"added_tokens\": *\\[",
                                "\"added_tokens\": [{\"id\": 2048, \"content\": \"<image>\", \"single_word\": false, \"lstrip\": false,"
                                        + " \"rstrip\": false, \"normalized\": false, \"special\": true},"));
        Path file = write("a.txt", "A text that is long enough for a sequence of eight tokens.");
        try (SequenceSource source = Wanted.of(file).tokenizer(tokenizer).open()) {
            assertThat(source.notes())
                    .contains("tokenizer.json has added tokens with ids up to 2048, but the model's go to 2047; a text"
                            + " that spells one of them out is refused");
        }
        Path image = write("b.txt", "A text with an <image>.");
        assertThatThrownBy(() -> Wanted.of(image).tokenizer(tokenizer).open())
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith("demo.yaml:3: corpus.path: " + image + ": token id 2048 at index ")
                .hasMessageEndingWith(" is not one of the model, whose vocabulary is 0 to 2047");
    }

    @Test
    void saysWhyACorpusGivesNoSequence() throws IOException {
        Path none = write("none.jsonl", "\n  \n");
        Path blank = write("blank.jsonl", "{\"text\": \"\"}\n{\"text\": \"\"}");
        Path few = write("few.jsonl", "{\"tokens\": [1, 2]}\n{\"tokens\": [3]}");
        assertSentence(() -> Wanted.of(none).open(), "demo.yaml:3: corpus.path: " + none + " has no document");
        assertSentence(
                () -> Wanted.of(blank).open(),
                "demo.yaml:3: corpus.path: " + blank + " has 2 documents without a single token");
        assertSentence(
                () -> Wanted.of(few).open(),
                "demo.yaml:3: corpus.path: " + few
                        + " has only 3 tokens in 2 documents, not enough for one sequence of 8" + " (corpus.length)");
    }

    @Test
    void saysHowManySequencesThereAreIfMoreAreAskedFor() throws IOException {
        Path file = tokens(IntStream.rangeClosed(1, 40));
        assertSentence(
                () -> Wanted.of(file).length(5).sequences(9).calibration(3).open(),
                "demo.yaml:3: " + file
                        + " gives 10 sequences of 5 tokens in 1 document, but 9 to score and 3 to calibrate"
                        + " (corpus.calibration.sequences) are asked for; corpus.sequences: 7 would do");
        assertSentence(
                () -> Wanted.of(file).length(5).calibration(10).open(),
                "demo.yaml:3: " + file
                        + " gives 10 sequences of 5 tokens in 1 document, but all the others to score and 10"
                        + " to calibrate (corpus.calibration.sequences) are asked for; corpus.calibration.sequences: 9"
                        + " would do");
        assertSentence(
                () -> Wanted.of(file).length(5).calibration(file, 24).open(),
                "demo.yaml:3: corpus.calibration.sequences is 24, but " + file + " gives 10 sequences of 5 tokens; ask"
                        + " for at most that many");
    }

    private static void assertSentence(ThrowingCallable call, String sentence) {
        assertThatThrownBy(call).isInstanceOf(UserError.class).hasMessage(sentence);
    }

    private Path tokens(IntStream ids) throws IOException {
        String list = ids.mapToObj(Integer::toString).collect(Collectors.joining(", "));
        return write("tokens.jsonl", "{\"tokens\": [" + list + "]}");
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private static int[] ids(int... tokens) {
        return tokens;
    }

    private static List<int[]> all(Iterator<TokenSequence> sequences) {
        List<int[]> list = new ArrayList<>();
        sequences.forEachRemaining(each -> list.add(each.tokens()));
        return list;
    }

    /** The documents of each token. */
    private static List<int[]> documents(Iterator<TokenSequence> sequences) {
        List<int[]> list = new ArrayList<>();
        sequences.forEachRemaining(each ->
                list.add(IntStream.range(0, each.length()).map(each::document).toArray()));
        return list;
    }

    /** CRC-32 of all ids, big-endian. */
    private static long checksum(List<int[]> sequences) {
        var crc = new CRC32();
        for (int[] sequence : sequences) {
            ByteBuffer bytes = ByteBuffer.allocate(4 * sequence.length);
            bytes.asIntBuffer().put(sequence);
            crc.update(bytes);
        }
        return crc.getValue();
    }

    @Test
    void whatIsSaidToDoDoesHoweverUnequalTheDocumentsAre() throws IOException {
        int remedies = 0;
        for (int seed = 0; seed < 150; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int documents = random.nextInt(1, 15);
            Path file = write(
                    "unequal.jsonl",
                    IntStream.range(0, documents)
                            .mapToObj(d -> IntStream.rangeClosed(1, (int) Math.exp(random.nextDouble(0, 6)))
                                    .mapToObj(Integer::toString)
                                    .collect(Collectors.joining(", ", "{\"tokens\": [", "]}")))
                            .collect(Collectors.joining("\n")));
            Wanted wanted = Wanted.of(file).length(random.nextInt(4, 20)).calibration(random.nextInt(0, 12));
            wanted = random.nextInt(4) == 0 ? wanted : wanted.sequences(random.nextInt(1, 90));
            wanted = random.nextInt(3) == 0 ? wanted : wanted.spread();
            wanted = random.nextInt(3) == 0 ? wanted.packing(Packing.DOCUMENT) : wanted;
            Optional<String> refusal = refusal(wanted);
            if (refusal.filter(sentence -> sentence.endsWith(" would do")).isEmpty()) {
                continue;
            }
            remedies++;
            Wanted remedied = wanted;
            Matcher scored = Pattern.compile("[ ;] corpus.sequences: ([0-9]+)").matcher(refusal.get());
            Matcher calibrating =
                    Pattern.compile("corpus.calibration.sequences: ([0-9]+)").matcher(refusal.get());
            remedied = scored.find() ? remedied.sequences(Integer.parseInt(scored.group(1))) : remedied;
            remedied = calibrating.find() ? remedied.calibration(Integer.parseInt(calibrating.group(1))) : remedied;
            assertThat(refusal(remedied)).as(refusal.get()).isEmpty();
        }
        assertThat(remedies).isGreaterThan(30);
    }

    private static Optional<String> refusal(Wanted wanted) {
        try (SequenceSource opened = wanted.open()) {
            return Optional.empty();
        } catch (UserError refused) {
            return Optional.of(String.valueOf(refused.getMessage()));
        }
    }

    @Test
    void tooFewToScoreAndTooFewToCalibrateAreToldTogether() throws IOException {
        Path file = documents(10, 8);
        Path other = write("other.jsonl", "{\"tokens\": [1, 2, 3, 4, 5, 6, 7]}");
        assertThat(refusal(Wanted.of(file).sequences(40).calibration(other, 24).spread()))
                .hasValueSatisfying(sentences -> assertThat(sentences.lines())
                        .containsExactly(
                                "demo.yaml:3: " + file
                                        + " gives 12 sequences of 8 tokens in 10 documents, but 40 to score"
                                        + " are asked for; corpus.sequences: 12 would do",
                                "demo.yaml:3: corpus.calibration.sequences is 24, but " + other
                                        + " gives 1 sequence of 8 tokens; ask for at most that many"));
    }

    @Test
    void tokensThatHaveAnOutputAndNoEmbeddingAreRefusedAlsoBehindWhatIsTaken() throws IOException {
        Path file = write("t.jsonl", "{\"tokens\":[1,2,3,4,5,6,7,8]}\n{\"tokens\":[100]}");
        ModelInfo padded =
                ModelInfo.of("gpt2", 2048).embeddings(OptionalInt.of(100)).build();
        assertSentence(
                () -> Wanted.of(file).sequences(1).open(padded),
                "demo.yaml:3: corpus.path: " + file + ":2: token id 100 at index 0 is not one of the model, whose"
                        + " vocabulary is 0 to 99 (its other 1948 outputs belong to no token, by its files)");
    }
}
