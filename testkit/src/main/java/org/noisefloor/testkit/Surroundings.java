package org.noisefloor.testkit;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/** What a process has one of, and a plugin has to leave as it is. */
public final class Surroundings {
    private final Locale locale = Locale.getDefault();
    private final TimeZone zone = TimeZone.getDefault();
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final @Nullable ClassLoader loader = Thread.currentThread().getContextClassLoader();

    private Surroundings() {}

    /** What of it some work changes, in words; it is put back. What an earlier one left does not hide what this one does. */
    public static List<String> changedBy(Runnable work) {
        Surroundings found = new Surroundings();
        try {
            Locale.setDefault(Locale.ROOT);
            TimeZone.setDefault(TimeZone.getTimeZone("Etc/GMT+11"));
            Thread.currentThread().setContextClassLoader(Surroundings.class.getClassLoader());
            Thread.interrupted();
            Surroundings before = new Surroundings();
            work.run();
            return before.changed();
        } finally {
            found.putBack();
        }
    }

    private List<String> changed() {
        List<String> changed = new ArrayList<>();
        if (!Locale.getDefault().equals(locale)) {
            changed.add("the default locale");
        }
        if (!TimeZone.getDefault().equals(zone)) {
            changed.add("the default time zone");
        }
        if (!Objects.equals(System.out, out) || !Objects.equals(System.err, err)) {
            changed.add("the standard streams");
        }
        if (!Objects.equals(Thread.currentThread().getContextClassLoader(), loader)) {
            changed.add("the thread's context class loader");
        }
        if (Thread.currentThread().isInterrupted()) {
            changed.add("that the thread is not interrupted");
        }
        return changed;
    }

    private void putBack() {
        Locale.setDefault(locale);
        TimeZone.setDefault(zone);
        System.setOut(out);
        System.setErr(err);
        Thread.currentThread().setContextClassLoader(loader);
        Thread.interrupted();
    }
}
