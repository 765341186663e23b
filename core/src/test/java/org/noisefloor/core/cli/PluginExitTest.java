package org.noisefloor.core.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisefloor.core.plugins.PluginJar;

/** The process and its streams are the host's, whatever plugins do; as a process, since that is what is at stake. */
class PluginExitTest {
    @TempDir
    Path home;

    @BeforeEach
    void aGoodPlugin() throws IOException {
        PluginJar.good("good", "fine").write(home.resolve("plugins/good.jar"), home);
    }

    private record Ended(int code, String out, String err) {}

    private Ended noisefloor(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dfile.encoding=UTF-8",
                "-Dnoisefloor.home=" + home,
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "org.noisefloor.core.cli.Main"));
        command.addAll(List.of(arguments));
        Path err = home.resolve("err.txt");
        Process process =
                new ProcessBuilder(command).redirectError(err.toFile()).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), out, Files.readString(err));
    }

    private void plugin(String members) throws IOException {
        PluginJar.plugin("bad").metric("bad.Bad", "bad", members).write(home.resolve("plugins/bad.jar"), home);
    }

    @Test
    void aConstructorThatEndsTheProcessIsNamedAndNoSuccess() throws Exception {
        plugin("public Bad() { System.exit(0); }");
        Ended ended = noisefloor("plugins", "list");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err())
                .contains(
                        "error: plugin 'bad' (bad.jar) in the creation of its providers, class bad.Bad ended the process"
                                + " (System.exit), which is for noisefloor alone to do");
    }

    @Test
    void aThreadOfAPluginThatEndsTheProcessIsNamedToo() throws Exception {
        plugin(
                "public Bad() throws InterruptedException { Thread t = new Thread(() -> System.exit(0)); t.start(); t.join(); }");
        Ended ended = noisefloor("plugins", "list");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).contains("error: plugin 'bad' in a thread of its own, class bad.Bad ended the process");
    }

    @Test
    void whatAPluginPrintsIsNotAmongWhatOtherProgramsRead() throws Exception {
        plugin("public Bad() { System.out.println(\"hello\"); }");
        Ended ended = noisefloor("plugins", "list");
        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(ended.out()).doesNotContain("hello");
        assertThat(ended.err()).isEqualToIgnoringNewLines("hello");
        assertThat(noisefloor("schema").out()).startsWith("{");
    }

    @Test
    void aPluginReadsNothingFromTheTerminal() throws Exception {
        plugin(
                "public Bad() throws java.io.IOException { if (System.in.read() != -1) throw new IllegalStateException(); }");
        assertThat(noisefloor("plugins", "list").code()).isZero();
    }

    @Test
    void theExitCodeOfTheListTellsWhetherAllCanBeUsed() throws Exception {
        assertThat(noisefloor("plugins", "list").code()).isZero();
        plugin("public Bad() { throw new IllegalStateException(); }");
        assertThat(noisefloor("plugins", "list").code()).isEqualTo(2);
    }
}
