package org.noisefloor.testkit.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.noisefloor.api.Context;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.Option;
import org.noisefloor.api.intervention.DrawCount;
import org.noisefloor.api.report.ReportWriter;
import org.noisefloor.api.report.RunResult;

/** What a provider of any kind can do wrong before it provides anything; these write reports. */
final class ProviderBreaches {
    private final List<Breach> all = new ArrayList<>();

    private ProviderBreaches() {}

    static List<Breach> all() {
        ProviderBreaches breaches = new ProviderBreaches();
        breaches.ofWhatItSays();
        breaches.ofConstructors();
        breaches.ofOptions();
        breaches.ofDefaults();
        return List.copyOf(breaches.all);
    }

    /** A sound writer of options and nothing else, to be changed in one method. */
    static class Saying<O extends Record> implements ReportWriter<O> {
        private final Class<O> options;

        Saying(Class<O> options) {
            this.options = options;
        }

        @Override
        public String id() {
            return "sample";
        }

        @Override
        public String summary() {
            return "A sample";
        }

        @Override
        public Class<O> options() {
            return options;
        }

        @Override
        public void write(RunResult run, Path folder, O given, Context context) throws IOException {
            Files.writeString(folder.resolve("sample.txt"), "a sample");
        }
    }

    private void provider(String deed, String rule, Supplier<ReportWriter<?>> made) {
        all.add(new Breach("provider", deed, rule, made));
    }

    private void named(String deed, String rule, Supplier<String> id, Supplier<String> summary) {
        provider(deed, rule, () -> new Saying<>(NoOptions.class) {
            @Override
            public String id() {
                return id.get();
            }

            @Override
            public String summary() {
                return summary.get();
            }
        });
    }

    private void ofWhatItSays() {
        String id = "has an id that fits into a config";
        String summary = "says in one line what it is";
        Supplier<String> sample = () -> "sample";
        named("has the id 'Total-Variation'", id, () -> "Total-Variation", sample);
        named("has null for an id", id, () -> null, sample);
        named("has null for a summary", summary, sample, () -> null);
        named("has an empty summary", summary, sample, () -> " ");
        named("has a summary of two lines", summary, sample, () -> "A\nsample");
        named("ends its summary with a full stop", summary, sample, () -> "A sample.");
        int[] calls = {0};
        named("has another id at each call", "says the same of itself at every call", () -> "x" + calls[0]++, sample);
        named(
                "has another summary at each call",
                "says the same of itself at every call",
                sample,
                () -> "x" + calls[0]++);
    }

    public static final class Idle extends Saying<NoOptions> {
        public Idle() {
            super(NoOptions.class);
        }
    }

    public static final class Waiting extends Saying<NoOptions> {
        public Waiting() {
            super(NoOptions.class);
            LockSupport.parkNanos(1);
        }
    }

    public static final class Starting extends Saying<NoOptions> {
        public Starting() {
            super(NoOptions.class);
            new Thread(() -> {}).start();
        }
    }

    public static final class Reading extends Saying<NoOptions> {
        public Reading() {
            super(NoOptions.class);
            try {
                if (Files.readAllBytes(Path.of("pom.xml")).length == 0) {
                    throw new IllegalStateException("an empty file");
                }
            } catch (IOException none) {
                throw new IllegalStateException(none);
            }
        }
    }

    public static final class Preparing extends Saying<NoOptions> {
        private final double[] table = new double[50_000];

        public Preparing() {
            super(NoOptions.class);
        }

        @Override
        public String summary() {
            return "A sample of " + table.length;
        }
    }

    static final class Hidden extends Saying<NoOptions> {
        Hidden() {
            super(NoOptions.class);
        }
    }

    public static final class Asking extends Saying<NoOptions> {
        public Asking(int number) {
            super(NoOptions.class);
            if (number < 0) {
                throw new IllegalArgumentException();
            }
        }
    }

    private void ofConstructors() {
        String idle = "its constructor does no work";
        provider("waits in its constructor", idle, Waiting::new);
        provider("starts a thread in its constructor", idle, Starting::new);
        provider("reads a file in its constructor", idle, Reading::new);
        provider("fills a table in its constructor", idle, Preparing::new);
        String constructor = "has a public constructor without arguments";
        provider("is not public", constructor, Hidden::new);
        provider("has no constructor without arguments", constructor, () -> new Asking(1));
        provider("is named by no services file", "is found by the service loader", Idle::new);
    }

    record Bare(int number) {}

    record Wordless(@Option(doc = " ", orElse = "1") int number) {}

    record Backwards(
            @Option(doc = "a number", orElse = "1", min = 2, max = 1)
            int number) {}

    record Empty(
            @Option(doc = "a number", orElse = "1", above = 1, below = 1)
            double number) {}

    record Single(@Option(doc = "a number", orElse = "1") float number) {}

    record Boxed(@Option(doc = "a number", orElse = "1") Integer number) {}

    record Mapped(@Option(doc = "numbers", orElse = "[]") Map<String, Integer> numbers) {}

    record Nested(@Option(doc = "numbers", orElse = "[]") List<List<Integer>> numbers) {}

    record Drawing(@Option(doc = "draws", orElse = "[]") List<DrawCount> draws) {}

    record Named(@Option(doc = "a word", orElse = "x") String name) {}

    record Typed(@Option(doc = "a word", orElse = "x") String type) {}

    record Twice(
            @Option(doc = "a word", orElse = "x") String fileName,
            @Option(doc = "a word", orElse = "x") String file_name) {}

    private void options(String deed, String rule, Class<? extends Record> options) {
        provider(deed, rule, () -> new Saying<>(options));
    }

    private void ofOptions() {
        String described = "describes every option";
        String set = "has options that a config can set";
        options("has an option without @Option", set, Bare.class);
        options("does not say what an option is", described, Wordless.class);
        options("has a range whose ends are exchanged", set, Backwards.class);
        options("has a range that holds nothing", set, Empty.class);
        options("has an option of type float", set, Single.class);
        options("has an option of type Integer", set, Boxed.class);
        options("has an option that is a map", set, Mapped.class);
        options("has an option that is a list of lists", set, Nested.class);
        options("has an option that is a list of draws", set, Drawing.class);
        options("has an option called name", set, Named.class);
        options("has an option called type", set, Typed.class);
        options("has two options with one key", set, Twice.class);
        provider("has options that are no record", set, () -> new Saying<>(NoOptions.class) {
            @Override
            @SuppressWarnings({"unchecked", "rawtypes"}) // as a careless cast does
            public Class<NoOptions> options() {
                return (Class) String.class;
            }
        });
        provider("has null for options", set, () -> new Saying<>(NoOptions.class) {
            @Override
            public Class<NoOptions> options() {
                return null;
            }
        });
    }

    enum Scale {
        SMALL,
        LARGE
    }

    record Wordy(@Option(doc = "a number", orElse = "many") int number) {}

    record Broken(@Option(doc = "a number", orElse = "1.5") int number) {}

    record Huge(
            @Option(doc = "a number", orElse = "3000000000") int number) {}

    record Below(
            @Option(doc = "a number", orElse = "0", min = 1) int number) {}

    record AtTheEnd(
            @Option(doc = "a number", orElse = "0", above = 0)
            double number) {}

    record NotANumber(
            @Option(doc = "a number", orElse = "NaN") double number) {}

    record Yes(@Option(doc = "whether", orElse = "yes") boolean whether) {}

    record Unlisted(
            @Option(doc = "numbers", orElse = "1, 2") List<Integer> numbers) {}

    record WrongInside(
            @Option(doc = "numbers", orElse = "[1, x]") List<Integer> numbers) {}

    record Capital(
            @Option(doc = "how large", orElse = "LARGE") Scale scale) {}

    record NeverDrawn(@Option(doc = "draws", orElse = "0") DrawCount draws) {}

    record WrongIfThere(
            @Option(doc = "a number", orElse = "x") Optional<Integer> number) {}

    record Failing(@Option(doc = "a number", orElse = "0") int number) {
        Failing {
            number = 1 / number;
        }
    }

    private void ofDefaults() {
        String values = "has defaults that are values";
        options("has a word for the default of a number", values, Wordy.class);
        options("has a fraction for the default of a whole number", values, Broken.class);
        options("has a default that is too large for its type", values, Huge.class);
        options("has a default below its range", values, Below.class);
        options("has a default on an end that does not belong to the range", values, AtTheEnd.class);
        options("has NaN for a default", values, NotANumber.class);
        options("has yes for the default of true or false", values, Yes.class);
        options("has a list for a default without its brackets", values, Unlisted.class);
        options("has a word in the default of a list of numbers", values, WrongInside.class);
        options("has a default of an enum in capitals", values, Capital.class);
        options("draws 0 times unless told otherwise", values, NeverDrawn.class);
        options("has a default of an Optional that is none", values, WrongIfThere.class);
        // an author who tests with these options makes them, and sees it
        options("has options that fail with their own defaults", "", Failing.class);
    }
}
