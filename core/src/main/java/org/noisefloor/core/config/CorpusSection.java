package org.noisefloor.core.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.noisefloor.api.Provider;
import org.noisefloor.api.corpus.CorpusReader;
import org.noisefloor.core.config.Choices.Choice;
import org.noisefloor.core.config.OptionBinder.Bound;
import org.noisefloor.core.config.Value.Fields;
import org.noisefloor.core.plugins.Catalogue;

/** The section {@code corpus}, in which the host's keys stand beside the options of a reader. */
final class CorpusSection {
    static final String READER = "reader";
    static final String CALIBRATION = "calibration";

    private final Root root;
    private final Catalogue catalogue;
    private final OptionBinder binder;
    private final Choices choices;
    private final Mistakes mistakes;

    CorpusSection(Root root, Catalogue catalogue, OptionBinder binder, Choices choices) {
        this.root = root;
        this.catalogue = catalogue;
        this.binder = binder;
        this.choices = choices;
        this.mistakes = root.mistakes();
    }

    Optional<Section<Plan.Corpus>> corpus() {
        return root.section("corpus").flatMap(this::corpus);
    }

    private Optional<Section<Plan.Corpus>> corpus(Fields given) {
        OptionTable<Sections.Corpus> table = OptionTable.of(Sections.Corpus.class);
        Place place = root.place("corpus");
        Optional<Bound<Sections.Corpus>> bound =
                binder.bind(table, Root.only(given, table.keys()), "corpus", place, mistakes);
        Optional<Bound<Sections.Calibration>> calibration = calibration(given);
        List<String> hostKeys = new ArrayList<>(table.keys());
        hostKeys.add(CALIBRATION);
        var options = new Choices.Options("key of corpus", Root.except(given, hostKeys), hostKeys);
        if (bound.isEmpty() || calibration.isEmpty()) {
            choices.unknown(Kind.READER, options);
            return Optional.empty();
        }
        Sections.Corpus corpus = bound.get().at().apply("");
        Sections.Calibration calibrating = calibration.get().at().apply("");
        root.mustExist(corpus.path(), given, "path", "corpus");
        corpus.tokenizer().ifPresent(path -> root.mustExist(path, given, "tokenizer", "corpus"));
        Optional<String> reader = corpus.reader().or(() -> readerOf(corpus.path(), Root.at(given, "path", place)));
        if (reader.isEmpty()) {
            choices.unknown(Kind.READER, options);
            return Optional.empty();
        }
        Optional<Choice<CorpusReader<?>>> choice =
                choices.choice(Kind.READER, reader.get(), reader.get(), options, Root.at(given, READER, place));
        Map<String, Object> plain = new LinkedHashMap<>(bound.get().plain());
        plain.put(CALIBRATION, calibration.get().plain());
        return choice.map(each -> new Section<>(
                new Plan.Corpus(
                        corpus.path(),
                        each.chosen(),
                        corpus.sequences(),
                        corpus.take(),
                        corpus.length(),
                        corpus.pack(),
                        corpus.bos(),
                        corpus.tokenizer(),
                        new Plan.Calibration(calibrating.path(), calibrating.sequences()),
                        Places.of(given, place)),
                Section.together(Map.of(READER, reader.get()), plain, each)));
    }

    private Optional<Bound<Sections.Calibration>> calibration(Fields corpus) {
        return root.section(corpus, "corpus", CALIBRATION).flatMap(this::calibrating);
    }

    private Optional<Bound<Sections.Calibration>> calibrating(Fields given) {
        OptionTable<Sections.Calibration> table = OptionTable.of(Sections.Calibration.class);
        root.unknown(given, table.keys(), "key of corpus.calibration");
        Optional<Bound<Sections.Calibration>> bound =
                binder.bind(table, Root.only(given, table.keys()), "corpus." + CALIBRATION, given.place(), mistakes);
        bound.flatMap(each -> each.at().apply("").path())
                .ifPresent(path -> root.mustExist(path, given, "path", "corpus." + CALIBRATION));
        return bound;
    }

    private Optional<String> readerOf(Path path, Place place) {
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        List<String> accepting = catalogue.all(Kind.READER.type()).stream()
                .filter(reader -> reader.accepts(path))
                .map(Provider::id)
                .sorted()
                .toList();
        Optional<String> packed = accepting.isEmpty() ? Packed.of(path) : Optional.empty();
        if (packed.isPresent()) {
            mistakes.add(
                    place,
                    "corpus: '" + path.getFileName() + "' is " + packed.get() + " (" + choices.installed(Kind.READER)
                            + ")");
            return Optional.empty();
        }
        if (accepting.size() != 1) {
            mistakes.add(
                    place,
                    "corpus: " + (accepting.isEmpty() ? "no reader takes" : String.join(" and ", accepting) + " take")
                            + " '" + path.getFileName() + "' by its name; say which is meant with 'reader' ("
                            + choices.installed(Kind.READER) + ")");
            return Optional.empty();
        }
        return Optional.of(accepting.get(0));
    }
}
