package org.noisefloor.backend.onnx;

import ai.onnxruntime.OrtException;

/** What ONNX Runtime says went wrong, as one line and in full: its point often stands at the end. */
final class OrtFailure {
    private OrtFailure() {}

    static String sentence(OrtException e) {
        String text = e.getMessage() == null ? e.getCode().toString() : e.getMessage();
        int code = text.indexOf("message: ");
        text = code < 0 ? text : text.substring(code + "message: ".length());
        return text.replaceAll("\\s+", " ").strip();
    }
}
