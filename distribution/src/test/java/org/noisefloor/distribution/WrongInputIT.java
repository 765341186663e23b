package org.noisefloor.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user does wrong is one sentence and exit code 2, without a stack trace and without anything half-written. */
class WrongInputIT {
    private static final Path DEMO = Distribution.repository().resolve("examples/demo");
    private static final String SITE = "blocks.3.hook_resid_post";

    @TempDir
    Path temp;

    private String config;

    @BeforeEach
    void writeGoodConfig() throws IOException {
        Files.writeString(temp.resolve("tokens.jsonl"), "{\"tokens\": [0, 5, 6, 7]}\n{\"tokens\": [0, 8, 9, 10]}\n");
        config = """
                model: { backend: onnx, path: '%s' }
                corpus: { path: tokens.jsonl, sequences: 2, length: 4, pack: document, calibration: { sequences: 0 } }
                sites: [ %s ]
                interventions: [ { type: sae, path: '%s' } ]
                baselines: [ { type: eps_random, draws: 2 } ]
                metrics: [ kl ]
                output: '%s'
                """.formatted(DEMO.resolve("model"), SITE, DEMO.resolve("saes").resolve(SITE), temp.resolve("out"));
    }

    private void replace(String what, String with) {
        assertThat(config).contains(what);
        config = config.replace(what, with);
    }

    private String refused() throws IOException {
        return refused(Distribution.run(
                "run", Files.writeString(temp.resolve("run.yaml"), config).toString()));
    }

    private String refused(Distribution.Result result) {
        assertThat(result.exitCode()).as(result.stderr()).isEqualTo(2);
        assertThat(result.stderr()).doesNotContain("Exception", "\tat ");
        List<String> errors = result.stderr()
                .lines()
                .filter(line -> line.startsWith("error: "))
                .toList();
        assertThat(errors).as(result.stderr()).hasSize(1);
        assertThat(temp.resolve("out")).doesNotExist();
        return errors.get(0);
    }

    private Path copyOfSae() throws IOException {
        Path copy = Files.createDirectories(temp.resolve("sae"));
        Path original = DEMO.resolve("saes").resolve(SITE);
        for (String file : List.of("cfg.json", "sae_weights.safetensors")) {
            Files.copy(original.resolve(file), copy.resolve(file));
        }
        replace(original.toString(), copy.toString());
        return copy;
    }

    @Test
    void theGoodConfigRuns() throws IOException {
        var result = Distribution.run(
                "run", Files.writeString(temp.resolve("run.yaml"), config).toString());
        assertThat(result.exitCode()).as(result.stderr()).isZero();
        assertThat(temp.resolve("out/report.json")).exists();
    }

    @Test
    void aConfigThatIsNotThere() {
        assertThat(refused(Distribution.run("run", temp.resolve("nothing.yaml").toString())))
                .contains("nothing.yaml");
    }

    @Test
    void aModelThatIsNotThere() throws IOException {
        replace(DEMO.resolve("model").toString(), DEMO.resolve("modle").toString());
        assertThat(refused()).contains("run.yaml:1", "modle", "model");
    }

    @Test
    void aTruncatedOnnxFile() throws IOException {
        byte[] whole = Files.readAllBytes(DEMO.resolve("model/model.onnx"));
        Path file = Files.write(temp.resolve("cut.onnx"), Arrays.copyOf(whole, whole.length / 2));
        replace(DEMO.resolve("model").toString(), file.toString());
        assertThat(refused()).contains("cut.onnx");
    }

    @Test
    void somethingThatIsNoOnnxFile() throws IOException {
        Path file =
                Files.writeString(temp.resolve("poem.onnx"), "Shall I compare thee to a summer's day?\n".repeat(50));
        replace(DEMO.resolve("model").toString(), file.toString());
        assertThat(refused()).contains("poem.onnx");
    }

    @Test
    void anUnknownBackend() throws IOException {
        replace("backend: onnx", "backend: onxn");
        assertThat(refused()).contains("run.yaml:1", "onxn", "did you mean 'onnx'");
    }

    @Test
    void anUnknownMetric() throws IOException {
        replace("metrics: [ kl ]", "metrics: [ kll ]");
        assertThat(refused()).contains("run.yaml:6", "kll", "did you mean 'kl'");
    }

    @Test
    void anUnknownSite() throws IOException {
        replace("sites: [ " + SITE, "sites: [ blocks.3.hook_resid_pst");
        assertThat(refused()).contains("run.yaml:3", "did you mean 'blocks.3.hook_resid_post'");
    }

    @Test
    void anUnknownOption() throws IOException {
        replace("draws: 2", "drwas: 2");
        assertThat(refused()).contains("run.yaml:5", "drwas", "did you mean 'draws'");
    }

    @Test
    void aWordWhereANumberIsWanted() throws IOException {
        replace("draws: 2", "draws: many");
        assertThat(refused()).contains("run.yaml:5", "draws", "many");
    }

    @Test
    void allMistakesOfAConfigAtOnce() throws IOException {
        replace("backend: onnx", "backend: onxn");
        replace("metrics: [ kl ]", "metrics: [ kll ]");
        replace("draws: 2", "draws: many");
        var result = Distribution.run(
                "run", Files.writeString(temp.resolve("run.yaml"), config).toString());
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.stderr().lines().filter(line -> line.startsWith("error: ")))
                .hasSize(3)
                .anyMatch(line -> line.contains("run.yaml:1:"))
                .anyMatch(line -> line.contains("run.yaml:5:"))
                .anyMatch(line -> line.contains("run.yaml:6:"));
    }

    @Test
    void anSaeThatIsNotThere() throws IOException {
        replace("saes/" + SITE, "saes/blocks.3.hook_resid_pst");
        assertThat(refused()).contains("run.yaml:4: sae.path: there is no", "did you mean '" + SITE + "'?");
    }

    @Test
    void anOverrideThatTheModelRefuses() throws IOException {
        Path file = Files.writeString(temp.resolve("run.yaml"), config);
        assertThat(refused(Distribution.run("check", file.toString(), "--set", "corpus.length=300")))
                .startsWith("error: --set corpus.length: corpus.length is 300");
    }

    @Test
    void whatTheStagesAfterTheConfigFindIsToldTogether() throws IOException {
        replace("length: 4", "length: 300");
        replace(
                "interventions: [",
                "interventions: [ { type: sae, name: other, path: '" + temp.resolve("nothing") + "' },");
        replace("saes/" + SITE, "saes/blocks.3.hook_resid_pst");
        Files.createDirectories(temp.resolve("taken"));
        Files.writeString(temp.resolve("taken/thesis.tex"), "years of work");
        replace(temp.resolve("out").toString(), temp.resolve("taken").toString());
        var result = Distribution.run(
                "check", Files.writeString(temp.resolve("run.yaml"), config).toString());
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.stderr().lines().filter(line -> line.startsWith("error: ")))
                .hasSize(4)
                .anyMatch(line -> line.contains("thesis.tex"))
                .anyMatch(line -> line.contains("corpus.length is 300"))
                .anyMatch(line -> line.contains("run.yaml:4: other.path: there is no"))
                .anyMatch(line -> line.contains("run.yaml:4: sae.path: there is no"));
    }

    @Test
    void anSaeOfTheWrongWidth() throws IOException {
        replace(
                DEMO.resolve("saes").resolve(SITE).toString(),
                Distribution.repository()
                        .resolve("plugin-sae/src/test/resources/saes/topk")
                        .toString());
        assertThat(refused()).contains("8", "128");
    }

    @Test
    void notANumberInTheWeightsOfAnSae() throws IOException {
        Path file = copyOfSae().resolve("sae_weights.safetensors");
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putFloat(bytes.length - 4, Float.NaN);
        Files.write(file, bytes);
        assertThat(refused()).contains("sae_weights.safetensors", "NaN");
    }

    @Test
    void truncatedWeightsOfAnSae() throws IOException {
        Path file = copyOfSae().resolve("sae_weights.safetensors");
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 1000));
        assertThat(refused()).contains("sae_weights.safetensors");
    }

    @Test
    void aHeaderLengthBeyondTheFile() throws IOException {
        Path file = copyOfSae().resolve("sae_weights.safetensors");
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(0, 1L << 40);
        Files.write(file, bytes);
        assertThat(refused()).contains("sae_weights.safetensors", "none of the files that hold tensors");
    }

    @Test
    void aTokenBeyondTheVocabulary() throws IOException {
        Files.writeString(temp.resolve("tokens.jsonl"), "{\"tokens\": [0, 5, 6, 7]}\n{\"tokens\": [0, 8, 2048, 10]}\n");
        assertThat(refused()).contains("tokens.jsonl:2", "2048");
    }

    @Test
    void anEmptyCorpus() throws IOException {
        Files.writeString(temp.resolve("tokens.jsonl"), "");
        assertThat(refused()).contains("tokens.jsonl");
    }

    @Test
    void sequencesLongerThanTheContext() throws IOException {
        replace("length: 4", "length: 300");
        assertThat(refused()).contains("300", "256");
    }

    @Test
    void numbersFarTooLargeAreToldAtOnceAndTakeNoMemory() throws IOException {
        Path file = Files.writeString(temp.resolve("run.yaml"), config);
        var result = Distribution.run(
                "check",
                file.toString(),
                "--threads",
                "2147483647",
                "--set",
                "run.resamples=2147483647",
                "--set",
                "run.batch=99999999999",
                "--set",
                "baselines=[{type: eps_random, draws: 2147483647}]");
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.stderr().lines().filter(line -> line.startsWith("error: ")))
                .containsExactlyInAnyOrder(
                        "error: --threads: expected a whole number from 1 to 1024, found '2147483647'",
                        "error: --set run.resamples: expected a whole number from 100 to 100000, found '2147483647'",
                        "error: --set run.batch: expected a whole number from 1 to 2147483647, found '99999999999'",
                        "error: --set baselines: eps_random.draws: expected auto or a whole number from 1 to 10000, found '2147483647'");
        assertThat(refused(Distribution.run("check", file.toString(), "--set", "corpus.length=2147483647")))
                .isEqualTo(
                        "error: --set corpus.length: corpus.length is 2147483647, but the model's context is 256 tokens;"
                                + " take at most that many");
        assertThat(refused(Distribution.run("selftest", "--repetitions", "2147483647")))
                .startsWith("error: --repetitions: 2,147,483,647 of 12 documents");
        var clamped = Distribution.run("check", file.toString(), "--set", "run.batch=100000000");
        assertThat(clamped.exitCode()).as(clamped.stderr()).isZero();
        assertThat(clamped.stderr()).contains("batches of 100000000 sequences are asked for, and of 8 are taken");
    }

    @Test
    void aSiteOfTheSelftestIsToldByItsOption() {
        assertThat(refused(Distribution.run("selftest", "--site", "blocks.3.hook_resid_pst")))
                .startsWith("error: --site: ")
                .contains("did you mean 'blocks.3.hook_resid_post'");
    }

    @Test
    void aNameOfTheHubBesideAShortFolderIsNoSlip() throws IOException {
        Files.createDirectories(temp.resolve("r"));
        replace(DEMO.resolve("model").toString(), "hf/SmolLM2-135M");
        assertThat(refused()).contains("run.yaml:1", "hf download NAME").doesNotContain("did you mean");
    }

    @Test
    void anOutputThatCannotBeWritten() throws IOException {
        Files.writeString(temp.resolve("file"), "");
        replace(temp.resolve("out").toString(), temp.resolve("file/out").toString());
        assertThat(refused()).contains("output", "is a file, and no folder can be made in it");
    }

    @Test
    void anOutputThatExists() throws IOException {
        Path old = Files.createDirectories(temp.resolve("old"));
        Files.writeString(old.resolve("report.json"), "kept");
        Files.writeString(old.resolve("provenance.json"), "{\"files\": [\"report.json\", \"provenance.json\"]}");
        replace(temp.resolve("out").toString(), old.toString());
        assertThat(refused()).contains("output", "--overwrite");
        assertThat(old.resolve("report.json")).hasContent("kept");
    }

    @Test
    void aBlockThatTheModelHasNotOrANumberForASite() throws IOException {
        replace("sites: [ " + SITE, "sites: [ blocks.9.hook_resid_post, 2, blocks.*.hook_resid_pst");
        var result = Distribution.run(
                "check", Files.writeString(temp.resolve("run.yaml"), config).toString());
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.stderr().lines().filter(line -> line.startsWith("error: ")))
                .hasSize(3)
                .anyMatch(line ->
                        line.endsWith("unknown site 'blocks.9.hook_resid_post': the model has the blocks 0 to 5;"
                                + " did you mean 'blocks.5.hook_resid_post'?"))
                .anyMatch(line -> line.contains("unknown site '2': a site is named by its block and what it holds, as"
                        + " 'blocks.2.hook_resid_post', and the model has the blocks 0 to 5"))
                .anyMatch(line -> line.contains("did you mean 'blocks.*.hook_resid_post'?"));
    }

    @Test
    void aFileOfTheModelThatIsBrokenIsToldWithTheLineThatNamesIt() throws IOException {
        Path file = Files.writeString(temp.resolve("lfs.onnx"), "version https://git-lfs.github.com/spec/v1\nsize 1\n");
        replace(DEMO.resolve("model").toString(), file.toString());
        assertThat(refused()).contains("run.yaml:1: model: " + file + ": this is a pointer of Git LFS");
    }

    @Test
    void aNameOfTheHubInAPathsPlace() throws IOException {
        replace(DEMO.resolve("model").toString(), "gpt2");
        assertThat(refused()).contains("run.yaml:1", "hf download NAME --local-dir FOLDER");
    }

    @Test
    void aCorpusThatIsCompressed() throws IOException {
        Files.write(temp.resolve("tokens.jsonl.gz"), new byte[] {0x1f, (byte) 0x8b, 8, 0, 0});
        replace("path: tokens.jsonl", "path: tokens.jsonl.gz");
        assertThat(refused()).contains("run.yaml:2", "is compressed by gzip; unpack it first (gunzip)");
    }

    @Test
    void twoOutputs() throws IOException {
        Path file = Files.writeString(temp.resolve("run.yaml"), config);
        assertThat(refused(Distribution.run("check", file.toString(), "--output", "a", "--set", "output=b")))
                .contains("--output a and --set output=b say the same key differently");
    }

    @Test
    void aCacheThatCannotBeMade() throws IOException {
        Path file = Files.writeString(temp.resolve("file"), "");
        Path run = Files.writeString(temp.resolve("run.yaml"), config);
        var result = Distribution.shipped()
                .with("NOISEFLOOR_CACHE", file.resolve("cache").toString())
                .start("check", run.toString());
        assertThat(result.exitCode()).as(result.stderr()).isEqualTo(2);
        assertThat(result.stderr().lines().filter(line -> line.startsWith("error: ")))
                .isNotEmpty()
                .allMatch(line -> line.contains("NOISEFLOOR_CACHE"));
    }

    @Test
    void aNulInATextIsToldWithTheLineOfTheConfigAndTheWholePath() throws IOException {
        Files.writeString(temp.resolve("nul.txt"), "a text that would do\nbut for its \0 end\n");
        replace("path: tokens.jsonl", "path: nul.txt");
        assertThat(refused())
                .contains("run.yaml:2: corpus.path: " + temp.resolve("nul.txt")
                        + ": U+0000 (NUL) in line 2 of the text, at" + " column 13");
    }

    @Test
    void aByteThatIsNoTextBehindWhatIsTaken() throws IOException {
        Files.write(
                temp.resolve("tokens.jsonl"),
                "{\"tokens\": [0, 5, 6, 7]}\n{\"tokens\": [0, 8, 9, 10]}\n{\"tokens\": [0, 8, 9, 10]}\n{\"text\": \"\u00ff\"}\n"
                        .getBytes(StandardCharsets.ISO_8859_1));
        replace("path: tokens.jsonl", "path: tokens.jsonl, take: first");
        assertThat(refused())
                .contains("run.yaml:2: corpus.path: " + temp.resolve("tokens.jsonl") + ":4: byte 0xff is not UTF-8");
    }

    @Test
    void aConfigJsonOfAnotherModel() throws IOException {
        Path model = Files.createDirectories(temp.resolve("model"));
        Files.copy(DEMO.resolve("model/model.onnx"), model.resolve("model.onnx"));
        Files.copy(DEMO.resolve("model/tokenizer.json"), model.resolve("tokenizer.json"));
        Files.writeString(
                model.resolve("config.json"),
                Files.readString(DEMO.resolve("model/config.json"))
                        .replaceFirst("\"vocab_size\": *[0-9]+", "\"vocab_size\": 8"));
        replace(DEMO.resolve("model").toString(), model.toString());
        assertThat(refused()).contains("tokens.jsonl:2: token id 8 at index 1 is not one of the model");
    }

    @Test
    void aCheckTellsWhatARunTakes() throws IOException {
        Path file = Files.writeString(temp.resolve("run.yaml"), config);
        var check = Distribution.run("check", file.toString());
        assertThat(check.exitCode()).as(check.stderr()).isZero();
        assertThat(check.stdout())
                .containsPattern("Time: +about [0-9]+ s for 2 sequences, by the first 2; ")
                .containsPattern("Disk: +about [0-9.,]+ KiB of records, and the report; .* are free there")
                .containsPattern("Memory: .* of heap for the sums in the end; the heap may take ");
        assertThat(temp.resolve("out")).doesNotExist();
        assertThat(Distribution.run("check", "--quick", file.toString()).stdout())
                .doesNotContain("Time:");
    }

    @Test
    void aPipeThatIsClosedIsNoMistake() {
        String launcher =
                Distribution.shipped().home().resolve("bin/noisefloor").toString();
        var result = Distribution.shipped()
                .start(List.of(
                        "sh",
                        "-c",
                        "{ '" + launcher + "' sites '" + DEMO.resolve("model") + "'; echo \"code $?\" >&2; } | true"));
        assertThat(result.stderr()).contains("code 0").doesNotContain("error");
    }

    @Test
    void anUnknownCommandOrOption() {
        assertThat(refused(Distribution.run("rnu", "x.yaml"))).contains("rnu");
        assertThat(refused(Distribution.run("run", "--overwite", "x.yaml"))).contains("overwite");
    }
}
