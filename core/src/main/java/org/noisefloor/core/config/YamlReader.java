package org.noisefloor.core.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.UserError;
import org.noisefloor.core.config.Value.Field;
import org.noisefloor.core.config.Value.Fields;
import org.noisefloor.core.config.Value.Items;
import org.noisefloor.core.config.Value.Nothing;
import org.noisefloor.core.config.Value.Text;
import org.noisefloor.files.Unreadable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.reader.ReaderException;

/** YAML text to a tree with places. */
final class YamlReader {
    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
    private static final String STANDARD_TAGS = "tag:yaml.org,2002:";
    private static final long LARGEST_FILE = 3 << 20;

    private final Mistakes mistakes;
    private final java.util.function.IntFunction<Place> places;

    private YamlReader(Mistakes mistakes, java.util.function.IntFunction<Place> places) {
        this.mistakes = mistakes;
        this.places = places;
    }

    /**
     * Reads a config. Keys that stand twice are reported and the tree still returned.
     *
     * @throws UserError if there is no tree at all
     */
    static Fields read(Path file, Mistakes mistakes) {
        String name = String.valueOf(file.getFileName());
        String text = Utf8.decode(bytes(file), name, 1);
        var reader = new YamlReader(mistakes, line -> Place.line(name, line + 1));
        Node root;
        try {
            root = compose(text);
        } catch (YAMLException invalid) {
            throw new UserError(sentence(name, text, invalid), invalid);
        }
        if (root == null || reader.convert(root) instanceof Nothing) {
            throw new UserError(name + ":1: the config is empty; it needs at least "
                    + "model, corpus, sites and interventions or baselines");
        }
        if (reader.convert(root) instanceof Fields fields) {
            return fields;
        }
        throw new UserError(
                name + ":" + (root.getStartMark().getLine() + 1) + ": expected keys with values (model: …), found "
                        + reader.convert(root).found());
    }

    /**
     * A value that is given as one piece of text: a list in brackets or a mapping in braces is read as YAML, everything else
     * is the text itself.
     *
     * @return null if it is not valid, which has been reported
     */
    static @Nullable Value value(String text, Place place, Mistakes mistakes) {
        String trimmed = text.strip();
        if (!trimmed.startsWith("[") && !trimmed.startsWith("{")) {
            return new Text(trimmed, place);
        }
        try {
            Node node = compose(trimmed);
            return node == null ? new Text(trimmed, place) : new YamlReader(mistakes, line -> place).convert(node);
        } catch (YAMLException invalid) {
            mistakes.add(place, "not valid YAML: '" + trimmed + "'" + reason(invalid));
            return null;
        }
    }

    private static byte[] bytes(Path file) {
        if (Files.isDirectory(file)) {
            throw new UserError(file + " is a folder; expected a config, a YAML file");
        }
        if (!Files.exists(file)) {
            throw new UserError(InputFiles.missing(file));
        }
        try {
            if (Files.size(file) > LARGEST_FILE) {
                throw new UserError(file + " is larger than 3 MiB, which no config is; expected a YAML file");
            }
            return Files.readAllBytes(file);
        } catch (IOException failed) {
            throw new UserError(file + " cannot be read: " + Unreadable.reason(failed), failed);
        }
    }

    private static @Nullable Node compose(String text) {
        var options = new LoaderOptions();
        // one alias can make a tree endless or exponential; scalars may still be repeated by alias
        options.setMaxAliasesForCollections(0);
        return new Yaml(options).compose(new StringReader(text));
    }

    private static String sentence(String file, String text, YAMLException invalid) {
        if (invalid instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
            int line = marked.getProblemMark().getLine() + 1;
            int column = marked.getProblemMark().getColumn() + 1;
            return file + ":" + line + ": not valid YAML at column " + column + reason(invalid);
        }
        if (invalid instanceof ReaderException reader) {
            int before =
                    text.offsetByCodePoints(0, Math.min(reader.getPosition(), text.codePointCount(0, text.length())));
            int line = 1
                    + (int) text.substring(0, before)
                            .chars()
                            .filter(c -> c == '\n')
                            .count();
            return file + ":" + line + ": not valid YAML: character U+"
                    + String.format(Locale.ROOT, "%04X", reader.getCodePoint()) + " is not allowed";
        }
        return file + ":" + (isAlias(invalid) ? lineOfAlias(text) : 1) + ": not valid YAML" + reason(invalid);
    }

    private static boolean isAlias(YAMLException invalid) {
        return String.valueOf(invalid.getMessage()).contains("aliases for non-scalar");
    }

    /** The first alias of a list or mapping, which the parser tells without a place. */
    private static int lineOfAlias(String text) {
        Set<String> collections = new HashSet<>();
        for (Event event : new Yaml().parse(new StringReader(text))) {
            if (event instanceof CollectionStartEvent start && start.getAnchor() != null) {
                collections.add(start.getAnchor());
            } else if (event instanceof AliasEvent alias && collections.contains(alias.getAnchor())) {
                return alias.getStartMark().getLine() + 1;
            }
        }
        return 1;
    }

    private static String reason(YAMLException invalid) {
        String problem = invalid instanceof MarkedYAMLException marked && marked.getProblem() != null
                ? marked.getProblem()
                : String.valueOf(invalid.getMessage());
        if (isAlias(invalid)) {
            return ": an alias (*name) of a list or mapping is not supported; write it out";
        }
        if (problem.contains("TAB")) {
            return ": a tab; indent with spaces";
        }
        if (problem.contains("another document")) {
            return ": a second document starts here (---); a config is one document, so put each into a file of its own";
        }
        if (problem.contains("<block end>")) {
            return ": this line does not fit those above it; indent keys and entries of one list alike";
        }
        if (problem.contains("undefined alias")) {
            return ": a value that starts with * is an alias, and nothing is called so; put a text in quotation marks";
        }
        if (problem.contains("mapping values are not allowed")) {
            return ": a ':' that belongs to no key; put a text that holds one in quotation marks, and write a ':' in the line above"
                    + " if it has none";
        }
        if (problem.contains("expected ':'")) {
            return ": the line before this has no key; write 'key: value'";
        }
        if (problem.contains("cannot start any token")) {
            return ": no value starts with this character; put the text in quotation marks";
        }
        if (problem.contains("tag is not allowed")) {
            return ": a tag (!!name) has no meaning in a config; leave it out";
        }
        if (invalid instanceof MarkedYAMLException marked) {
            Optional<String> unclosed = unclosed(marked);
            if (unclosed.isPresent()) {
                return unclosed.get();
            }
        }
        return ": " + problem.lines().findFirst().orElse("").strip();
    }

    /** A bracket or quote that has an opening and no end; empty for any other mistake. */
    private static Optional<String> unclosed(MarkedYAMLException invalid) {
        String context = String.valueOf(invalid.getContext());
        String opening = context.contains("flow mapping")
                ? "'{'"
                : context.contains("flow sequence") ? "'['" : context.contains("quoted scalar") ? "quotation mark" : "";
        return opening.isEmpty() || invalid.getContextMark() == null
                ? Optional.empty()
                : Optional.of(": the " + opening + " of line "
                        + (invalid.getContextMark().getLine() + 1) + ", column "
                        + (invalid.getContextMark().getColumn() + 1)
                        + " is not closed before this, or a comma is missing");
    }

    private Value convert(Node node) {
        Place place = places.apply(node.getStartMark().getLine());
        if (!node.getTag().getValue().startsWith(STANDARD_TAGS)) {
            mistakes.add(place, "YAML tag '" + node.getTag().getValue() + "' has no meaning in a config; leave it out");
        }
        if (node instanceof ScalarNode scalar) {
            boolean plain = scalar.getScalarStyle() == ScalarStyle.PLAIN;
            return plain && NULLS.contains(scalar.getValue()) ? new Nothing(place) : new Text(scalar.getValue(), place);
        }
        if (node instanceof SequenceNode sequence) {
            List<Value> values = new ArrayList<>();
            for (Node each : sequence.getValue()) {
                values.add(convert(each));
            }
            return new Items(values, place);
        }
        Map<String, Field> fields = new LinkedHashMap<>();
        for (NodeTuple tuple : ((MappingNode) node).getValue()) {
            Place keyPlace = places.apply(tuple.getKeyNode().getStartMark().getLine());
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                mistakes.add(keyPlace, "a key must be a word, not a list or a mapping");
                continue;
            }
            if (key.getValue().equals("<<")) {
                mistakes.add(keyPlace, "a merge (<<) is not supported; write the keys out");
                continue;
            }
            Field before = fields.get(key.getValue());
            if (before != null) {
                mistakes.add(
                        keyPlace,
                        "key '" + key.getValue() + "' stands here a second time, first at "
                                + before.place().text() + "; keep one of the two");
                continue;
            }
            fields.put(key.getValue(), new Field(keyPlace, convert(tuple.getValueNode())));
        }
        return new Fields(fields, place);
    }
}
