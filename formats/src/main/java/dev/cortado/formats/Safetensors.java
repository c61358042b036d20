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
 * A file of named tensors: the length of a header, the header in JSON, the numbers. It holds no
 * code, and reading it runs none.
 *
 * <pre>{@code
 * var tensors = new LinkedHashMap<String, Tensor>();
 * tensors.put("weight", Tensor.of(1, 2, 3));
 * Safetensors.of(tensors).write(Path.of("w.safetensors"));
 * Safetensors.read(Path.of("w.safetensors")).tensors().get("weight");   // [1. 2. 3.]
 * }</pre>
 *
 * <p>What is wrong with a file is told by a {@link FormatException} of one line. Names in a file
 * are names and nothing else: no file, class or method is looked for by them.
 *
 * <p>Reading allocates at most 80 bytes for each byte of the file and 1 MiB, whatever the file
 * says; for files that are mostly {@code F32} numbers it is about 3 bytes for each byte, for a text
 * about 6.
 *
 * <p>Files written here carry a checksum over all they say, under {@link #CHECKSUM}; a file that
 * has one is held to it.
 *
 * @param metadata texts by name
 * @param tensors by name, in the order in which they lie in the file
 */
public record Safetensors(
    SequencedMap<String, String> metadata, SequencedMap<String, Tensor> tensors) {

  /** The name of the checksum among the metadata. */
  public static final String CHECKSUM = "cortado.sha256";

  /** Which numbers are let in. */
  public enum Values {
    /** NaN and infinity are refused: a model with them gives nothing else. */
    FINITE,
    /** All, for looking at what went wrong. */
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

  /** Reads a file whose numbers are finite. */
  public static Safetensors read(Path path) {
    return read(path, Values.FINITE);
  }

  /** Reads a file. */
  public static Safetensors read(Path path, Values values) {
    return WholeFile.read(
        path, (place, size, in) -> new SafetensorsReader(place, size, in, values).read());
  }

  /**
   * Reads weights that another program wrote into a model: the file has a tensor for each of the
   * names of {@link Layer#state}, of the same shape, and no other. If anything does not fit,
   * nothing in the model is changed.
   *
   * <p>The weights of a {@link dev.cortado.nn.Dense} are {@code [in, out]}. PyTorch's are {@code
   * [out, in]}, so Python has to turn them before it saves them: {@code weight.T.contiguous()}.
   * Square ones fit either way and are silently wrong if that is forgotten.
   *
   * <pre>{@code
   * // Python: save_file({"weight": linear.weight.T.contiguous(), "bias": linear.bias}, "w.safetensors")
   * Safetensors.readInto(Path.of("w.safetensors"), Dense.of(4, 3));
   * }</pre>
   *
   * <p>A file of Cortado's own is better read by {@link ModelFile#loadInto}, which also compares
   * how the models are built.
   */
  public static void readInto(Path path, Layer model) {
    var cells = new Cells(WholeFile.place(path), read(path).tensors());
    cells.require(model);
    cells.fill(model);
  }

  /** Reads the bytes of a file whose numbers are finite. */
  public static Safetensors read(byte[] bytes) {
    return read(bytes, Values.FINITE);
  }

  /** Reads the bytes of a file. */
  public static Safetensors read(byte[] bytes, Values values) {
    var in = new ByteArrayInputStream(bytes);
    return WholeFile.reading(
        "bytes", () -> new SafetensorsReader("bytes", bytes.length, in, values).read());
  }

  /**
   * Writes a file, all of it or nothing: until it is safely on the disk, the one that was there
   * stays. A link stays too; the file that it leads to is written.
   *
   * @throws java.io.UncheckedIOException if it cannot be written
   */
  public void write(Path path) {
    WholeFile.write(path, new SafetensorsWriter(this)::writeTo);
  }

  /** What {@link #write} writes: the same bytes for the same tensors and texts, everywhere. */
  public byte[] bytes() {
    return new SafetensorsWriter(this).bytes();
  }

  /** The checksum: of the metadata but itself, and of each tensor with its name, by name. */
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
