package dev.cortado.tables.read;

import dev.hardwood.HardwoodContext;
import dev.hardwood.internal.compression.Decompressor;
import dev.hardwood.internal.compression.DecompressorFactory;
import dev.hardwood.internal.reader.HardwoodContextImpl;
import dev.hardwood.metadata.CompressionCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Gives Hardwood decompressors in plain Java: for Snappy it would load a native library, and for
 * gzip it would if it found one. It has no door for that yet, so its field is set; where that is
 * not allowed, Hardwood's own remain.
 */
final class ParquetCodecs extends DecompressorFactory {

  private static final String LIBDEFLATE = "hardwood.uselibdeflate";

  /** Kept, since a logger that nobody holds forgets its level. */
  private static final Logger LOGGER = Logger.getLogger("dev.hardwood");

  private ParquetCodecs() {
    super(null);
  }

  /** A context with these decompressors, and one thread to read ahead. */
  static HardwoodContext context() {
    if (LOGGER.getLevel() == null) {
      LOGGER.setLevel(Level.WARNING);
    }
    if (System.getProperty(LIBDEFLATE) == null) {
      System.setProperty(LIBDEFLATE, "false"); // looking for it would be a restricted call
    }
    var context = HardwoodContextImpl.create(1);
    try {
      var field = HardwoodContextImpl.class.getDeclaredField("decompressorFactory");
      field.setAccessible(true);
      field.set(context, new ParquetCodecs());
    } catch (ReflectiveOperationException | RuntimeException _) {
      // Files that need no other decompressor can still be read.
    }
    return context;
  }

  @Override
  public Decompressor getDecompressor(CompressionCodec codec) {
    return switch (codec) {
      case UNCOMPRESSED -> super.getDecompressor(codec);
      case SNAPPY -> new SnappyBlocks();
      case GZIP -> new Copied(super.getDecompressor(codec), Gunzip.MOST_RATIO);
      default -> new Copied(super.getDecompressor(codec), Integer.MAX_VALUE);
    };
  }

  /**
   * Copies a block before native code reads it, which would end the process if the mapped file became
   * shorter. Believes no length beyond what a codec can reach.
   */
  private record Copied(Decompressor inner, int mostRatio) implements Decompressor {

    @Override
    public byte[] decompress(ByteBuffer compressed, int length) throws IOException {
      if (length / mostRatio > compressed.remaining()) {
        throw new IOException(compressed.remaining() + " bytes cannot become " + length);
      }
      byte[] block = new byte[compressed.remaining()];
      compressed.get(block);
      return inner.decompress(ByteBuffer.wrap(block), length);
    }

    @Override
    public String getName() {
      return inner.getName();
    }
  }

  private static final class SnappyBlocks implements Decompressor {

    @Override
    public byte[] decompress(ByteBuffer compressed, int length) throws IOException {
      return Snappy.uncompress(compressed, length);
    }

    @Override
    public String getName() {
      return "SNAPPY";
    }
  }
}
