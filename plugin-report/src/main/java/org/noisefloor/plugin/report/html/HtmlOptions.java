package org.noisefloor.plugin.report.html;

import org.noisefloor.api.Option;

/** The options of {@link HtmlWriter}. */
public record HtmlOptions(
        @Option(
                doc = "how many single positions each list of a site and intervention shows",
                orElse = "40",
                min = 0,
                max = 1000)
        int positions,

        @Option(doc = "how many tokens of the text are shown before a position", orElse = "24", min = 0, max = 1000)
        int context) {}
