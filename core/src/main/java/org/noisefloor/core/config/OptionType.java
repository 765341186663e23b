package org.noisefloor.core.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigInteger;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.Option;
import org.noisefloor.api.intervention.DrawCount;
import org.noisefloor.core.config.Value.Items;
import org.noisefloor.core.config.Value.Text;

/** What an option may hold: how it is read, shown in a resolved config, and described. */
sealed interface OptionType {

    /** For listings: {@code whole number}, {@code list of paths}. */
    String name();

    /** For messages: {@code a whole number}. */
    String expected();

    /** The value for the record's constructor; null if it is not valid, which has been reported. */
    @Nullable
    Object read(Value value, Reading reading);

    /** The value as YAML or JSON has it. */
    default Object plain(Object value) {
        return value;
    }

    /**
     * How values are read.
     *
     * @param where the option with what it belongs to ({@code sae.path}), for messages
     * @param base the folder that relative paths are taken from
     * @param site replaces {@code {site}}, and the number of its block {@code {layer}}; empty to leave them
     */
    record Reading(String where, Path base, String site, Mistakes mistakes) {
        private static final Pattern BLOCK = Pattern.compile("^blocks\\.(\\d+)\\.");

        @Nullable
        Object wrong(Value value, OptionType type) {
            mistakes.add(value.place(), where + ": expected " + type.expected() + ", found " + value.found());
            return null;
        }

        String filled(String text) {
            if (site.isEmpty()) {
                return text;
            }
            Matcher block = BLOCK.matcher(site);
            String filled = text.replace("{site}", site);
            return block.find() ? filled.replace("{layer}", block.group(1)) : filled;
        }
    }

    /** @throws IllegalArgumentException if options cannot have this type, a mistake of the plugin's author */
    static OptionType of(Type type, Option option) {
        if (type == int.class || type == Integer.class) {
            return Whole.within(Bounds.of(option), Integer.MIN_VALUE, Integer.MAX_VALUE);
        }
        if (type == long.class || type == Long.class) {
            return Whole.within(Bounds.of(option), Long.MIN_VALUE, Long.MAX_VALUE);
        }
        if (type == double.class || type == Double.class) {
            return new Real(Bounds.of(option));
        }
        if (type == boolean.class || type == Boolean.class) {
            return new Flag();
        }
        if (type == String.class) {
            return new Words();
        }
        if (type == Path.class) {
            return new FilePath();
        }
        if (type == ByteSize.class) {
            return new Amount();
        }
        if (type == DrawCount.class) {
            return new Drawn();
        }
        if (type == Plan.Beginning.class) {
            return new FirstToken();
        }
        if (type instanceof Class<?> c && c.isEnum()) {
            return new Choice(c);
        }
        if (type == OptionalInt.class) {
            return new Maybe(of(int.class, option), v -> OptionalInt.of((Integer) v), OptionalInt.empty());
        }
        if (type == OptionalLong.class) {
            return new Maybe(of(long.class, option), v -> OptionalLong.of((Long) v), OptionalLong.empty());
        }
        if (type == OptionalDouble.class) {
            return new Maybe(of(double.class, option), v -> OptionalDouble.of((Double) v), OptionalDouble.empty());
        }
        if (type instanceof ParameterizedType generic) {
            Type inner = generic.getActualTypeArguments()[0];
            if (generic.getRawType() == List.class) {
                return new ListOf(of(inner, option));
            }
            if (generic.getRawType() == Optional.class) {
                return new Maybe(of(inner, option), Optional::of, Optional.empty());
            }
        }
        throw new IllegalArgumentException("an option cannot be of type " + type.getTypeName());
    }

    /** What a range allows beyond being a number: {@code 1 to 8}, {@code at least 1}; empty for anything. */
    default String range() {
        return "";
    }

    record Whole(long min, long max, boolean isInt) implements OptionType {
        /** Numbers of a type that ends at {@code first} and {@code last}. */
        static Whole within(Bounds bounds, long first, long last) {
            long smallest = Math.max(first, bounds.smallest());
            long largest = Math.min(last, bounds.largest());
            return new Whole(smallest, largest, last == Integer.MAX_VALUE);
        }

        @Override
        public String name() {
            return "whole number";
        }

        @Override
        public String expected() {
            return "a whole number" + (range().isEmpty() ? "" : " " + prefixed(range()));
        }

        @Override
        public String range() {
            boolean below = min > (isInt ? Integer.MIN_VALUE : Long.MIN_VALUE);
            boolean above = max < (isInt ? Integer.MAX_VALUE : Long.MAX_VALUE);
            return Bounds.between(below ? "" + min : "", above ? "" + max : "");
        }

        @Override
        public @Nullable Object read(Value value, Reading reading) {
            Optional<BigInteger> number = value instanceof Text text ? Numbers.whole(text.text()) : Optional.empty();
            if (number.isEmpty()
                    || number.get().compareTo(BigInteger.valueOf(min)) < 0
                    || number.get().compareTo(BigInteger.valueOf(max)) > 0) {
                boolean tooLarge = number.isPresent() && (range().isEmpty() || isBeyondTheType(number.get()));
                return tooLarge ? tooLarge(value, reading) : reading.wrong(value, this);
            }
            return isInt
                    ? (Object) number.get().intValueExact()
                    : (Object) number.get().longValueExact();
        }

        /** A range that names no upper end has one all the same, which is worth saying to who has passed it. */
        private boolean isBeyondTheType(BigInteger number) {
            return max == (isInt ? Integer.MAX_VALUE : Long.MAX_VALUE) && number.compareTo(BigInteger.valueOf(max)) > 0;
        }

        private @Nullable Object tooLarge(Value value, Reading reading) {
            reading.mistakes()
                    .add(
                            value.place(),
                            reading.where() + ": expected a whole number from " + min + " to " + max + ", found "
                                    + value.found());
            return null;
        }
    }

    record Real(Bounds bounds) implements OptionType {
        @Override
        public String name() {
            return "number";
        }

        @Override
        public String expected() {
            return "a number" + (range().isEmpty() ? "" : " " + prefixed(range()));
        }

        @Override
        public String range() {
            return bounds.inWords();
        }

        @Override
        public @Nullable Object read(Value value, Reading reading) {
            OptionalDouble number = value instanceof Text text ? Numbers.real(text.text()) : OptionalDouble.empty();
            return number.isPresent() && bounds.hold(number.getAsDouble())
                    ? (Object) number.getAsDouble()
                    : reading.wrong(value, this);
        }

        /** YAML has a word for infinity and JSON has none, so it is written as the text that this type reads. */
        @Override
        public Object plain(Object value) {
            double number = (Double) value;
            return Double.isInfinite(number) ? (number > 0 ? ".inf" : "-.inf") : value;
        }
    }

    record Flag() implements OptionType {
        @Override
        public String name() {
            return "true or false";
        }

        @Override
        public String expected() {
            return name();
        }

        @Override
        public @Nullable Object read(Value value, Reading reading) {
            String text = value instanceof Text t ? t.text().toLowerCase(Locale.ROOT) : "";
            return switch (text) {
                case "true" -> true;
                case "false" -> false;
                default -> reading.wrong(value, this);
            };
        }
    }

    record Words() implements OptionType {
        @Override
        public String name() {
            return "text";
        }

        @Override
        public String expected() {
            return name();
        }

        @Override
        public @Nullable Object read(Value value, Reading reading) {
            return value instanceof Text text ? reading.filled(text.text()) : reading.wrong(value, this);
        }
    }

    record FilePath() implements OptionType {
        @Override
        public String name() {
            return "path";
        }

        @Override
        public String expected() {
            return "a path";
        }

        /** An empty path stays empty: it is how an option says that there is none. */
        @Override
        public @Nullable Object read(Value value, Reading reading) {
            if (!(value instanceof Text text)) {
                return reading.wrong(value, this);
            }
            try {
                Path path = Path.of(reading.filled(text.text()));
                return path.toString().isEmpty()
                        ? path
                        : reading.base().resolve(path).normalize();
            } catch (InvalidPathException invalid) {
                reading.mistakes()
                        .add(
                                value.place(),
                                reading.where() + ": expected a path, found " + value.found() + " ("
                                        + invalid.getReason() + ")");
                return null;
            }
        }

        @Override
        public Object plain(Object value) {
            return value.toString();
        }
    }

    /** Memory; of the host's own sections, not of plugins. */
    record Amount() implements OptionType {
        @Override
        public String name() {
            return "amount of memory";
        }

        @Override
        public String expected() {
            return "an amount of memory such as 4 GiB or 512 MiB";
        }

        @Override
        public @Nullable Object read(Value value, Reading reading) {
            Optional<ByteSize> amount = value instanceof Text text ? ByteSize.parse(text.text()) : Optional.empty();
            return amount.isPresent() ? amount.get() : reading.wrong(value, this);
        }

        @Override
        public Object plain(Object value) {
            return ((ByteSize) value).written();
        }
    }

    /** What sequences start with; of the host's own sections, not of plugins. */
    record FirstToken() implements OptionType {
        static List<String> words() {
            return Plan.Beginning.WORDS.stream().map(Plan.Beginning::word).toList();
        }

        @Override
        public String name() {
            return String.join(" | ", words()) + " | token id";
        }

        @Override
        public String expected() {
            return String.join(", ", words())
                    + " or the id of a token (a whole number of at least 0, as tokenizer.json has it)";
        }

        @Override
        public @Nullable Object read(Value value, Reading reading) {
            String given = value instanceof Text text ? text.text() : "";
            for (Plan.Beginning word : Plan.Beginning.WORDS) {
                if (word.word().equals(given)) {
                    return word;
                }
            }
            Optional<BigInteger> id = Numbers.whole(given);
            return id.isPresent() && id.get().signum() >= 0 && id.get().bitLength() < Integer.SIZE
                    ? Plan.Beginning.with(id.get().intValueExact())
                    : reading.wrong(value, this);
        }

        @Override
        public Object plain(Object value) {
            Plan.Beginning beginning = (Plan.Beginning) value;
            return beginning.token().isPresent() ? (Object) beginning.token().getAsInt() : beginning.word();
        }
    }

    /** How often something is drawn. */
    record Drawn() implements OptionType {
        @Override
        public String name() {
            return DrawCount.AUTO + " | whole number";
        }

        @Override
        public String range() {
            return "from 1 to " + DrawCount.MOST;
        }

        @Override
        public String expected() {
            return DrawCount.AUTO + " or a whole number " + range();
        }

        @Override
        public @Nullable Object read(Value value, Reading reading) {
            String given = value instanceof Text text ? text.text() : "";
            if (given.equals(DrawCount.AUTO.toString())) {
                return DrawCount.AUTO;
            }
            Optional<BigInteger> number = Numbers.whole(given);
            return number.isPresent()
                            && number.get().signum() > 0
                            && number.get().compareTo(BigInteger.valueOf(DrawCount.MOST)) <= 0
                    ? DrawCount.of(number.get().intValueExact())
                    : reading.wrong(value, this);
        }

        @Override
        public Object plain(Object value) {
            DrawCount count = (DrawCount) value;
            return count.number().isPresent() ? (Object) count.number().getAsInt() : count.toString();
        }
    }

    record Choice(Class<?> type) implements OptionType {
        List<String> words() {
            return Stream.of(type.getEnumConstants()).map(Choice::word).toList();
        }

        private static String word(Object constant) {
            return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT);
        }

        @Override
        public String name() {
            return String.join(" | ", words());
        }

        @Override
        public String expected() {
            return "one of " + String.join(", ", words());
        }

        @Override
        public @Nullable Object read(Value value, Reading reading) {
            for (Object constant : type.getEnumConstants()) {
                if (value instanceof Text text && text.text().equals(word(constant))) {
                    return constant;
                }
            }
            return reading.wrong(value, this);
        }

        @Override
        public Object plain(Object value) {
            return word(value);
        }
    }

    record ListOf(OptionType of) implements OptionType {
        @Override
        public String name() {
            return "list of " + (of instanceof Words || of instanceof Choice ? of.name() : of.name() + "s");
        }

        @Override
        public String expected() {
            return "a list, each entry " + of.expected();
        }

        @Override
        public String range() {
            return of.range();
        }

        @Override
        public @Nullable Object read(Value value, Reading reading) {
            if (!(value instanceof Items items)) {
                reading.mistakes()
                        .add(
                                value.place(),
                                reading.where() + ": expected a list, found " + value.found()
                                        + (value instanceof Text text ? "; write [" + text.text() + "]" : ""));
                return null;
            }
            List<Object> list = new ArrayList<>();
            boolean valid = true;
            for (Value each : items.values()) {
                Object read = of.read(each, reading);
                valid &= read != null;
                if (read != null) {
                    list.add(read);
                }
            }
            return valid ? List.copyOf(list) : null;
        }

        @Override
        public Object plain(Object value) {
            return ((List<?>) value).stream().map(of::plain).toList();
        }
    }

    /** An option that may be left out without having a default. */
    record Maybe(OptionType of, Function<Object, Object> wrap, Object none) implements OptionType {
        @Override
        public String name() {
            return of.name();
        }

        @Override
        public String expected() {
            return of.expected();
        }

        @Override
        public String range() {
            return of.range();
        }

        @Override
        public @Nullable Object read(Value value, Reading reading) {
            Object read = of.read(value, reading);
            return read == null ? null : wrap.apply(read);
        }

        @Override
        public Object plain(Object value) {
            if (value instanceof OptionalInt number) {
                return of.plain(number.getAsInt());
            }
            if (value instanceof OptionalLong number) {
                return of.plain(number.getAsLong());
            }
            if (value instanceof OptionalDouble number) {
                return of.plain(number.getAsDouble());
            }
            return of.plain(((Optional<?>) value).orElseThrow());
        }
    }

    private static String prefixed(String range) {
        return range.startsWith("at ") ? "of " + range : Bounds.isOpen(range) ? range : "from " + range;
    }
}
