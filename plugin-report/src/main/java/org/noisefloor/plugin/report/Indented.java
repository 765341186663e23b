package org.noisefloor.plugin.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;

/** JSON as people read it. A class of its own, so that a writer that is only listed loads no Jackson. */
final class Indented {
    static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private Indented() {}
}
