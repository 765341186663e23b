package org.noisefloor.core.plugins;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which call into a plugin each thread is in at the moment: by it a plugin is named that ends the process, or does not come back.
 *
 * <p>A call costs an object and two writes here, without fences, and no look at a clock, since scorers are called at every position.
 */
public final class Calls {
    private static final Set<Slot> ALL = ConcurrentHashMap.newKeySet();
    private static final ThreadLocal<Slot> OWN = ThreadLocal.withInitial(() -> {
        Slot slot = new Slot(Thread.currentThread());
        forgetEnded(); // here, since otherwise a process that never asks who is in a call keeps them all
        ALL.add(slot);
        return slot;
    });

    private Calls() {}

    /**
     * A call that has begun. Each is itself alone: two calls of the same method are two.
     *
     * @param operation what is called, {@code Scorer.score}
     */
    static final class Call {
        private final Guard guard;
        private final String operation;

        Call(Guard guard, String operation) {
            this.guard = guard;
            this.operation = operation;
        }

        Guard guard() {
            return guard;
        }

        String operation() {
            return operation;
        }
    }

    /** What one thread is in. */
    static final class Slot {
        private final Thread thread;
        /** Written without a fence: whoever looks from another thread may see it a moment later. */
        private final AtomicReference<@Nullable Call> current = new AtomicReference<>();

        private Slot(Thread thread) {
            this.thread = thread;
        }

        /** @return what it was in before; to be entered again in the end */
        @Nullable
        Call enter(@Nullable Call call) {
            Call before = current.getPlain();
            current.setRelease(call);
            return before;
        }

        @Nullable
        Call current() {
            return current.getAcquire();
        }
    }

    static Slot ofThread() {
        return OWN.get();
    }

    /**
     * A call that is going on.
     *
     * @param call tells one call from the next
     * @param words plugin, jar, call and, if a config names it, its line
     */
    public record Going(Object call, String words) {}

    /** All calls that are going on. */
    public static List<Going> going() {
        forgetEnded();
        return ALL.stream()
                .map(Slot::current)
                .filter(Objects::nonNull)
                .map(call -> new Going(
                        call, call.guard().plugin() + " in " + call.guard().of(call.operation())))
                .toList();
    }

    /** How many threads have made a call, without those that were seen to have ended. */
    static int threads() {
        return ALL.size();
    }

    /** A thread that has ended is in no call. */
    private static void forgetEnded() {
        ALL.removeIf(slot -> !slot.thread.isAlive());
    }

    /**
     * Who asked the process to end, if a plugin did: plugin, jar and call in words. For a thread while the JVM shuts down; a thread that a
     * plugin started itself is known by the class loader of the plugin's classes.
     */
    public static Optional<String> ended() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(each -> Arrays.stream(each.getValue()).anyMatch(Calls::ends))
                .flatMap(Calls::culprit)
                .findFirst();
    }

    private static boolean ends(StackTraceElement frame) {
        return frame.getClassName().equals("java.lang.Runtime")
                && frame.getMethodName().equals("exit");
    }

    private static Stream<String> culprit(Map.Entry<Thread, StackTraceElement[]> thread) {
        Optional<String> known = ALL.stream()
                .filter(slot -> slot.thread.equals(thread.getKey()))
                .map(Slot::current)
                .filter(Objects::nonNull)
                .map(call -> call.guard().plugin() + " in " + call.guard().of(call.operation()))
                .findFirst();
        Optional<String> ofItsOwn = frameOfPlugin(thread.getValue())
                .map(frame ->
                        "plugin '" + String.valueOf(frame.getClassLoaderName()).substring(Plugin.LOADER.length())
                                + "' in a thread of its own");
        return known.or(() -> ofItsOwn).stream()
                .map(words -> words
                        + frameOfPlugin(thread.getValue())
                                .map(frame -> ", class " + frame.getClassName())
                                .orElse(""));
    }

    /** The innermost frame whose class is a plugin's. */
    static Optional<StackTraceElement> frameOfPlugin(StackTraceElement[] frames) {
        return Arrays.stream(frames)
                .filter(frame -> frame.getClassLoaderName() != null
                        && frame.getClassLoaderName().startsWith(Plugin.LOADER))
                .findFirst();
    }
}
