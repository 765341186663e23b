package org.noisefloor.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisefloor.api.Option;
import org.noisefloor.api.UserError;
import org.noisefloor.core.plugins.Behind;
import org.noisefloor.core.plugins.PluginDefect;

/** The constructor of a plugin's options is the plugin's code: it may refuse values, and where it fails the plugin is named. */
class FailingOptionsTest {
    record Options(
            @Option(doc = "what it does", orElse = "nothing")
            String deed,

            @Option(doc = "a path", orElse = "") Path path) {
        private static final Map<String, String> TABLE = Map.of();

        Options {
            switch (deed) {
                case "absent" -> Objects.requireNonNull(TABLE.get(deed), "no such deed");
                case "arithmetic" -> throw new ArithmeticException("/ by zero");
                case "error" -> throw new AssertionError("never");
                case "endless" -> endless(0);
                case "initialiser" -> Initialiser.touch();
                case "silent" -> throw new IllegalArgumentException();
                case "refuses" -> throw new IllegalArgumentException("deed may not be 'refuses'");
                case "is refused" -> throw new UserError("deed is refused");
                default -> {}
            }
        }

        private static int endless(int depth) {
            return depth < 0 ? 0 : endless(depth + 1) + 1;
        }

        @Override
        public Path path() {
            if (deed.equals("accessor")) {
                throw new IllegalStateException("no path");
            }
            return path;
        }
    }

    static final class Initialiser {
        private static final int NUMBER = Integer.parseInt("none");

        private Initialiser() {}

        static void touch() {
            if (NUMBER < 0) {
                throw new IllegalStateException();
            }
        }
    }

    record Always(@Option(doc = "a number", orElse = "0") int number) {
        Always {
            number = 1 / number;
        }
    }

    record OneOfTwo(@Option(doc = "a number", orElse = "0") int number) {
        OneOfTwo {
            if (number == 0) {
                throw new IllegalArgumentException("number has to be given");
            }
        }
    }

    @TempDir
    Path temp;

    private ConfigFolder folder;

    @BeforeEach
    void fill() throws IOException {
        folder = ConfigFolder.in(temp);
    }

    private Plan read(String deed) throws IOException {
        return folder.read(
                ConfigFolder.MINIMAL + "metrics:\n  - kl\n  - { type: failing, name: mine, deed: " + deed + " }\n",
                Map.of(),
                TestPlugins.catalogue(new Behind().guard(new TestPlugins.Measure<>("failing", Options.class))));
    }

    private void assertThatItIsNamed(String deed, String thrown) {
        assertThatThrownBy(() -> read(deed))
                .as(deed)
                .isInstanceOf(PluginDefect.class)
                .hasMessage("plugin 'behind' (behind.jar) failed in the constructor of " + Options.class.getName()
                        + " of metric 'failing' (demo.yaml:7): " + thrown);
    }

    @Test
    void whateverItThrowsThePluginIsNamedWithTheEntryAndItsLine() {
        assertThatItIsNamed("absent", "java.lang.NullPointerException: no such deed");
        assertThatItIsNamed("arithmetic", "java.lang.ArithmeticException: / by zero");
        assertThatItIsNamed("error", "java.lang.AssertionError: never");
        assertThatItIsNamed("endless", "java.lang.StackOverflowError");
        assertThatItIsNamed("initialiser", "java.lang.ExceptionInInitializerError");
    }

    @Test
    void aRefusalWithoutAWordHelpsNobodyAndIsADefectToo() {
        assertThatItIsNamed("silent", "java.lang.IllegalArgumentException");
    }

    @Test
    void aRefusalIsTheUsersToMend() {
        assertThatThrownBy(() -> read("refuses"))
                .isInstanceOf(UserError.class)
                .hasMessage("demo.yaml:7: failing: deed may not be 'refuses'");
        assertThatThrownBy(() -> read("is refused"))
                .isInstanceOf(UserError.class)
                .hasMessage("demo.yaml:7: failing: deed is refused");
    }

    @Test
    void anAccessorThatFailsWhenARefusalIsLookedIntoIsNamedToo() throws IOException {
        Chosen<?> chosen = read("accessor").metrics().get(1);
        assertThatThrownBy(() -> chosen.blamed(new UserError("there is no table"), ""))
                .isInstanceOf(PluginDefect.class)
                .hasMessage("plugin 'behind' (behind.jar) failed in " + Options.class.getName()
                        + ".path of metric 'failing' (demo.yaml:7): java.lang.IllegalStateException: no path");
    }

    @Test
    void whereItFailsWithItsOwnDefaultsThatIsAFault() {
        assertThat(OptionTable.faults(new TestPlugins.Measure<>("failing", Always.class)))
                .containsExactly("options of 'failing': with the defaults the constructor of " + Always.class.getName()
                        + " failed: java.lang.ArithmeticException: / by zero; let it refuse what it does not take with an"
                        + " IllegalArgumentException of one sentence");
        assertThat(OptionTable.faults(new TestPlugins.Measure<>("choosing", OneOfTwo.class)))
                .isEmpty();
    }
}
