package org.noisefloor.core.plugins;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.UserError;

/**
 * What surrounds each call into a plugin: its loader as context class loader, and a name for what it throws.
 *
 * <p>DJL, JAXP, JNDI and many other libraries look things up through the context class loader and would otherwise look in the host.
 *
 * <p>What comes out: {@link UserError} and the exceptions that a method declares pass as they are; anything else, a
 * {@link LinkageError} of a plugin that was built against another API among it, becomes a {@link PluginDefect}. A null where
 * the API promises a value is a defect too, and found here instead of far away.
 *
 * @param name what the thing called belongs to, for messages: {@code metric 'kl'}
 */
record Guard(Plugin plugin, String name) {

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

    /** Does some work with a loader as context class loader: the only place that sets it. */
    static <T extends @Nullable Object, X extends Throwable> T inside(ClassLoader loader, Work<T, X> work) throws X {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return work.run();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Does some work with the host's loader as context class loader, for a plugin that asks the host for something. */
    static <T extends @Nullable Object, X extends Throwable> T outside(Work<T, X> work) throws X {
        return inside(Guard.class.getClassLoader(), work);
    }

    /**
     * A call that declares no exception.
     *
     * @param operation what is called, {@code Scorer.score}
     */
    <T> T call(String operation, Work<T, RuntimeException> work) {
        @Nullable T result;
        try {
            result = inside(plugin.loader(), work);
        } catch (RuntimeException | Error thrown) {
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

    Throwable surfaced(String operation, Throwable thrown, Class<?>... declared) {
        boolean passes = thrown instanceof UserError
                || thrown instanceof PluginDefect
                || thrown instanceof OutOfMemoryError
                || Arrays.stream(declared).anyMatch(type -> type.isInstance(thrown));
        return passes ? thrown : new PluginDefect(plugin, of(operation), thrown);
    }

    private String of(String operation) {
        return operation + " of " + name;
    }

    /** A plugin gets its own objects back as it made them; those of another plugin stay behind that one's guard. */
    @SuppressWarnings("ReferenceEquality") // a plugin is itself, not its equal
    Object unwrapped(Object argument) {
        return argument instanceof Guarded guarded && guarded.guard().plugin == plugin ? guarded.target() : argument;
    }
}
