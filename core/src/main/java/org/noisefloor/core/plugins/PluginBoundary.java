package org.noisefloor.core.plugins;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.Provider;
import org.noisefloor.api.backend.CutModel;
import org.noisefloor.api.backend.LanguageModel;
import org.noisefloor.api.backend.Splice;
import org.noisefloor.api.backend.Trace;
import org.noisefloor.api.intervention.Activations;
import org.noisefloor.api.intervention.Intervention;
import org.noisefloor.api.metric.Classifier;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.metric.Metric;
import org.noisefloor.api.metric.Scorer;
import org.noisefloor.api.metric.Stratifier;
import org.noisefloor.api.metric.Sums;

/**
 * The one door between host and plugin: every call goes through it, behind a {@link Guard}.
 *
 * <p>Providers, and whatever they return that has methods of its own, are wrapped: what is called once a batch or more rarely in a
 * dynamic proxy, what is called at every position by hand. A call through a proxy is reflective and takes some ten times as long as one
 * through a hand-written guard.
 */
final class PluginBoundary implements InvocationHandler, Guard.Guarded {
    private static final Set<Class<?>> PROXIED =
            Set.of(LanguageModel.class, CutModel.class, Intervention.class, Metric.class, Stratifier.class);

    private final Guard guard;
    private final Object target;

    private PluginBoundary(Guard guard, Object target) {
        this.guard = guard;
        this.target = target;
    }

    /**
     * Wraps something that belongs to a plugin.
     *
     * @param name what it belongs to, for messages: {@code metric 'kl'}
     */
    static <T> T guard(Plugin plugin, String name, Class<T> type, Object target) {
        return type.cast(proxy(new Guard(plugin, name), type, target));
    }

    /**
     * The same provider for an entry of a config, whose place is told with whatever goes wrong in it.
     *
     * @param place where it is named; empty for nowhere
     */
    static <T> T at(String place, Class<T> type, T provider) {
        return place.isEmpty()
                ? provider
                : around(provider)
                        .map(boundary -> type.cast(proxy(boundary.guard.at(place), type, boundary.target)))
                        .orElse(provider);
    }

    /** What stands behind the boundary; the thing itself if it stands in front of none. */
    static Object inner(Object guarded) {
        return around(guarded).map(PluginBoundary::target).orElse(guarded);
    }

    private static Optional<PluginBoundary> around(Object guarded) {
        return Proxy.isProxyClass(guarded.getClass())
                        && Proxy.getInvocationHandler(guarded) instanceof PluginBoundary boundary
                ? Optional.of(boundary)
                : Optional.empty();
    }

    /** See {@link Catalogue#reflectively}. */
    static <T> T reflectively(
            Optional<Provider<?>> provider,
            String operation,
            Catalogue.Reflection<T> work,
            Predicate<Throwable> passes) {
        Optional<Guard> guard = provider.flatMap(PluginBoundary::around).map(PluginBoundary::guard);
        try {
            return guard.isPresent() ? guard.get().within(operation, work::run) : work.run();
        } catch (InvocationTargetException thrown) {
            throw failed(guard, operation, Objects.requireNonNull(thrown.getCause()), passes);
        } catch (LinkageError missing) {
            throw failed(guard, operation, missing, passes);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(operation + " cannot be reached", impossible);
        }
    }

    private static RuntimeException failed(
            Optional<Guard> guard, String operation, Throwable thrown, Predicate<Throwable> passes) {
        if (Mute.orItself(thrown) instanceof RuntimeException as && passes.test(as)) {
            return as;
        }
        return guard.isPresent()
                ? guard.get().unchecked(operation, thrown)
                : new IllegalStateException(operation + " failed: " + thrown, thrown);
    }

    private static Object proxy(Guard guard, Class<?> type, Object target) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, new PluginBoundary(guard, target));
    }

    @Override
    public Guard guard() {
        return guard;
    }

    @Override
    public Object target() {
        return target;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        guard.plugin().calls().increment();
        @Nullable HostSplice splice = prepare(arguments);
        Locale locale = Locale.getDefault();
        boolean interrupted = Thread.currentThread().isInterrupted();
        @Nullable Object result;
        try {
            result = guard.within(operation(method), () -> method.invoke(target, arguments));
            requireAsItWas(method, locale, interrupted);
        } catch (InvocationTargetException thrown) {
            Throwable cause = Objects.requireNonNull(thrown.getCause());
            throw splice != null && splice.threw(cause)
                    ? cause
                    : guard.surfaced(operation(method), cause, method.getExceptionTypes());
        } catch (LinkageError missing) {
            throw guard.surfaced(operation(method), missing);
        }
        return method.getReturnType() == void.class ? null : guarded(method, guard.notNull(operation(method), result));
    }

    /** What a process or thread has one of; put back, so that it spoils nothing that is still to be written. */
    private void requireAsItWas(Method method, Locale locale, boolean interrupted) {
        if (!Locale.getDefault().equals(locale)) {
            Locale.setDefault(locale);
            throw guard.defect(operation(method), "it set the default locale, which is the whole process's");
        }
        if (!interrupted && Thread.interrupted()) {
            throw guard.defect(operation(method), "it left its thread interrupted, which is the host's");
        }
    }

    /** Makes the arguments the plugin's, and gives the splice among them, if there is one. */
    private @Nullable HostSplice prepare(Object @Nullable [] arguments) {
        HostSplice splice = null;
        for (int i = 0; arguments != null && i < arguments.length; i++) {
            Object argument = arguments[i];
            if (argument instanceof Splice called) {
                splice = new HostSplice(called);
                arguments[i] = splice;
            } else if (argument instanceof Activations shown) {
                arguments[i] = new GuardedActivations(shown);
            } else if (argument instanceof Proxy
                    && Proxy.getInvocationHandler(argument) instanceof PluginBoundary boundary) {
                Object inner = guard.unwrapped(boundary);
                arguments[i] = inner == boundary ? argument : inner;
            } else {
                arguments[i] = guard.unwrapped(argument);
            }
        }
        return splice;
    }

    private Object guarded(Method method, Object result) {
        Class<?> type = method.getReturnType();
        if (PROXIED.contains(type)) {
            refuse(method, guard.call(operation(method), () -> Declared.problem(result)));
            return proxy(guard, type, result);
        }
        if (type == Scorer.class && target instanceof Metric metric) {
            return new GuardedScorer(
                    guard, (Scorer) result, guard.call(operation(method), () -> ScoredColumns.of(metric)));
        }
        if (type == Classifier.class && target instanceof Stratifier stratifier) {
            return new GuardedClassifier(
                    guard, (Classifier) result, guard.call(operation(method), () -> List.copyOf(stratifier.classes())));
        }
        if (type == Trace.class) {
            return new GuardedTrace(guard, (Trace) result);
        }
        if (result instanceof Optional<?> found && found.orElse(null) instanceof Trace trace) {
            return Optional.of(new GuardedTrace(guard, trace));
        }
        if (result instanceof Stream<?> stream) {
            return guarded(stream, operation(method));
        }
        refuse(method, guard.call(operation(method), () -> told(method, result)));
        if (result instanceof List<?> list && list.stream().anyMatch(Figure.class::isInstance)) {
            return list.stream().map(Figure.class::cast).map(this::guarded).toList();
        }
        return result;
    }

    /** What is wrong with what a plugin tells of itself. */
    private static Optional<String> told(Method method, Object result) {
        return switch (method.getName()) {
            case "provenance" -> Declared.notJson("provenance()", result);
            case "notes" -> Declared.ofNotes((List<?>) result);
            case "variants" -> Declared.ofVariants((List<?>) result);
            case "calibratedTo" -> Declared.ofNumbers((Map<?, ?>) result);
            default -> Optional.empty();
        };
    }

    private void refuse(Method method, Optional<String> problem) {
        problem.ifPresent(what -> {
            throw guard.defect(operation(method), what);
        });
    }

    /** A formula runs long after the call that returned it, once for every resample. */
    private Figure guarded(Figure figure) {
        Figure.Formula formula = figure.formula();
        String operation = "the formula of figure '" + figure.name() + "'";
        return figure.withFormula(new Figure.Formula() {
            @Override
            public double of(Sums sums) {
                return guard.call(operation, () -> formula.of(sums));
            }

            @Override
            public boolean suffices(Sums sums, int draws) {
                return guard.call(operation, () -> formula.suffices(sums, draws));
            }

            @Override
            public String whyUndefined(Sums sums, int draws) {
                return guard.call(operation, () -> formula.whyUndefined(sums, draws));
            }
        });
    }

    /** A stream is lazy, so each step of it is a call into the plugin; what the host does with an element is not. */
    private <T> Stream<T> guarded(Stream<T> stream, String operation) {
        Spliterator<T> steps = stream.spliterator();
        Spliterator<T> guarded = new Spliterators.AbstractSpliterator<>(steps.estimateSize(), Spliterator.ORDERED) {
            private @Nullable T element;

            @Override
            public boolean tryAdvance(Consumer<? super T> action) {
                boolean more = guard.call(operation, () -> steps.tryAdvance(each -> element = each));
                if (!more) {
                    return false;
                }
                if (element == null) {
                    throw guard.defect(operation, "it returned a null among its documents");
                }
                Declared.ofDocument(element).ifPresent(what -> {
                    throw guard.defect(operation, what);
                });
                action.accept(element);
                return true;
            }
        };
        return StreamSupport.stream(guarded, false).onClose(() -> guard.run(operation, stream::close));
    }

    private static String operation(Method method) {
        return method.getDeclaringClass().getSimpleName() + "." + method.getName();
    }
}
