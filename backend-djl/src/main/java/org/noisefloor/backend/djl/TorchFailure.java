package org.noisefloor.backend.djl;

/** What PyTorch says went wrong, as one line. */
final class TorchFailure {
    private static final int LONGEST = 300;

    private TorchFailure() {}

    static String sentence(Throwable e) {
        String text = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        text = text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .findFirst()
                .orElse(text);
        return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    }
}
