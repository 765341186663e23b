package org.noisefloor.plugin.report;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/**
 * A flat table in a Parquet file, written row by row. Every column may be null.
 *
 * <p>Compressed by the JDK's own gzip, which every reader knows: the codecs that come with the library unpack native code into the
 * folder for temporary files.
 */
final class ParquetTable implements Closeable {
    /** What is held in memory before it is written. */
    private static final long ROW_GROUP_BYTES = 16L << 20;

    private final ParquetWriter<Object[]> writer;

    /** A column's name and what it holds. */
    record Column(String name, Kind kind) {}

    /** What a column holds. */
    enum Kind {
        TEXT(PrimitiveTypeName.BINARY),
        INTEGER(PrimitiveTypeName.INT32),
        FLOAT(PrimitiveTypeName.FLOAT),
        DOUBLE(PrimitiveTypeName.DOUBLE);

        private final PrimitiveTypeName type;

        Kind(PrimitiveTypeName type) {
            this.type = type;
        }

        private Type column(String name) {
            return this == TEXT
                    ? Types.optional(type)
                            .as(LogicalTypeAnnotation.stringType())
                            .named(name)
                    : Types.optional(type).named(name);
        }
    }

    ParquetTable(Path file, List<Column> columns) throws IOException {
        Files.deleteIfExists(file);
        MessageType schema = new MessageType(
                "table",
                columns.stream().map(each -> each.kind().column(each.name())).toList());
        this.writer = new Builder(new LocalOutputFile(file), new Rows(schema, columns))
                .withConf(new PlainParquetConfiguration())
                .withCodecFactory(new Gzip())
                .withCompressionCodec(CompressionCodecName.GZIP)
                .withWriteMode(ParquetFileWriter.Mode.CREATE)
                .withRowGroupSize(ROW_GROUP_BYTES)
                .build();
    }

    /** @param row a String, an Integer, a Double or null for each column */
    void write(@Nullable Object[] row) throws IOException {
        writer.write(row);
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }

    private static final class Builder extends ParquetWriter.Builder<Object[], Builder> {
        private final Rows rows;

        Builder(OutputFile file, Rows rows) {
            super(file);
            this.rows = rows;
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        @SuppressWarnings("deprecation") // abstract there, and never called with a configuration of the other kind
        protected WriteSupport<Object[]> getWriteSupport(Configuration unused) {
            return rows;
        }

        @Override
        protected WriteSupport<Object[]> getWriteSupport(ParquetConfiguration unused) {
            return rows;
        }
    }

    private static final class Rows extends WriteSupport<Object[]> {
        private final MessageType schema;
        private final List<Column> columns;
        private @Nullable RecordConsumer out;

        Rows(MessageType schema, List<Column> columns) {
            this.schema = schema;
            this.columns = columns;
        }

        @Override
        @SuppressWarnings("deprecation") // abstract there
        public WriteContext init(Configuration unused) {
            return new WriteContext(schema, Map.of());
        }

        @Override
        public WriteContext init(ParquetConfiguration unused) {
            return new WriteContext(schema, Map.of());
        }

        @Override
        public void prepareForWrite(RecordConsumer consumer) {
            out = consumer;
        }

        @Override
        public void write(@Nullable Object[] row) {
            RecordConsumer to = out;
            if (to == null) {
                throw new IllegalStateException("not prepared");
            }
            to.startMessage();
            for (int i = 0; i < columns.size(); i++) {
                Object value = row[i];
                if (value != null) {
                    String name = columns.get(i).name();
                    to.startField(name, i);
                    switch (columns.get(i).kind()) {
                        case TEXT -> to.addBinary(Binary.fromString((String) value));
                        case INTEGER -> to.addInteger((Integer) value);
                        case FLOAT -> to.addFloat(((Double) value).floatValue());
                        case DOUBLE -> to.addDouble((Double) value);
                    }
                    to.endField(name, i);
                }
            }
            to.endMessage();
        }
    }

    private static final class Gzip implements CompressionCodecFactory, CompressionCodecFactory.BytesInputCompressor {
        @Override
        public BytesInputCompressor getCompressor(CompressionCodecName name) {
            return this;
        }

        @Override
        public BytesInputDecompressor getDecompressor(CompressionCodecName name) {
            throw new UnsupportedOperationException("nothing is read");
        }

        @Override
        public BytesInput compress(BytesInput page) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
                page.writeAllTo(out);
            }
            return BytesInput.from(bytes.toByteArray());
        }

        @Override
        public CompressionCodecName getCodecName() {
            return CompressionCodecName.GZIP;
        }

        @Override
        public void release() {}
    }
}
