package org.noisefloor.backend.djl;

import java.util.List;

/** What PyTorch says went wrong, as one line. */
final class TorchFailure {
    private static final int LONGEST = 300;

    private TorchFailure() {}

    /** The line with the error itself, which follows a traceback, else the first. */
    static String sentence(Throwable e) {
        String text = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        List<String> lines =
                text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
        String line = lines.stream()
                .filter(each -> each.matches("\\w*Error: .*"))
                .findFirst()
                .orElse(lines.isEmpty() ? text : lines.get(0));
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
    }
}
