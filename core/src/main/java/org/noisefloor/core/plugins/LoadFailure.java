package org.noisefloor.core.plugins;

import java.util.ServiceConfigurationError;
import org.jspecify.annotations.Nullable;

/** What class loading throws, as a plain sentence about the plugin. */
final class LoadFailure {
    private LoadFailure() {}

    /**
     * Why a class that a services file names gives no provider.
     *
     * @param thrown by {@link java.util.ServiceLoader}
     */
    static String of(String provider, Kind kind, Throwable thrown) {
        String message = String.valueOf(thrown.getMessage());
        Throwable cause = thrown.getCause();
        if (!(thrown instanceof ServiceConfigurationError)) {
            return "class " + provider + " " + reason(thrown, "it was created");
        }
        if (message.endsWith("not found")) {
            return kind.servicesFile() + " names " + provider + ", which is not in its jars";
        }
        if (message.endsWith("not a subtype")) {
            return "class " + provider + " does not implement " + kind.service().getSimpleName();
        }
        if (message.contains("no-arg constructor")) {
            return "class " + provider + " has no public constructor without arguments";
        }
        return "class " + provider + " " + (cause == null ? "failed: " + message : reason(cause, "it was created"));
    }

    /** Why a provider that was created cannot be listed: a phrase that follows the name of its class. */
    static String whenAsked(Throwable thrown) {
        return reason(thrown, "it was asked for its id, summary and options");
    }

    private static String reason(Throwable thrown, String when) {
        if (thrown instanceof IllegalAccessException) {
            return "is not public";
        }
        if (thrown instanceof InstantiationException) {
            return "is abstract";
        }
        if (thrown instanceof ExceptionInInitializerError failed) {
            return "failed in a static initialiser: " + brief(failed.getCause() == null ? failed : failed.getCause());
        }
        if (thrown instanceof UnsupportedClassVersionError) {
            return "was compiled for a newer Java than this one ("
                    + Runtime.version().feature() + ")";
        }
        if (thrown instanceof NoClassDefFoundError missing && isName(missing.getMessage())) {
            return "needs the class " + String.valueOf(missing.getMessage()).replace('/', '.')
                    + ", which is neither in its jars nor in the JDK nor in the plugin API";
        }
        if (thrown instanceof LinkageError) {
            return "does not fit this plugin API or its own libraries: " + brief(thrown);
        }
        return "failed when " + when + ": " + brief(thrown);
    }

    private static boolean isName(@Nullable String message) {
        return message != null && !message.contains(" ");
    }

    private static String brief(Throwable thrown) {
        String message = thrown.getMessage();
        String type = thrown.getClass().getSimpleName();
        return message == null
                ? type
                : type + ": " + message.lines().findFirst().orElse("");
    }
}
