package dev.cortado.formats;

import dev.cortado.data.Fingerprint;
import dev.cortado.data.FormatException;
import dev.cortado.nn.Layer;
import dev.cortado.tensor.Tensor;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * A file of named tensors in the safetensors format: the length of the header, the header as JSON,
 * the numbers. It contains no code, and reading it runs none.
 *
 * <pre>{@code
 * var tensors = new LinkedHashMap<String, Tensor>();
 * tensors.put("weight", Tensor.of(1, 2, 3));
 * Safetensors.of(tensors).write(Path.of("w.safetensors"));
 * Safetensors.read(Path.of("w.safetensors")).tensors().get("weight");   // [1. 2. 3.]
 * }</pre>
 *
 * <p>A {@link FormatException} says in one line what is wrong with a file. The names in a file are
 * never used to find a file, class or method.
 *
 * <p>Reading allocates at most 80 bytes for each byte of the file plus 1 MiB, whatever sizes the
 * file claims; about 3 bytes for each byte of {@code F32} numbers, and about 6 for text.
 *
 * <p>Written files have a checksum of the whole content, under {@link #CHECKSUM}; it is checked if
 * a file has one.
 *
 * @param metadata strings by name
 * @param tensors by name, in the order of the file
 */
public record Safetensors(
    SequencedMap<String, String> metadata, SequencedMap<String, Tensor> tensors) {

  /** The key of the checksum in the metadata. */
  public static final String CHECKSUM = "cortado.sha256";

  /** Which numbers are accepted. */
  public enum Values {
    /** NaN and infinity are refused, since a model with them predicts nothing else. */
    FINITE,
    /** All numbers, for inspecting a broken model. */
    ANY
  }

  public Safetensors {
    metadata = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(metadata));
    tensors = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(tensors));
  }

  /** Tensors without metadata. */
  public static Safetensors of(SequencedMap<String, Tensor> tensors) {
    return new Safetensors(new LinkedHashMap<>(), tensors);
  }

  /** Reads a file; NaN and infinity are refused. */
  public static Safetensors read(Path path) {
    return read(path, Values.FINITE);
  }

  /** Reads a file. */
  public static Safetensors read(Path path, Values values) {
    return FileAccess.read(
        path, (place, size, in) -> new SafetensorsReader(place, size, in, values).read());
  }

  /**
   * Reads weights that another program wrote into a model. The file must have a tensor of the same
   * shape for each name of {@link Layer#state}, and no other. If anything differs, the model is not
   * changed.
   *
   * <p>The weight of a {@link dev.cortado.nn.Dense} is {@code [in, out]}. PyTorch's is {@code [out,
   * in]}, so transpose it in Python before saving: {@code weight.T.contiguous()}. The shape of a
   * square weight fits either way, so forgetting this is not detected.
   *
   * <pre>{@code
   * // Python: save_file({"weight": linear.weight.T.contiguous(), "bias": linear.bias}, "w.safetensors")
   * Safetensors.readInto(Path.of("w.safetensors"), Dense.of(4, 3));
   * }</pre>
   *
   * <p>For a model file of Cortado use {@link ModelFile#loadInto}, which also compares the
   * architectures.
   */
  public static void readInto(Path path, Layer model) {
    var tensors = new ModelTensors(FileAccess.place(path), read(path).tensors());
    tensors.require(model);
    tensors.fill(model);
  }

  /** Reads the bytes of a file; NaN and infinity are refused. */
  public static Safetensors read(byte[] bytes) {
    return read(bytes, Values.FINITE);
  }

  /** Reads the bytes of a file. */
  public static Safetensors read(byte[] bytes, Values values) {
    var in = new ByteArrayInputStream(bytes);
    return FileAccess.reading(
        "bytes", () -> new SafetensorsReader("bytes", bytes.length, in, values).read());
  }

  /**
   * Writes a file whole or not at all: the old file is replaced when the new one is safely on the
   * disk. A symbolic link stays a link, and the file it points to is written.
   *
   * @throws java.io.UncheckedIOException if writing fails
   */
  public void write(Path path) {
    FileAccess.write(path, new SafetensorsWriter(this)::writeTo);
  }

  /** The content of the file: the same bytes for the same tensors and metadata everywhere. */
  public byte[] bytes() {
    return new SafetensorsWriter(this).bytes();
  }

  /** The checksum of the other metadata and of the tensors, each in the order of the names. */
  String checksum() {
    var sum = new Fingerprint();
    new TreeMap<>(metadata)
        .forEach((name, text) -> {
          if (!name.equals(CHECKSUM)) {
            sum.add("text").add(name).add(text);
          }
        });
    new TreeMap<>(tensors).forEach((name, tensor) -> sum.add("tensor").add(name).add(tensor));
    return sum.hex();
  }
}
