package org.noisefloor.core.config;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.noisefloor.api.UserError;

/** Strict UTF-8: a byte that does not belong is a mistake with a line, never a replacement character. */
public final class Utf8 {
    private Utf8() {}

    /**
     * Decodes bytes, without a byte order mark at their start.
     *
     * @param file how messages name the file
     * @param firstLine the line on which the bytes start, from 1
     * @throws UserError naming file and line of the first byte that is not UTF-8
     */
    public static String decode(byte[] bytes, String file, int firstLine) {
        var in = ByteBuffer.wrap(bytes);
        var out = CharBuffer.allocate(bytes.length);
        var decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        if (decoder.decode(in, out, true).isError()) {
            Optional<String> packed = firstLine == 1 ? Packed.of(bytes) : Optional.empty();
            if (packed.isPresent()) {
                throw new UserError(file + ": this is no UTF-8 text but " + packed.get());
            }
            int line = firstLine;
            for (int i = 0; i < in.position(); i++) {
                line += bytes[i] == '\n' ? 1 : 0;
            }
            throw new UserError(file + ":" + line + ": byte 0x"
                    + String.format(Locale.ROOT, "%02x", bytes[in.position()])
                    + " is not UTF-8; save the file as UTF-8");
        }
        decoder.flush(out);
        out.flip();
        if (out.length() > 0 && out.charAt(0) == '\uFEFF') {
            out.position(1);
        }
        return out.toString();
    }
}
