package org.noisefloor.core.plugins;

import java.lang.reflect.Modifier;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What class loading throws, as a plain sentence about the plugin. */
final class LoadFailure {
    private static final String NOT_PUBLIC = "is not public; make it public";
    private static final String ABSTRACT = "is abstract; let the services file name the class that extends it";

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
            return "class " + provider + " has no public constructor without arguments; give it one";
        }
        return "class " + provider + " " + (cause == null ? "failed: " + message : reason(cause, "it was created"));
    }

    /** Why a provider that was created cannot be listed: a phrase that follows the name of its class. */
    static String whenAsked(Throwable thrown) {
        return reason(thrown, "it was asked for its id, summary and options");
    }

    private static String reason(Throwable thrown, String when) {
        if (thrown instanceof IllegalAccessException) {
            return NOT_PUBLIC;
        }
        if (thrown instanceof InstantiationException) {
            return ABSTRACT;
        }
        if (thrown instanceof ExceptionInInitializerError failed) {
            return "failed in a static initialiser: " + brief(failed.getCause() == null ? failed : failed.getCause());
        }
        if (thrown instanceof UnsupportedClassVersionError) {
            return compiledFor(String.valueOf(thrown.getMessage()));
        }
        if (thrown instanceof ClassFormatError) {
            return "is damaged (" + brief(thrown) + "); get its jar once more";
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

    /** From the number of a class file's version, which is that of a Java and 44; a damaged file may have any. */
    private static String compiledFor(String message) {
        Matcher version = Pattern.compile("class file version ([0-9]+)").matcher(message);
        int java = version.find() ? Integer.parseInt(version.group(1)) - 44 : 0;
        return java > 0 && java < 256 - 44
                ? "was compiled for Java " + java + ", newer than this one ("
                        + Runtime.version().feature()
                        + "); let JAVA_HOME name a newer Java, or get a build for this one"
                : "is damaged (" + brief(new UnsupportedClassVersionError(message)) + "); get its jar once more";
    }

    /** What about a class that is there keeps it from ever being a provider, in words that follow its name. */
    static Optional<String> shape(Class<?> type) {
        if (type.isInterface()) {
            return Optional.of(
                    "is an interface, and a provider is a class that implements one; let the services file name that class");
        }
        if (type.isEnum()) {
            return Optional.of("is an enum, and a provider is an ordinary class");
        }
        if (!Modifier.isPublic(type.getModifiers())) {
            return Optional.of(NOT_PUBLIC);
        }
        if (Modifier.isAbstract(type.getModifiers())) {
            return Optional.of(ABSTRACT);
        }
        return type.isMemberClass() && !Modifier.isStatic(type.getModifiers())
                ? Optional.of("is an inner class; make it static")
                : Optional.empty();
    }

    private static boolean isName(@Nullable String message) {
        return message != null && !message.contains(" ");
    }

    private static String brief(Throwable thrown) {
        String message = Mute.orItself(thrown).getMessage();
        String type = thrown.getClass().getSimpleName();
        return message == null
                ? type
                : type + ": " + message.lines().findFirst().orElse("");
    }
}
