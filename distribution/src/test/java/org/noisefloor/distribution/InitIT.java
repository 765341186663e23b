package org.noisefloor.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What helps to write a config and a command line: {@code init}, {@code completion}, the schema, {@code run --dry-run}. */
class InitIT {
    private static final Path DEMO = Distribution.repository().resolve("examples/demo");
    private static final String SITE = "blocks.3.hook_resid_post";

    @TempDir
    Path temp;

    private Distribution.Result noisefloor(String... arguments) {
        return Distribution.shipped().in(temp).start(arguments);
    }

    private Distribution.Result init(String... more) {
        String[] arguments = new String[more.length + 5];
        System.arraycopy(more, 0, arguments, 5, more.length);
        arguments[0] = "init";
        arguments[1] = DEMO.resolve("model").toString();
        arguments[2] = DEMO.resolve("saes").resolve(SITE).toString();
        arguments[3] = "--corpus";
        arguments[4] = DEMO.resolve("text.jsonl").toString();
        return noisefloor(arguments);
    }

    @Test
    void theFirstConfigPassesTheCheckAndRuns() throws IOException {
        assertThat(init("--output", "first.yaml").exitCode()).isZero();
        assertThat(Files.readString(temp.resolve("first.yaml")))
                .startsWith("# yaml-language-server: $schema=noisefloor.schema.json\n")
                .contains("sites: [ '" + SITE + "' ]");
        assertThat(temp.resolve("noisefloor.schema.json")).exists();
        var check = noisefloor("check", "first.yaml");
        assertThat(check.exitCode()).as(check.stderr()).isZero();
        assertThat(check.stdout()).startsWith("first.yaml is in order.");
        var run = noisefloor(
                "run", "first.yaml", "--set", "corpus.sequences=8", "--set", "corpus.length=16", "--output", "out");
        assertThat(run.exitCode()).as(run.stderr()).isZero();
        assertThat(temp.resolve("out/report.html")).exists();
    }

    @Test
    void aTextThatIsNotThereIsRefused() {
        var refused = noisefloor(
                "init", DEMO.resolve("model").toString(), "--corpus", "nowhere.jsonl", "--output", "first.yaml");
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.stderr()).contains("--corpus: there is no nowhere.jsonl; name your text");
        assertThat(temp.resolve("first.yaml")).doesNotExist();
    }

    @Test
    void aFileThatIsThereIsReplacedOnlyByForce() throws IOException {
        Files.writeString(temp.resolve("mine.yaml"), "years of work");
        var refused = init("--output", "mine.yaml");
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.stderr()).contains("mine.yaml is there already; --force replaces it");
        assertThat(temp.resolve("mine.yaml")).hasContent("years of work");
        assertThat(init("--output", "mine.yaml", "--force").exitCode()).isZero();
        assertThat(Files.readString(temp.resolve("mine.yaml"))).contains("model:");
    }

    @Test
    void saesOfSeveralSitesBecomeOneEntryForAllOfThem() {
        var result = noisefloor(
                "init",
                DEMO.resolve("model").toString(),
                DEMO.resolve("saes/blocks.1.hook_resid_post").toString(),
                DEMO.resolve("saes/blocks.3.hook_resid_post").toString());
        assertThat(result.exitCode()).as(result.stderr()).isZero();
        assertThat(result.stdout())
                .contains("sites: [ 'blocks.1.hook_resid_post', 'blocks.3.hook_resid_post' ]")
                .contains("demo/saes/{site}'");
    }

    @Test
    void aDryRunIsACheckAndLeavesNothing() throws IOException {
        assertThat(init("--output", "first.yaml").exitCode()).isZero();
        var result = noisefloor("run", "first.yaml", "--dry-run");
        assertThat(result.exitCode()).as(result.stderr()).isZero();
        assertThat(result.stdout()).startsWith("first.yaml is in order.");
        assertThat(temp.resolve("runs")).doesNotExist();
    }

    @Test
    void shellsTakeTheirCompletion() throws IOException {
        Path bash = Files.writeString(
                temp.resolve("bash"), noisefloor("completion", "bash").stdout());
        assertThat(Distribution.shipped()
                        .start(List.of("bash", "-n", bash.toString()))
                        .exitCode())
                .isZero();
        assertThat(Files.readString(bash)).contains("--overwrite", "completion");
        assertThat(noisefloor("completion", "fish").stdout())
                .contains("complete -c noisefloor -f -n '__fish_use_subcommand' -a check")
                .contains("-l overwrite");
    }

    /** What a script prints in a shell that finds the program; skipped where the shell is not installed. */
    private String printed(String shell, String script) {
        assumeThat(Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, shell))))
                .as("%s is installed", shell)
                .isTrue();
        String path = Distribution.shipped().home().resolve("bin") + ":" + System.getenv("PATH");
        var result = Distribution.shipped().in(temp).with("PATH", path).start(List.of(shell, "-c", script));
        assertThat(result.exitCode()).as(result.stderr()).isZero();
        return result.stdout();
    }

    @Test
    void fishOffersCommandsAndTheirOptions() {
        String completed = "noisefloor completion fish | source; complete -C 'noisefloor ";
        assertThat(printed("fish", completed + "che'")).startsWith("check");
        assertThat(printed("fish", completed + "run --over'")).startsWith("--overwrite");
    }

    @Test
    void bashOffersCommandsAndTheirOptions() {
        String offers =
                "COMP_WORDS=(noisefloor %s); COMP_CWORD=%d; _complete_noisefloor; printf '%%s\\n' \"${COMPREPLY[@]}\"; ";
        assertThat(printed(
                        "bash",
                        "source <(noisefloor completion bash); " + offers.formatted("che", 1)
                                + offers.formatted("run --over", 2)))
                .isEqualTo("check\n--overwrite\n");
    }

    @Test
    void zshTakesTheScriptAsItsCompletion() {
        assertThat(printed(
                        "zsh",
                        "autoload -U compinit; compinit -u -d '" + temp.resolve("dump")
                                + "'; source <(noisefloor completion zsh); print ${_comps[noisefloor]}"))
                .startsWith("_bash_complete");
    }

    @Test
    void theSchemaBesideTheExamplesIsTheOneOfThisInstallation() throws IOException {
        // after a change: bin/noisefloor schema > examples/noisefloor.schema.json
        assertThat(noisefloor("schema").stdout())
                .isEqualTo(Files.readString(Distribution.repository().resolve("examples/noisefloor.schema.json")));
    }
}
