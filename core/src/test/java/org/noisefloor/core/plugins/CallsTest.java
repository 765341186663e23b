package org.noisefloor.core.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** While a call into a plugin lasts, it is known which. */
class CallsTest {
    private static final Plugin PLUGIN =
            new Plugin("tried", "1.0", "tried.jar", List.of(), CallsTest.class.getClassLoader());
    private final Guard guard = new Guard(PLUGIN, "metric 'x'").at("run.yaml:7");

    private static List<String> here() {
        return Calls.going().stream()
                .map(Calls.Going::words)
                .filter(words -> words.contains("tried.jar"))
                .toList();
    }

    @Test
    void theCallIsKnownWithPluginJarMethodAndPlace() {
        assertThat(here()).isEmpty();
        guard.run(
                "Scorer.score",
                () -> assertThat(here())
                        .containsExactly("plugin 'tried' (tried.jar) in Scorer.score of metric 'x' (run.yaml:7)"));
        assertThat(here()).isEmpty();
    }

    @Test
    void whatThePluginAsksOfTheHostIsTheHostsOwn() {
        guard.run("Scorer.score", () -> {
            assertThat(Guard.outside(CallsTest::here)).isEmpty();
            assertThat(here()).hasSize(1);
        });
    }

    @Test
    void twoCallsOfTheSameMethodAreTwo() {
        List<Object> calls = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            guard.run(
                    "Scorer.score",
                    () -> Calls.going().stream()
                            .filter(each -> each.words().contains("tried.jar")) // another test's may be stuck for ever
                            .forEach(each -> calls.add(each.call())));
        }
        assertThat(calls).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void threadsThatEndedAreNotKept() throws InterruptedException {
        int before = Calls.threads();
        int more = 50;
        for (int i = 0; i < more; i++) {
            Thread thread = new Thread(() -> guard.run("Scorer.score", () -> {}));
            thread.start();
            thread.join();
        }
        assertThat(Calls.threads()).isLessThan(before + more);
    }

    @Test
    void nobodyEndsTheProcessNow() {
        assertThat(Calls.ended()).isEmpty();
    }
}
