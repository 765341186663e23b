package org.noisefloor.core.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Files in which texts are often shipped and which are no plain texts, told by their first bytes or their name. */
final class Packed {
    private static final String UNPACK = "; unpack it first (";
    private static final String EXPORT = "; write its texts as JSON lines first (";
    /** First bytes, as ISO 8859-1, to what the file is and what to do. */
    private static final Map<String, String> KINDS = Map.of(
            "\u001f\u008b", "compressed by gzip" + UNPACK + "gunzip)",
            "(\u00b5/\u00fd", "compressed by Zstandard" + UNPACK + "unzstd)",
            "\u00fd7zXZ", "compressed by xz" + UNPACK + "unxz)",
            "BZh", "compressed by bzip2" + UNPACK + "bunzip2)",
            "PK\u0003\u0004", "a zip file" + UNPACK + "unzip)",
            "PAR1", "a Parquet file" + EXPORT + "pandas: read_parquet, to_json(orient='records', lines=True))",
            "ARROW1", "an Arrow file" + EXPORT + "datasets: to_json)",
            "\u00ff\u00fe", "UTF-16 text; save it as UTF-8",
            "\u00fe\u00ff", "UTF-16 text; save it as UTF-8");

    /** Endings of names to the same, of what its first bytes do not tell. */
    private static final Map<String, String> TABLES = Map.of(
            ".csv", "a table" + EXPORT + "pandas: read_csv, to_json(orient='records', lines=True))",
            ".tsv", "a table" + EXPORT + "pandas: read_csv(sep='\\t'), to_json(orient='records', lines=True))");

    private static final String LIST = "one JSON list" + EXPORT + "jq -c '.[]')";

    private Packed() {}

    /** What a file is, and what to do with it; empty for what may be text. */
    static Optional<String> of(Path file) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] start = in.readNBytes(8);
            return of(start).or(() -> byName(file, start));
        } catch (IOException unreadable) {
            return Optional.empty(); // who reads it says so
        }
    }

    private static Optional<String> byName(Path file, byte[] start) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        if (name.endsWith(".json")
                && new String(start, StandardCharsets.ISO_8859_1).stripLeading().startsWith("[")) {
            return Optional.of(LIST);
        }
        return TABLES.entrySet().stream()
                .filter(kind -> name.endsWith(kind.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    static Optional<String> of(byte[] start) {
        String text = new String(start, 0, Math.min(start.length, 8), StandardCharsets.ISO_8859_1);
        return KINDS.entrySet().stream()
                .filter(kind -> text.startsWith(kind.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
