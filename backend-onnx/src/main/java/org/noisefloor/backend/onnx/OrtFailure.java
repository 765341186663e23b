package org.noisefloor.backend.onnx;

import ai.onnxruntime.OrtException;

/** What ONNX Runtime says went wrong, as one line. */
final class OrtFailure {
    private static final int LONGEST = 300;

    private OrtFailure() {}

    static String sentence(OrtException e) {
        String text = e.getMessage() == null ? e.getCode().toString() : e.getMessage();
        text = text.replace('\n', ' ').strip();
        int code = text.indexOf("message: ");
        text = code < 0 ? text : text.substring(code + "message: ".length());
        return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    }
}
