package org.noisefloor.core.plugins;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.UserError;
import org.noisefloor.api.backend.CutModel;
import org.noisefloor.api.backend.LanguageModel;
import org.noisefloor.api.backend.Trace;

/**
 * What surrounds each call into a plugin: its loader as context class loader, and a name for what it throws.
 *
 * <p>DJL, JAXP, JNDI and many other libraries look things up through the context class loader and would otherwise look in the host.
 *
 * <p>What comes out: {@link UserError} and the exceptions that a method declares pass as they are; anything else, a
 * {@link LinkageError} of a plugin that was built against another API among it, becomes a {@link PluginDefect}. A null where
 * the API promises a value is a defect too, and found here instead of far away.
 *
 * <p>While a call lasts, {@link Calls} knows of it, so that whoever ends the process or never comes back can be named.
 *
 * @param name what the thing called belongs to, for messages: {@code metric 'kl'}
 * @param place where the config names it ({@code demo.yaml:7}); empty if none does
 */
record Guard(Plugin plugin, String name, String place) {
    /** Interfaces whose refusals get their place in the config elsewhere. */
    private static final Set<String> TOLD_BY_THE_CALLER = Stream.concat(
                    Arrays.stream(Kind.values()).map(Kind::service),
                    Stream.of(LanguageModel.class, CutModel.class, Trace.class))
            .map(Class::getSimpleName)
            .collect(Collectors.toUnmodifiableSet());

    Guard(Plugin plugin, String name) {
        this(plugin, name, "");
    }

    /** The same for what an entry of a config names. */
    Guard at(String where) {
        return new Guard(plugin, name, where);
    }

    /** A piece of work and what it may throw. */
    @FunctionalInterface
    interface Work<T extends @Nullable Object, X extends Throwable> {
        T run() throws X;
    }

    /** Something of a plugin that is handed to the host behind a guard. */
    interface Guarded {
        Guard guard();

        /** As the plugin made it. */
        Object target();
    }

    /**
     * One call into the plugin, whatever it throws.
     *
     * @param operation what is called, {@code Scorer.score}
     */
    <T extends @Nullable Object, X extends Throwable> T within(String operation, Work<T, X> work) throws X {
        return during(new Calls.Call(this, operation), plugin.loader(), work);
    }

    /** The beginning of a call, for callers to whom the indirections of {@link #within} cost too much; its end is to be told. */
    Entered enter(String operation) {
        return Entered.with(new Calls.Call(this, operation), plugin.loader());
    }

    /** What a thread was in before, and with which context class loader: the only place that sets it. */
    record Entered(Thread thread, @Nullable ClassLoader loader, Calls.Slot slot, Calls.@Nullable Call before) {
        private static Entered with(Calls.@Nullable Call call, ClassLoader loader) {
            Thread thread = Thread.currentThread();
            Calls.Slot slot = Calls.ofThread();
            Entered entered = new Entered(thread, thread.getContextClassLoader(), slot, slot.enter(call));
            thread.setContextClassLoader(loader);
            return entered;
        }

        void leave() {
            thread.setContextClassLoader(loader);
            slot.enter(before);
        }
    }

    /** Does some work with the host's loader as context class loader, for a plugin that asks the host for something. */
    static <T extends @Nullable Object, X extends Throwable> T outside(Work<T, X> work) throws X {
        return during(null, Guard.class.getClassLoader(), work);
    }

    /** Does some work of the host's with a plugin's loader as context class loader. */
    static <T extends @Nullable Object, X extends Throwable> T inside(ClassLoader loader, Work<T, X> work) throws X {
        return during(Calls.ofThread().current(), loader, work);
    }

    private static <T extends @Nullable Object, X extends Throwable> T during(
            Calls.@Nullable Call call, ClassLoader loader, Work<T, X> work) throws X {
        Entered entered = Entered.with(call, loader);
        try {
            return work.run();
        } finally {
            entered.leave();
        }
    }

    /**
     * A call that declares no exception.
     *
     * @param operation what is called, {@code Scorer.score}
     */
    <T> T call(String operation, Work<T, RuntimeException> work) {
        @Nullable T result;
        try {
            result = within(operation, work);
        } catch (Throwable thrown) { // what is checked may come undeclared
            throw unchecked(operation, thrown);
        }
        return notNull(operation, result);
    }

    /** The same without a result. */
    void run(String operation, Runnable work) {
        call(operation, () -> {
            work.run();
            return true;
        });
    }

    <T> T notNull(String operation, @Nullable T result) {
        if (result == null) {
            throw defect(operation, "it returned null");
        }
        return result;
    }

    PluginDefect defect(String operation, String what) {
        return new PluginDefect(plugin, of(operation), what);
    }

    RuntimeException unchecked(String operation, Throwable thrown) {
        Throwable surfaced = surfaced(operation, thrown);
        if (surfaced instanceof Error error) {
            throw error;
        }
        return (RuntimeException) surfaced;
    }

    /** @param declared what the method may throw */
    Throwable surfaced(String operation, Throwable thrown, Class<?>... declared) {
        if (thrown instanceof UserError refusal) {
            return isWordless(refusal)
                    ? new PluginDefect(
                            plugin, of(operation), "it refused without a word; a UserError says what is wrong", refusal)
                    : told(operation, refusal);
        }
        Throwable printable = Mute.orItself(thrown);
        boolean passes = printable instanceof PluginDefect
                || Arrays.stream(declared).anyMatch(type -> type.isInstance(printable));
        return passes ? printable : new PluginDefect(plugin, of(operation), printable);
    }

    /** What refuses without a word, or with null for one, is no use to its user. */
    private static boolean isWordless(UserError refusal) {
        return refusal.sentences().stream().anyMatch(each -> each.isBlank() || each.equals("null"));
    }

    /**
     * What is refused in the middle of a run, with the line of the config. What a provider or a model refuses is told so by whoever asked:
     * they know more than this line.
     */
    private UserError told(String operation, UserError refusal) {
        boolean toldByTheCaller =
                TOLD_BY_THE_CALLER.contains(operation.substring(0, Math.max(0, operation.indexOf('.'))));
        return toldByTheCaller || place.isEmpty()
                ? refusal
                : UserError.all(refusal.sentences().stream()
                        .map(sentence ->
                                new UserError(place + ": " + name + " of " + plugin + ": " + sentence, refusal))
                        .toList());
    }

    String of(String operation) {
        return operation + (name.isEmpty() ? "" : " of " + name) + (place.isEmpty() ? "" : " (" + place + ")");
    }

    /** A plugin gets its own objects back as it made them; those of another plugin stay behind that one's guard. */
    @SuppressWarnings("ReferenceEquality") // a plugin is itself, not its equal
    Object unwrapped(Object argument) {
        return argument instanceof Guarded guarded && guarded.guard().plugin == plugin ? guarded.target() : argument;
    }
}
