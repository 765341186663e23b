package org.noisefloor.core.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return Main.run(new PrintWriter(out), new PrintWriter(err), arguments);
    }

    @Test
    void aNameThatNoFileCanHaveIsOneSentence() {
        assertThat(run("check", "a\0b")).isEqualTo(2);
        assertThat(err.toString().lines().findFirst())
                .hasValueSatisfying(line -> assertThat(line)
                        .startsWith("error: ")
                        .contains("'a\0b' cannot be the name of a file here (Nul character not allowed)"));
        assertThat(err.toString()).doesNotContain("Exception");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "runn | error: unknown command 'runn'; did you mean 'run'?",
                "runn a.yaml | error: unknown command 'runn'; did you mean 'run'?",
                "plugins lst | error: unknown command 'lst'; did you mean 'list'?",
                "run --overwite a.yaml | error: unknown option '--overwite'; did you mean '--overwrite'?",
                "run --overwite | error: unknown option '--overwite'; did you mean '--overwrite'?",
                "run -x | error: unknown option '-x' (valid: --details,",
                "check a.yaml b.yaml | error: 'b.yaml' is one argument too many",
                "run | error: CONFIG.yaml is missing: the config of the run (docs/config.md)",
                "compare | error: RUN_DIR is missing: output folders of runs",
                "plugins new metric | error: NAME is missing: its id in a config, for instance my_metric; --package PACKAGE is"
                        + " missing: the Java package, for instance org.example.metrics",
                "plugins new metric my_metric --package | error: --package needs a value, PACKAGE",
                "check a.yaml --threads | error: --threads needs a value, N",
                "check a.yaml --overwrite=maybe | error: --overwrite: takes no value, found 'maybe'",
                "summarize a --resamples x | error: --resamples: expected a whole number, found 'x'",
                "selftest --seed 99999999999999999999 | error: --seed: expected a whole number, found '99999999999999999999'",
                "help nope | error: unknown command 'nope' (valid: check,",
                "check a.yaml --set seed | error: --set: expected KEY=VALUE, found 'seed'",
                "schema foo | error: unknown argument 'foo' (valid: config, report)",
                "schema confg | error: unknown argument 'confg'; did you mean 'config'? (valid: config, report)",
            })
    void aCommandLineThatIsWrongIsOneSentenceAndTheWayToTheHelp(String line, String sentence) {
        assertThat(run(line.split(" "))).isEqualTo(2);
        assertThat(err.toString().lines()).hasSize(2);
        assertThat(err.toString()).startsWith(sentence).contains("--help' shows what there is");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "run a.yaml --overwite --quiett --set seed | unknown option '--overwite'; unknown option '--quiett'; --set: expected KEY=VALUE",
                "run a.yaml b.yaml --set seed --set x | --set: expected KEY=VALUE, found 'seed'; --set: expected KEY=VALUE, found 'x'; 'b.yaml' is one",
                "selftest --repetitions x --seed y | --repetitions: expected a whole number; --seed: expected a whole number",
                "selftest --draws 0 --documents 1 --repetitions 1 | --draws: expected; --documents: expected; --repetitions: expected",
                "schema foo bar | unknown argument 'foo'; unknown argument 'bar'",
            })
    void aCommandLineThatIsWrongInSeveralPlacesIsToldSoAtOnce(String line, String sentences) {
        assertThat(run(line.split(" "))).isEqualTo(2);
        String[] each = sentences.split("; ");
        List<String> told = err.toString()
                .lines()
                .filter(sentence -> sentence.startsWith("error: "))
                .toList();
        assertThat(told).hasSameSizeAs(each);
        for (int i = 0; i < each.length; i++) {
            assertThat(told.get(i)).startsWith("error: " + each[i]);
        }
    }

    /** Nobody knows which options it would have. */
    @Test
    void ofACommandThatIsNoneNothingElseIsTold() {
        assertThat(run("plugins", "lst", "--x")).isEqualTo(2);
        assertThat(err.toString()).startsWith("error: unknown command 'lst'").doesNotContain("--x'");
    }

    @Test
    void theListOfPluginsTellsWhatIsWrongAsAllCommandsDo() {
        assertThat(run("plugins", "list")).isEqualTo(2);
        assertThat(err.toString())
                .isEqualToIgnoringNewLines(
                        "error: noisefloor.home is not set: start noisefloor by its launcher, bin/noisefloor");
    }

    @Test
    void helpIsACommandToo() {
        assertThat(run("help")).isZero();
        assertThat(out.toString()).contains("Usage: noisefloor", "A first run");
        assertThat(run("help", "run")).isZero();
        assertThat(out.toString()).contains("CONFIG.yaml");
    }

    @Test
    void outputThatCannotBeWrittenIsNoSuccess() {
        Writer full = new Writer() {
            @Override
            public void write(char[] text, int from, int length) throws IOException {
                throw new IOException("No space left on device");
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        assertThat(Main.run(new PrintWriter(full), new PrintWriter(err), "--help"))
                .isEqualTo(1);
        assertThat(err.toString()).startsWith("error: standard output could not be written");
    }
}
