package org.noisefloor.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * Which share of a run's samples by the JDK's Flight Recorder lies in what the host does around calls into plugins: in the guard itself, and in
 * whatever is asked only to be compared. What a plugin does when it is asked in earnest is not in it.
 */
public final class GuardShare {
    private static final String HERE = "org.noisefloor.core.plugins.";

    /** Beside these the package loads plugins, which is over when a run begins. */
    private static final Set<String> GUARDS = Set.of(
            "Guard",
            "GuardedScorer",
            "GuardedClassifier",
            "GuardedActivations",
            "GuardedTrace",
            "PluginBoundary",
            "HostSplice",
            "Calls",
            "Shown",
            "Sampling",
            "ScoredColumns",
            "NothingChanged",
            "Declared");

    private GuardShare() {}

    /** @param recordings files of the Flight Recorder */
    public static void main(String... recordings) throws IOException {
        long java = 0;
        long engine = 0;
        long guard = 0;
        for (String each : recordings) {
            try (RecordingFile file = new RecordingFile(Path.of(each))) {
                while (file.hasMoreEvents()) {
                    RecordedEvent event = file.readEvent();
                    boolean sampled = event.getEventType().getName().equals("jdk.ExecutionSample");
                    boolean inEngine =
                            event.getEventType().getName().equals("jdk.NativeMethodSample") && isInPlugin(event);
                    java += sampled ? 1 : 0;
                    engine += inEngine ? 1 : 0;
                    guard += sampled && isGuard(frames(event)) ? 1 : 0;
                }
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%d samples of Java, %d of it in guards: %.2f %%; with %d in the engine's native code %.2f %%%n",
                java,
                guard,
                100.0 * guard / java,
                engine,
                100.0 * guard / (java + engine));
    }

    private static List<RecordedFrame> frames(RecordedEvent event) {
        return event.getStackTrace() == null ? List.of() : event.getStackTrace().getFrames();
    }

    /** Of native code only what a plugin called: other threads wait there. */
    private static boolean isInPlugin(RecordedEvent event) {
        return frames(event).stream().anyMatch(frame -> type(frame).startsWith("org.noisefloor.backend."));
    }

    /** From the innermost frame outwards: whose work it is. */
    private static boolean isGuard(List<RecordedFrame> frames) {
        boolean ours = true;
        for (RecordedFrame frame : frames) {
            String type = type(frame);
            String method = frame.getMethod().getName();
            if (type.equals(HERE + "GuardedScorer") && method.equals("askAgain")) {
                return true; // the plugin's own work too, done once more
            }
            boolean isGuard = type.startsWith(HERE)
                    && GUARDS.contains(type.substring(HERE.length()).split("\\$", 2)[0]);
            if (ours && isGuard) {
                return true;
            }
            ours &= !type.startsWith("org.noisefloor.");
        }
        return false;
    }

    private static String type(RecordedFrame frame) {
        return frame.getMethod().getType().getName();
    }
}
