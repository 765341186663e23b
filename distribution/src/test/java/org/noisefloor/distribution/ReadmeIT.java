package org.noisefloor.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every command of the README does what it says in the folder that the README lies in, as it is unpacked; those that compute are given
 * less to compute.
 */
class ReadmeIT {
    private static final Pattern BLOCK = Pattern.compile("```bash\n(.*?)```", Pattern.DOTALL);
    private static final String LESS =
            " --set corpus.sequences=6 --set run.batch=1 --set corpus.length=32 --set corpus.calibration.sequences=6 --set metrics=[kl]"
                    + " --set stratify=[] --set floors=[eps_random] --set 'baselines=[{type: eps_random, draws: 2}]'";

    /** What a reader puts in the place of names that stand for his own. */
    private static final Map<String, String> OWN = Map.of(
            "path/to/model", "examples/demo/model",
            "path/to/sae", "examples/demo/saes/blocks.3.hook_resid_post",
            "my.yaml", "examples/my.yaml");

    /** What a command is given besides, by its name. */
    private static final Map<String, String> SHORTER = Map.of(
            "run",
            LESS,
            "check",
            LESS + " --overwrite",
            "selftest",
            " --repetitions 10 --documents 6 --set metrics=[kl]");

    @TempDir
    Path temp;

    private static List<String> commands(String readme) {
        return BLOCK.matcher(readme)
                .results()
                .flatMap(block -> block.group(1).lines())
                .map(line -> line.replaceFirst(" +#.*", ""))
                .filter(line -> !line.startsWith("mvn "))
                .toList();
    }

    private static String filledIn(String command) {
        String own = command;
        for (Map.Entry<String, String> each : OWN.entrySet()) {
            own = own.replace(each.getKey(), each.getValue());
        }
        Matcher name = Pattern.compile("^\\./noisefloor (\\w+)").matcher(own);
        return name.find() ? own + SHORTER.getOrDefault(name.group(1), "") : own;
    }

    @Test
    void everyCommandOfTheReadmeWorksInTheFolderThatItLiesIn() throws IOException {
        Distribution unpacked = Distribution.shipped().copyTo(temp.resolve("noisefloor"));
        Distribution here = unpacked.in(unpacked.home());
        List<String> commands = commands(Files.readString(unpacked.home().resolve("README.md")));
        assertThat(commands.stream()
                        .map(command -> command.replaceFirst("^\\./noisefloor (\\w+).*", "$1"))
                        .collect(Collectors.toSet()))
                .contains("run", "sites", "check", "compare", "summarize", "selftest");
        for (String run : List.of("a", "b")) {
            assertWorks(here, "./noisefloor run examples/demo.yaml --output runs/" + run + LESS);
        }
        assertWorks(here, "sed 's#^output: .*#output: runs/my#' examples/demo.yaml > examples/my.yaml");
        for (String command : commands) {
            assertWorks(here, filledIn(command));
        }
        assertThat(unpacked.home().resolve("runs/demo/report.html")).exists();
    }

    private static void assertWorks(Distribution here, String command) {
        var result = here.start(List.of("sh", "-c", command));
        assertThat(result.exitCode()).as(command + "\n" + result.stderr()).isZero();
    }
}
