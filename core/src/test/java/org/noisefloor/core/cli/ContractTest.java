package org.noisefloor.core.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisefloor.core.plugins.PluginJar;
import org.noisefloor.core.plugins.Verification;

/** A plugin that somebody else compiled is asked what its own tests should have asked. */
class ContractTest {
    @TempDir
    Path temp;

    private final List<String> untried = new ArrayList<>();

    private List<String> verify(String members, String create) throws IOException {
        PluginJar plugin = PluginJar.plugin("tried").metric("p.Tried", "tried", "");
        String source = """
                package p;

                import java.util.List;
                import org.noisefloor.api.*;
                import org.noisefloor.api.metric.*;

                public class Tried implements MetricProvider<%s> {
                    public String id() { return "tried"; }
                    public String summary() { return "tried"; }
                    public Class<%s> options() { return %s.class; }
                    %s
                    public Metric create(%s options, RunContext context) { %s }
                }
                """;
        String record = members.contains("record Options") ? "Tried.Options" : "NoOptions";
        plugin.source("p.Tried", source.formatted(record, record, record, members, record, create));
        return Verification.of(
                        plugin.write(temp.resolve("tried.jar"), temp),
                        provider -> Contract.findings(provider, untried::add))
                .findings();
    }

    @Test
    void aMetricThatKeepsItsContractHasNoFindings() throws IOException {
        assertThat(verify("", "return Metric.mean(\"seen\", \"\", Figure.Kind.LEVEL, \"positions\", c -> 1);"))
                .isEmpty();
        assertThat(untried).isEmpty();
    }

    @Test
    void aMetricThatBreaksItIsToldWithTheRuleAndWhatWasFound() throws IOException {
        assertThat(verify("", "return Metric.mean(\"neg\", \"\", Figure.Kind.DIVERGENCE, \"a sum\", c -> -1);"))
                .anySatisfy(finding -> assertThat(finding)
                        .startsWith(
                                "metric 'tried' breaks the rule 'divergences are never negative and zero where nothing"
                                        + " changed' of MetricContract: [neg] Expecting actual: -1.0")
                        .endsWith(
                                "; mend it until a test of its own that inherits this contract from noisefloor-testkit"
                                        + " passes"));
    }

    @Test
    void whatNeedsOptionsIsSaidToBeUntried() throws IOException {
        assertThat(verify(
                        "public record Options(@Option(doc = \"an order\") double order) {}",
                        "return Metric.mean(\"neg\", \"\", Figure.Kind.DIVERGENCE, \"a sum\", c -> -1);"))
                .isEmpty();
        assertThat(untried)
                .containsExactly(
                        "metric 'tried' was not tried, since order must be given; its author's tests inherit the"
                                + " contract from noisefloor-testkit");
    }

    @Test
    void whatCannotBeCreatedWithItsDefaultsIsSaidToBeUntried() throws IOException {
        assertThat(verify("", "throw new UserError(\"there is no dictionary\");"))
                .isEmpty();
        assertThat(untried)
                .containsExactly(
                        "metric 'tried' was not tried, since it cannot be created with its defaults: there is no"
                                + " dictionary");
    }

    private List<String> verifyBackend(String open) throws IOException {
        PluginJar plugin =
                PluginJar.plugin("tried").file("META-INF/services/org.noisefloor.api.backend.ModelBackend", "p.Tried");
        plugin.source("p.Tried", """
                package p;

                import java.nio.file.*;
                import java.util.*;
                import org.noisefloor.api.*;
                import org.noisefloor.api.backend.*;

                public class Tried implements ModelBackend<NoOptions> {
                    public String id() { return "tried"; }
                    public String summary() { return "tried"; }
                    public Class<NoOptions> options() { return NoOptions.class; }
                    public Optional<String> probe() { return Optional.empty(); }
                    public Optional<String> recognises(Path path) { return Optional.empty(); }
                    public LanguageModel open(Path path, NoOptions options, Context context) { %s }
                }
                """.formatted(open));
        return Verification.of(
                        plugin.write(temp.resolve("tried.jar"), temp),
                        provider -> Contract.findings(provider, untried::add))
                .findings();
    }

    @Test
    void aBackendIsAskedWhatTakesNoModelAndTheRestIsSaidToBeUntried() throws IOException {
        assertThat(verifyBackend("throw new UserError(path + \" is not there\");"))
                .isEmpty();
        assertThat(untried)
                .containsExactly(
                        "backend 'tried' was tried without a model: what it says of itself and of its engine, and"
                                + " what it does where no model lies; opening, cutting, running and resuming one (BackendContract)"
                                + " was not, since that takes a model of its own; its author's tests inherit the contract from"
                                + " noisefloor-testkit");
    }

    @Test
    void aBackendThatFailsWhereNoModelLiesIsTold() throws IOException {
        assertThat(verifyBackend("throw new IllegalStateException(\"no magic number\");"))
                .singleElement()
                .asString()
                .startsWith("backend 'tried' breaks the rule 'a model that is not there is an error of the user' of"
                        + " BackendProviderContract: ");
    }

    @Test
    void optionsThatFailWithTheirOwnDefaultsAreAFinding() throws IOException {
        assertThat(verify(
                        "public record Options(@Option(doc = \"an order\", orElse = \"0\") int order)"
                                + " { public Options { order = 1 / order; } }",
                        "return Metric.mean(\"seen\", \"\", Figure.Kind.LEVEL, \"positions\", c -> 1);"))
                .containsExactly("options of 'tried': with the defaults the constructor of p.Tried$Options failed:"
                        + " java.lang.ArithmeticException: / by zero; let it refuse what it does not take with an"
                        + " IllegalArgumentException of one sentence");
    }
}
