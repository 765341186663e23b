package org.noisefloor.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.noisefloor.api.UserError;

class ConfigMistakesTest {
    @TempDir
    Path temp;

    private ConfigFolder folder;

    @BeforeEach
    void fill() throws IOException {
        folder = ConfigFolder.in(temp);
    }

    @Test
    void bothHalvesOfUntilAreToldEachInItsLine() throws IOException {
        String yaml = """
                model: { backend: onnx, path: model }
                corpus: { path: text.jsonl, sequences: 8 }
                sites: [blocks.3.hook_resid_post]
                until:
                  figure: two words
                  width: 0
                """;
        assertThat(folder.mistakes(yaml))
                .contains("demo.yaml:5: until.figure: ", "demo.yaml:6: until.width: expected a width above 0");
    }

    @Test
    void tellsAllMistakesAtOnceInTheOrderOfTheFile() throws IOException {
        String yaml = """
                model: { backend: onx, path: modle }
                corpus:
                  path: text.jsonl
                  lenght: 64
                  sequences: many
                site: [blocks.3.hook_resid_post]
                interventions:
                  - { type: sae, k: 0 }
                baselines: [zero, eps_randon]
                floors: [eps_rand]
                run: { batch: 2, batch_tokens: 64 }
                """;
        // how a missing provider is told is the catalogue's business
        String mistakes =
                folder.mistakes(yaml).replaceAll("unknown [\\w ]+ '(onx|eps_randon)'.*", "unknown provider '$1'");
        assertThat(mistakes)
                .isEqualTo(String.join(
                        "\n",
                        "demo.yaml:1: model.path: there is no " + temp.resolve("modle") + "; did you mean 'model'?",
                        "demo.yaml:1: unknown provider 'onx'",
                        "demo.yaml:1: the config needs 'sites', a list of site names or patterns",
                        "demo.yaml:4: unknown key of corpus 'lenght'; did you mean 'length'? (valid: bos, calibration,"
                                + " length, pack, path, reader, sequences, take, text_key, tokenizer)",
                        "demo.yaml:5: corpus.sequences: expected a whole number of at least 1, found 'many'",
                        "demo.yaml:6: unknown key 'site'; did you mean 'sites'? (valid: baselines, conventions, corpus,"
                                + " floor, floors, gate, interventions, metrics, model, output, plugins, positions, …"
                                + " (19 in all))",
                        "demo.yaml:8: sae needs 'path' (the SAE's folder)",
                        "demo.yaml:8: sae.k: expected a whole number from 1 to 512, found '0'",
                        "demo.yaml:9: unknown provider 'eps_randon'",
                        "demo.yaml:10: floors: unknown baseline 'eps_rand'; did you mean 'eps_randon'? (valid:"
                                + " eps_randon, zero)",
                        "demo.yaml:11: run: give batch (sequences) or batch_tokens (tokens), not both"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`seed: x` | seed: expected a whole number, found 'x'",
                "`seed: 010` | seed: expected a whole number, found '010'",
                "`seed:` | seed has no value; give a whole number, or leave the key out",
                "`seed: 1.5` | seed: expected a whole number, found '1.5'",
                "`seed: 99999999999999999999` | seed: expected a whole number from -9223372036854775808 to 9223372036854775807, found '99999999999999999999'",
                "`run: { threads: 0 }` | run.threads: expected a whole number from 1 to 1024, found '0'",
                "`run: { batch: 99999999999999999999 }` | run.batch: expected a whole number from 1 to 2147483647, found '99999999999999999999'",
                "`floors: [eps_random]` | floors: 'eps_random' is not among the baselines of this config (there are none); add it to 'baselines'",
                "`run: { threads: [2] }` | run.threads: expected a whole number from 1 to 1024, found a list",
                "`run: { batch: 2, batch_tokens: 64 }` | run: give batch (sequences) or batch_tokens (tokens), not both",
                "`run: { memory: much }` | run.memory: expected an amount of memory such as 4 GiB or 512 MiB, found 'much'",
                "`run: { threds: 2 }` | unknown key of run 'threds'; did you mean 'threads'? (valid: batch, batch_tokens, buckets, max_nonfinite, memory, resamples, threads)",
                "`run: { memory: 0 }` | run.memory: expected an amount of memory such as 4 GiB or 512 MiB, found '0'",
                "`output: ''` | output is empty; expected a path, or leave the key out",
                "`baselines: [{ type: sae, path: '' }]` | sae.path is empty; expected a path",
                "`run: { resamples: 99 }` | run.resamples: expected a whole number from 100 to 100000, found '99'",
                "`run: 2` | run: expected keys with values, found '2'",
                "`positions: { special: 0 }` | positions.special: expected a list, found '0'; write [0]",
                "`positions: { special: [a] }` | positions.special: expected a whole number of at least 0, found 'a'",
                "`metrics: kl` | metrics: expected a list, found 'kl'; write [kl]",
                "`metrics: []` | metrics: the list is empty; name one, or leave the key out for kl, loss",
                "`metrics: [kl, kl]` | 'kl' is taken already at demo.yaml:5; give one of them a name of its own, {type: kl, name: …}",
                "`reports: [html, html]` | 'html' stands in the list twice; keep one of the two",
                "`metrics: [{ type: renyi, orders: [-1] }]` | renyi.orders: expected a number of at least 0, found '-1'",
                "`metrics: [{ renyi: 2 }]` | metrics: this entry has no 'type'; expected an id or {type: id, options}, found the keys renyi",
                "`metrics: [[kl]]` | metrics: expected an id or {type: id, options}, found a list",
                "`baselines: [{ type: zero, name: a b }]` | baselines: name: expected letters, digits and _ . - with a letter or digit first, found 'a b'",
                "`metrics: [{ type: kl, name: kl.2 }]` | metrics: name: expected lower-case letters, digits and _ with a letter first, found 'kl.2'",
                "`baselines: [zero]` | 'zero' is taken already at demo.yaml:4; give one of them a name of its own, {type: zero, name: …}",
                "`baselines: [{ type: eps_random, drawz: 4 }]` | unknown option of eps_random 'drawz'; did you mean 'draws'? (valid: draws, name, type)",
                "`baselines: [sae]` | sae needs 'path' (the SAE's folder)",
                "`baselines: [{ type: sae, path: x, k: 13 }]` | sae: k may not be 13",
                "`baselines: [{ type: sae, path: '{site}', k: 600 }]` | sae.k: expected a whole number from 1 to 512, found '600'",
                "`baselines: [{ type: everything, flag: yes }]` | everything.flag: expected true or false, found 'yes'",
                "`baselines: [{ type: everything, level: most }]` | everything.level: expected one of none, basic_only, all, found 'most'",
                "`baselines: [{ type: everything, share: .nan }]` | everything.share: expected a number from 0 to 1, found '.nan'",
                "`positions: { skip_first: 127 }` | positions.skip_first is 127, which leaves nothing to score in sequences of 128 tokens (corpus.length); take at most 126",
                "`floors: [zero]` | floors: 'zero' is not among the baselines of this config (there are none); add it to 'baselines'",
                "`floors: [zeroo]` | floors: unknown baseline 'zeroo' (there is none here)",
                "`conventions: sealens` | conventions: expected one of noisefloor, saelens, found 'sealens'",
                "`until: { figure: kl, width: 5 % }` | until: corpus.sequences is missing, the most that may be taken if the interval stays wider; give it, or leave 'until' out to score all",
                "`sead: 1` | unknown key 'sead'; did you mean 'seed'? (valid: baselines, conventions, corpus, floor, floors, gate, interventions, metrics, model, output, plugins, positions, … (19 in all))",
                "`? [a, b]` | a key must be a word, not a list or a mapping",
                "`seed: !seed 1` | YAML tag '!seed' has no meaning in a config; leave it out",
            })
    void saysInOneSentenceWhatIsWrong(String line, String sentence) throws IOException {
        assertThat(folder.mistakes(ConfigFolder.MINIMAL + line + "\n")).isEqualTo("demo.yaml:5: " + sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`corpus.bos` | `-1` | --set corpus.bos: expected auto, always, never or the id of a token (a whole number of at least 0, as tokenizer.json has it), found '-1'",
                "`corpus.bos` | `<s>` | --set corpus.bos: expected auto, always, never or the id of a token (a whole number of at least 0, as tokenizer.json has it), found '<s>'",
                "`corpus.bos` | `1.5` | --set corpus.bos: expected auto, always, never or the id of a token (a whole number of at least 0, as tokenizer.json has it), found '1.5'",
                "`corpus.bos` | `99999999999` | --set corpus.bos: expected auto, always, never or the id of a token (a whole number of at least 0, as tokenizer.json has it), found '99999999999'",
                "`run.threads` | `none` | --set run.threads: expected a whole number from 1 to 1024, found 'none'",
                "`run.memory` | `much` | --set run.memory: expected an amount of memory such as 4 GiB or 512 MiB, found 'much'",
                "`corpus` | `[3]` | --set corpus: expected keys with values or a path, found a list",
                "`corpus.path.x` | `3` | --set corpus.path.x: 'corpus.path' is 'text.jsonl' at demo.yaml:2 and has no keys; set it as a whole, --set 'corpus.path=…'",
                "`run.theads` | `2` | --set run.theads: unknown key of run 'theads'; did you mean 'threads'? (valid: batch, batch_tokens, buckets, max_nonfinite, memory, resamples, threads)",
                "`sites.0` | `a` | --set sites.0: 'sites' is a list at demo.yaml:3 and has no keys; set it as a whole, --set 'sites=…'",
                "`sites` | `[a` | --set sites: not valid YAML: '[a': the '[' of line 1, column 1 is not closed before this, or a comma is missing",
                "`run..threads` | `2` | --set run..threads: expected a key such as run.threads or output, found 'run..threads'",
            })
    void namesTheOverrideThatIsWrong(String key, String value, String sentence) throws IOException {
        assertThat(folder.mistakes(ConfigFolder.MINIMAL, Map.of(key, value))).isEqualTo(sentence);
    }

    @Test
    void aSiteThatStandsTwiceIsTold() throws IOException {
        assertThat(folder.mistakes(ConfigFolder.MINIMAL.replace("[blocks", "[blocks.3.hook_resid_post,\n blocks")))
                .isEqualTo(
                        "demo.yaml:4: sites: 'blocks.3.hook_resid_post' stands in the list twice, first at demo.yaml:3;"
                                + " keep one of the two");
    }

    @Test
    void amongThreeBaselinesThatAreWrongNoFloorIsBlamed() throws IOException {
        String yaml = ConfigFolder.MINIMAL + "baselines: [[x], { nme: 3 }, { type: eps_random, draws: many }]\n"
                + "floors: [eps_random]\n";
        assertThat(folder.mistakes(yaml).lines()).hasSize(3).noneMatch(line -> line.contains("floors"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | demo.yaml:1: the config is empty; it needs at least model, corpus, sites and interventions or baselines",
                "`# nothing` | demo.yaml:1: the config is empty; it needs at least model, corpus, sites and interventions or baselines",
                "`- a` | demo.yaml:1: expected keys with values (model: …), found a list",
                "`hello` | demo.yaml:1: expected keys with values (model: …), found 'hello'",
                "`run: [1` | demo.yaml:2: not valid YAML at column 1: the '[' of line 1, column 6 is not closed before this, or a comma is missing",
                "`run: { batch: 2\nseed: 1` | demo.yaml:2: not valid YAML at column 5: the '{' of line 1, column 6 is not closed before this, or a comma is missing",
                "`output: \"runs` | demo.yaml:2: not valid YAML at column 1: the quotation mark of line 1, column 9 is not closed before this, or a comma is missing",
                "`run:\n    batch: 2\n  threads: 1` | demo.yaml:3: not valid YAML at column 3: this line does not fit those above it; indent keys and entries of one list alike",
                "`seed: 1\nfloors: &f [a]\ngate: *f` | demo.yaml:3: not valid YAML: an alias (*name) of a list or mapping is not supported; write it out",
                "`floors: [ *a ]` | demo.yaml:1: not valid YAML at column 11: a value that starts with * is an alias, and nothing is called so; put a text in quotation marks",
                "`output: a: b` | demo.yaml:1: not valid YAML at column 10: a ':' that belongs to no key; put a text that holds one in quotation marks, and write a ':' in the line above if it has none",
                "`output = a\nseed: 1` | demo.yaml:2: not valid YAML at column 5: a ':' that belongs to no key; put a text that holds one in quotation marks, and write a ':' in the line above if it has none",
                "`seed: 1\noutput = a` | demo.yaml:3: not valid YAML at column 1: the line before this has no key; write 'key: value'",
                "`output: @a` | demo.yaml:1: not valid YAML at column 9: no value starts with this character; put the text in quotation marks",
                "`output: !!python/object:a b` | demo.yaml:1: not valid YAML at column 9: a tag (!!name) has no meaning in a config; leave it out",
                "`seed: 1\n---\nseed: 2` | demo.yaml:2: not valid YAML at column 1: a second document starts here (---); a config is one document, so put each into a file of its own",
            })
    void saysWhyThereIsNoConfigAtAll(String yaml, String sentence) throws IOException {
        assertThat(folder.mistakes(yaml + "\n")).isEqualTo(sentence);
    }

    @Test
    void namesLineAndColumnOfATab() throws IOException {
        assertThat(folder.mistakes("model:\n\tpath: model\n"))
                .isEqualTo("demo.yaml:2: not valid YAML at column 1: a tab; indent with spaces");
    }

    @Test
    void refusesAliasesOfWholeTrees() throws IOException {
        assertThat(folder.mistakes("run: &r { threads: 1 }\npositions: *r\n"))
                .contains("an alias (*name) of a list or mapping is not supported; write it out");
        assertThat(folder.mistakes("run: &r [*r]\n")).contains("an alias (*name)");
    }

    @Test
    void namesAKeyThatStandsTwice() throws IOException {
        assertThat(folder.mistakes(ConfigFolder.MINIMAL + "seed: 1\nseed: 2\n"))
                .isEqualTo(
                        "demo.yaml:6: key 'seed' stands here a second time, first at demo.yaml:5; keep one of the two");
    }

    @Test
    void refusesWhatSaelensDoesNotKnowUnderItsConventions() throws IOException {
        assertThat(folder.mistakes(
                        ConfigFolder.MINIMAL + "conventions: saelens\npositions: { skip_first: 1, vocab: 2000 }\n"))
                .isEqualTo("demo.yaml:6: positions.skip_first: SAELens skips no position, so leave this out, or"
                        + " 'conventions: saelens'\n"
                        + "demo.yaml:6: positions.vocab: SAELens takes all entries of the output, so leave this out, or"
                        + " 'conventions: saelens'");
    }

    @Test
    void namesTheLineOfAByteThatIsNotUtf8() throws IOException {
        Path file = temp.resolve("latin1.yaml");
        Files.write(file, (ConfigFolder.MINIMAL + "# caf\u00e9").getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> ConfigReader.read(file, TestPlugins.catalogue(), Map.of()))
                .isInstanceOf(UserError.class)
                .hasMessage("latin1.yaml:5: byte 0xe9 is not UTF-8; save the file as UTF-8");
    }

    @Test
    void namesTheLineOfACharacterThatYamlForbids() throws IOException {
        assertThat(folder.mistakes(ConfigFolder.MINIMAL + "seed: \u0007\n"))
                .isEqualTo("demo.yaml:5: not valid YAML: character U+0007 is not allowed");
    }

    @Test
    void saysWhatIsThereInsteadOfAConfig() throws IOException {
        folder.write(ConfigFolder.MINIMAL);
        assertThatThrownBy(() -> ConfigReader.read(temp, TestPlugins.catalogue(), Map.of()))
                .isInstanceOf(UserError.class)
                .hasMessage(temp + " is a folder; expected a config, a YAML file");
        assertThatThrownBy(() -> ConfigReader.read(temp.resolve("dmeo.yaml"), TestPlugins.catalogue(), Map.of()))
                .isInstanceOf(UserError.class)
                .hasMessage("there is no " + temp.resolve("dmeo.yaml") + "; did you mean 'demo.yaml'?");
    }

    @Test
    void saysAtWhichFolderAPathBreaksOff() throws IOException {
        assertThat(folder.mistakes(ConfigFolder.MINIMAL.replace("path: model", "path: modle/model.onnx")))
                .isEqualTo("demo.yaml:1: model.path: there is no " + temp.resolve("modle/model.onnx")
                        + " (no 'modle' in " + temp + "); did you mean 'model'?");
    }

    @Test
    void saysWhyANameCannotBeThatOfAFile() throws IOException {
        assertThat(folder.mistakes(ConfigFolder.MINIMAL.replace("path: model", "path: \"a\\0b\"")))
                .isEqualTo("demo.yaml:1: model.path: expected a path, found 'a b' (Nul character not allowed)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`model: { path: model }` | `model:` | demo.yaml:1: model: expected keys with values or a path, found nothing",
                "`model: { path: model }` | `model: { path: ' ' }` | demo.yaml:1: model.path is empty; expected a path",
                "`corpus: { path: text.jsonl }` | `corpus: [a]` | demo.yaml:2: corpus: expected keys with values or a path, found a list",
                "`corpus: { path: text.jsonl }` | `corpus: { path: text.jsonl, calibration: 3 }` | demo.yaml:2: corpus.calibration: expected keys with values, found '3'",
            })
    void saysOneThingOfASectionThatIsNone(String good, String bad, String sentence) throws IOException {
        assertThat(folder.mistakes(ConfigFolder.MINIMAL.replace(good, bad))).isEqualTo(sentence);
    }

    @Test
    void tellsTheConflictOfBatchesBesideOtherMistakesOfTheSection() throws IOException {
        assertThat(folder.mistakes(
                        ConfigFolder.MINIMAL + "run: { batch: 2, batch_tokens: 64, threads: 0, memory: much }\n"))
                .contains("threads", "memory", "batch_tokens (tokens), not both");
    }

    @Test
    void blamesAnOverrideForACombinationThatItMade() throws IOException {
        assertThat(folder.mistakes(ConfigFolder.MINIMAL + "run: { batch: 2 }\n", Map.of("run.batch_tokens", "64")))
                .isEqualTo("--set run.batch_tokens: run: give batch (sequences) or batch_tokens (tokens), not both");
    }

    @Test
    void namesTheOptionThatTheUserWroteForAKey() throws IOException {
        Path file = folder.write(ConfigFolder.MINIMAL);
        assertThatThrownBy(() -> ConfigReader.read(
                        file,
                        TestPlugins.catalogue(),
                        Map.of("sites", "['']", "run.threads", "0", "seed", "x"),
                        Map.of("sites", "--site", "run.threads", "--threads")))
                .isInstanceOfSatisfying(
                        UserError.class,
                        mistakes -> assertThat(mistakes.sentences())
                                .containsExactlyInAnyOrder(
                                        "--site: expected a site name or pattern, found ''",
                                        "--threads: expected a whole number from 1 to 1024, found '0'",
                                        "--set seed: expected a whole number, found 'x'"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`sites: [a, a]`      | demo.yaml:3: sites: 'a' stands in the list twice; keep one of the two",
                "`sites: [a, b, a]`   | demo.yaml:3: sites: 'a' stands in the list twice; keep one of the two",
                "`sites: [a,\n  a]`  | demo.yaml:4: sites: 'a' stands in the list twice, first at demo.yaml:3; keep one of the two",
            })
    void saysWhereASiteStandsFirstUnlessItIsTheSameLine(String sites, String sentence) throws IOException {
        assertThat(folder.mistakes(ConfigFolder.MINIMAL.replaceFirst("sites: .*", sites)))
                .isEqualTo(sentence);
    }

    @Test
    void aSiteThatStandsTwiceOnTheCommandLineStandsAtNoOtherPlace() throws IOException {
        assertThat(folder.mistakes(ConfigFolder.MINIMAL, Map.of("sites", "[a, a]")))
                .isEqualTo("--set sites: 'a' stands in the list twice; keep one of the two");
    }

    @Test
    void knowsForLaterWhereEachValueStands() throws IOException {
        Plan plan = folder.read(ConfigFolder.FULL, Map.of("corpus.length", "32"));
        assertThat(plan.places().of("positions.vocab")).isEqualTo("demo.yaml:30");
        assertThat(plan.places().of("corpus.length")).isEqualTo("--set corpus.length");
        assertThat(plan.corpus().places().of("length")).isEqualTo("--set corpus.length");
        assertThat(plan.corpus().places().of("sequences")).isEqualTo("demo.yaml:9");
        assertThat(plan.corpus().places().of("nothing")).isEqualTo("demo.yaml:6");
        assertThat(plan.places().of("nothing")).isEqualTo("demo.yaml");
    }

    @Test
    void asksForABackendWhereThereAreSeveralAndNoneFindsAModel() throws IOException {
        assertThatThrownBy(() -> folder.read(
                        ConfigFolder.MINIMAL, Map.of(), TestPlugins.catalogue(new TestPlugins.Backend("djl"))))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        "demo.yaml:1: model: no backend finds a model in 'model', which holds tokenizer.json (installed: djl, onnx);"
                                + " name the one that is meant with 'backend', and it says what it misses");
    }

    @Test
    void findsTheModelInAFolderOfTheFolderThatIsNamed() throws IOException {
        Path inner = Files.createDirectories(temp.resolve("model/snapshots/a1b2"));
        Files.writeString(inner.resolve("model.djl"), "");
        assertThatThrownBy(() -> folder.read(
                        ConfigFolder.MINIMAL, Map.of(), TestPlugins.catalogue(new TestPlugins.Backend("djl"))))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        "demo.yaml:1: model: no backend finds a model in 'model', which holds snapshots, tokenizer.json"
                                + " (installed: djl, onnx); did you mean 'snapshots/a1b2' in it?");
    }

    @Test
    void asksForAReaderWhereThePathsNameDoesNotSay() throws IOException {
        Files.writeString(temp.resolve("text.dat"), "a");
        assertThat(folder.mistakes(ConfigFolder.MINIMAL.replace("text.jsonl", "text.dat")))
                .isEqualTo(
                        "demo.yaml:2: corpus: no reader takes 'text.dat' by its name; say which is meant with 'reader'"
                                + " (installed: jsonl)");
    }

    @Test
    void blamesThePluginForOptionsThatCannotBe() {
        var faulty = new TestPlugins.Replace<>("faulty", TestPlugins.Clashing.class);
        assertThatThrownBy(() -> folder.read(
                        ConfigFolder.MINIMAL + "baselines: [faulty]", Map.of(), TestPlugins.catalogue(faulty)))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith("demo.yaml:5: ")
                .hasMessageContaining("faulty");
    }

    @Test
    void needsASite() throws IOException {
        assertThat(folder.mistakes(ConfigFolder.MINIMAL.replace("[blocks.3.hook_resid_post]", "[]")))
                .isEqualTo("demo.yaml:3: sites: the list is empty; expected a site name or pattern");
        assertThat(folder.mistakes(ConfigFolder.MINIMAL.replace("[blocks.3.hook_resid_post]", "[[a], '']")))
                .isEqualTo("demo.yaml:3: sites: expected a site name or pattern, found a list\n"
                        + "demo.yaml:3: sites: expected a site name or pattern, found ''");
    }

    @Test
    void needsSomethingToMeasure() throws IOException {
        assertThat(folder.mistakes(ConfigFolder.MINIMAL.replace("interventions: [zero]", "")))
                .isEqualTo(
                        "demo.yaml:1: the config needs 'interventions' or 'baselines': what is put in an activation's"
                                + " place");
    }

    @Test
    void aFloorThatABrokenBaselineMayBeIsNotToldASecondTime() throws IOException {
        String yaml = """
                model: { backend: onnx, path: model }
                corpus: text.jsonl
                sites: [a]
                baselines: [{ type: eps_randon }, { typ: zero }]
                floors: [zero]
                """;
        assertThat(folder.mistakes(yaml))
                .contains("eps_randon", "has no 'type'")
                .doesNotContain("floors:");
    }
}
