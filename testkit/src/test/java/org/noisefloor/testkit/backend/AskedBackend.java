package org.noisefloor.testkit.backend;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.backend.LanguageModel;
import org.noisefloor.api.backend.ModelBackend;
import org.noisefloor.testkit.TestContext;
import org.opentest4j.TestAbortedException;

/** The contract of backends without a test class, so that what does not hold can be looked at. */
public final class AskedBackend {
    private AskedBackend() {}

    /** The names of the rules that a backend breaks with what it opens at a path. */
    public static <O extends Record> List<String> broken(ModelBackend<O> backend, O options, Path path) {
        BackendContract contract = new BackendContract() {
            @Override
            protected LanguageModel open() {
                return backend.open(path, options, TestContext.builder().build());
            }
        };
        List<String> broken = new ArrayList<>();
        try {
            contract.openModel();
        } catch (RuntimeException | AssertionError unopened) {
            return List.of("openModel");
        }
        for (Method rule : rules()) {
            try {
                rule.setAccessible(true);
                rule.invoke(contract);
            } catch (InvocationTargetException thrown) {
                if (!(thrown.getCause() instanceof TestAbortedException)) {
                    broken.add(rule.getName());
                }
            } catch (IllegalAccessException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
        return broken;
    }

    private static List<Method> rules() {
        return Stream.of(BackendContract.class.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .sorted(Comparator.comparing(Method::getName))
                .toList();
    }
}
