package org.noisefloor.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The demo's report beside the one that was recorded before the report became a typed one ({@code golden/demo_report.json.gz} says by
 * which build): every key is there, under its name or the one that it has now, and every number within its {@link Tolerance}.
 */
class RecordedDemoIT {
    /** Keys of the recorded report that have other values or names now, and why. */
    private static final Map<String, String> CHANGED = Map.of("/version", "the form has another version");

    /** Keys that a recorded report did not have. */
    private static final Set<String> ADDED =
            Set.of("main_divergence", "about", "recovered", "in_classes", "verdict", "target_forbidden");

    @TempDir
    static Path temp;

    private static JsonNode recorded;
    private static JsonNode found;

    @BeforeAll
    static void theDemoOnSixteenSequences() throws IOException {
        ObjectMapper json = new ObjectMapper();
        try (InputStream in =
                new GZIPInputStream(RecordedDemoIT.class.getResourceAsStream("/golden/demo_report.json.gz"))) {
            recorded = json.readTree(in).get("report");
        }
        Path out = temp.resolve("demo");
        var result = Distribution.run(
                "run",
                Distribution.repository().resolve("examples/demo.yaml").toString(),
                "--quiet",
                "--set",
                "corpus.sequences=16",
                "--set",
                "reports=[]",
                "--set",
                "run.threads=2",
                "--set",
                "output=" + out);
        assertThat(result.exitCode()).as(result.stderr()).isZero();
        found = json.readTree(out.resolve("report.json").toFile());
    }

    @Test
    void everyKeyIsThereAndWhatIsNoNumberIsTheSame() {
        compare("", recorded, found);
    }

    @Test
    void everyNumberIsWithinWhatRoundingMayMoveIt() {
        ArmsAgree.check(recorded, found);
    }

    private static void compare(String where, JsonNode expected, JsonNode actual) {
        if (CHANGED.containsKey(where) || where.endsWith("/histogram")) { // a value may lie at the edge of a bin
            return;
        }
        assertThat(actual.getNodeType()).as(where).isEqualTo(expected.getNodeType());
        if (expected.isObject()) {
            expected.properties().forEach(each -> {
                String key = where + "/" + each.getKey();
                assertThat(actual.has(each.getKey())).as(key).isTrue();
                compare(key, each.getValue(), actual.get(each.getKey()));
            });
            actual.fieldNames().forEachRemaining(key -> {
                if (!expected.has(key)) {
                    assertThat(ADDED).as(where + "/" + key).contains(key);
                }
            });
        } else if (expected.isArray()) {
            assertThat(actual).as(where).hasSameSizeAs(expected);
            for (int i = 0; i < expected.size(); i++) {
                compare(where + "/" + i, expected.get(i), actual.get(i));
            }
        } else if (!expected.isNumber()) {
            assertThat(actual).as(where).isEqualTo(expected);
        }
    }
}
