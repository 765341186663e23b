package org.noisefloor.core.plugins;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.CutModel;
import org.noisefloor.api.Figure;
import org.noisefloor.api.Intervention;
import org.noisefloor.api.LanguageModel;
import org.noisefloor.api.Metric;
import org.noisefloor.api.Stratifier;
import org.noisefloor.api.Sums;
import org.noisefloor.api.Trace;
import org.noisefloor.api.UserError;

/**
 * The one door between host and plugin: every call goes through it, with the plugin's loader as context class loader.
 *
 * <p>Providers, and whatever they return that has methods of its own, are wrapped in a dynamic proxy. DJL, JAXP, JNDI and many
 * other libraries look things up through the context class loader and would otherwise look in the host.
 *
 * <p>What comes out: {@link UserError} and the exceptions that a method declares pass as they are; anything else, a
 * {@link LinkageError} of a plugin that was built against another API among it, becomes a {@link PluginDefect}. A null where
 * the API promises a value is a defect too, and found here instead of far away.
 *
 * <p>Cost: a call through the proxy takes some tens of nanoseconds more than a direct one. Scoring one position takes tens of
 * microseconds, so metrics and stratifiers can afford it at every position.
 */
final class PluginBoundary implements InvocationHandler {
    private static final Set<Class<?>> GUARDED = Set.of(
            LanguageModel.class, CutModel.class, Trace.class, Intervention.class, Metric.class, Stratifier.class);

    private final Plugin plugin;
    private final String name;
    private final Object target;

    private PluginBoundary(Plugin plugin, String name, Object target) {
        this.plugin = plugin;
        this.name = name;
        this.target = target;
    }

    /**
     * Wraps something that belongs to a plugin.
     *
     * @param name what it belongs to, for messages: {@code metric 'kl'}
     */
    static <T> T guard(Plugin plugin, String name, Class<T> type, Object target) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, new PluginBoundary(plugin, name, target)));
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

    /** A piece of work and what it may throw. */
    @FunctionalInterface
    interface Work<T extends @Nullable Object, X extends Throwable> {
        T run() throws X;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        unwrapOwn(arguments);
        @Nullable Object result;
        try {
            result = inside(plugin.loader(), () -> method.invoke(target, arguments));
        } catch (InvocationTargetException thrown) {
            throw surfaced(operation(method), notNull(thrown.getCause()), method.getExceptionTypes());
        } catch (LinkageError missing) {
            throw new PluginDefect(plugin, operation(method), missing);
        }
        if (result == null && method.getReturnType() != void.class) {
            throw new PluginDefect(plugin, operation(method), "it returned null");
        }
        return guarded(method, result);
    }

    /** A plugin gets its own objects back as it made them; those of another plugin stay behind that one's boundary. */
    @SuppressWarnings("ReferenceEquality") // a plugin is itself, not its equal
    private void unwrapOwn(Object @Nullable [] arguments) {
        for (int i = 0; arguments != null && i < arguments.length; i++) {
            if (arguments[i] instanceof Proxy
                    && Proxy.getInvocationHandler(arguments[i]) instanceof PluginBoundary boundary
                    && boundary.plugin == plugin) {
                arguments[i] = boundary.target;
            }
        }
    }

    private @Nullable Object guarded(Method method, @Nullable Object result) {
        Class<?> type = method.getReturnType();
        if (GUARDED.contains(type)) {
            return Proxy.newProxyInstance(
                    type.getClassLoader(), new Class<?>[] {type}, new PluginBoundary(plugin, name, notNull(result)));
        }
        if (result instanceof Stream<?> stream) {
            return guarded(stream, operation(method));
        }
        if (result instanceof List<?> list && list.stream().anyMatch(Figure.class::isInstance)) {
            return list.stream().map(Figure.class::cast).map(this::guarded).toList();
        }
        return result;
    }

    /** A formula runs long after the call that returned it, once for every resample: a lambda costs less than a proxy. */
    private Figure guarded(Figure figure) {
        Figure.Formula formula = figure.formula();
        return new Figure(
                figure.name(),
                figure.unit(),
                figure.kind(),
                new Figure.Formula() {
                    @Override
                    public double of(Sums sums) {
                        return guardedFormula(figure, () -> formula.of(sums));
                    }

                    @Override
                    public boolean suffices(Sums sums, int draws) {
                        return guardedFormula(figure, () -> formula.suffices(sums, draws));
                    }

                    @Override
                    public String whyUndefined(Sums sums, int draws) {
                        return guardedFormula(figure, () -> formula.whyUndefined(sums, draws));
                    }
                },
                figure.recovered(),
                figure.doc());
    }

    private <T> T guardedFormula(Figure figure, Work<T, RuntimeException> work) {
        try {
            return inside(plugin.loader(), work);
        } catch (RuntimeException | Error thrown) {
            throw unchecked("the formula of figure '" + figure.name() + "' of " + name, thrown);
        }
    }

    /** A stream is lazy, so each step of it is a call into the plugin; what the host does with an element is not. */
    private <T> Stream<T> guarded(Stream<T> stream, String operation) {
        Spliterator<T> steps = stream.spliterator();
        Spliterator<T> guarded = new Spliterators.AbstractSpliterator<>(steps.estimateSize(), Spliterator.ORDERED) {
            private @Nullable T element;

            @Override
            public boolean tryAdvance(Consumer<? super T> action) {
                boolean more = guarded(operation, () -> steps.tryAdvance(each -> element = each));
                if (!more) {
                    return false;
                }
                if (element == null) {
                    throw new PluginDefect(plugin, operation, "it returned a null among its documents");
                }
                action.accept(element);
                return true;
            }
        };
        return StreamSupport.stream(guarded, false)
                .onClose(() -> guarded(operation, () -> {
                    stream.close();
                    return true;
                }));
    }

    private boolean guarded(String operation, Work<Boolean, RuntimeException> step) {
        try {
            return inside(plugin.loader(), step);
        } catch (RuntimeException | Error thrown) {
            throw unchecked(operation, thrown);
        }
    }

    private RuntimeException unchecked(String operation, Throwable thrown) {
        Throwable surfaced = surfaced(operation, thrown);
        if (surfaced instanceof Error error) {
            throw error;
        }
        return (RuntimeException) surfaced;
    }

    private Throwable surfaced(String operation, Throwable thrown, Class<?>... declared) {
        boolean passes = thrown instanceof UserError
                || thrown instanceof PluginDefect
                || thrown instanceof OutOfMemoryError
                || Arrays.stream(declared).anyMatch(type -> type.isInstance(thrown));
        return passes ? thrown : new PluginDefect(plugin, operation, thrown);
    }

    private String operation(Method method) {
        return method.getDeclaringClass().getSimpleName() + "." + method.getName() + " of " + name;
    }

    private static <T> T notNull(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("checked before");
        }
        return value;
    }
}
