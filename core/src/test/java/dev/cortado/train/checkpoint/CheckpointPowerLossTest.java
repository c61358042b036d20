package dev.cortado.train.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cortado.internal.Disk;
import dev.cortado.train.Signal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The power fails after every single request to the disk, and of what was not forced any part has
 * reached it: names in any combination, contents missing, torn, of zeros or whole. A checkpoint
 * whose saving had come to its end is there, or a newer one.
 */
class CheckpointPowerLossTest {

  @TempDir private Path folder;

  /** What is asked of a disk. */
  private sealed interface Request {
    record Create(String name) implements Request {}

    record Write(String name, byte[] bytes) implements Request {}

    record Force(String name) implements Request {}

    record Move(String from, String to) implements Request {}

    record ForceFolder() implements Request {}

    record Delete(String name) implements Request {}

    /** Not asked, but told to the one who saves: this checkpoint is safe now. */
    record Saved(long step) implements Request {}
  }

  /** A real disk, and what was asked of it for a folder. */
  private record NotingDisk(Disk real, Path folder, List<Request> requests) implements Disk {

    /** A file and its name. */
    private static final class Named extends ForwardingChannel {

      private final String name;
      private final List<Request> requests;

      Named(String name, SeekableByteChannel channel, List<Request> requests) {
        super(channel);
        this.name = name;
        this.requests = requests;
      }

      @Override
      public int write(ByteBuffer bytes) throws IOException {
        var copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        requests.add(new Request.Write(name, copy));
        return super.write(bytes);
      }
    }

    private static String name(Path file) {
      return file.getFileName().toString();
    }

    @Override
    public SeekableByteChannel create(Path file) throws IOException {
      requests.add(new Request.Create(name(file)));
      return new Named(name(file), real.create(file), requests);
    }

    @Override
    public void force(SeekableByteChannel channel) throws IOException {
      var named = (Named) channel;
      real.force(named.channel());
      requests.add(new Request.Force(named.name));
    }

    @Override
    public void move(Path from, Path to) throws IOException {
      requests.add(new Request.Move(name(from), name(to)));
      real.move(from, to);
    }

    @Override
    public void forceFolder(Path path) throws IOException {
      real.forceFolder(path);
      // Those above it are forced too, when it is made; that keeps no name in it.
      if (path.equals(folder)) {
        requests.add(new Request.ForceFolder());
      }
    }

    @Override
    public void delete(Path file) throws IOException {
      if (Files.exists(file)) {
        requests.add(new Request.Delete(name(file)));
        real.delete(file);
      }
    }
  }

  /** What is in a file: safely, and in truth. */
  private static final class Content {
    private byte[] forced = {};
    private byte[] written = {};

    private void add(byte[] bytes) {
      var longer = Arrays.copyOf(written, written.length + bytes.length);
      System.arraycopy(bytes, 0, longer, written.length, bytes.length);
      written = longer;
    }

    /** All that it may hold after a loss of power. */
    private List<byte[]> outcomes() {
      return Arrays.equals(forced, written)
          ? List.of(written)
          : List.of(
              forced,
              Arrays.copyOf(written, written.length / 2),
              new byte[written.length],
              written);
    }
  }

  /** A change of names: a file gets one, or loses one. */
  private record Change(String gone, String come) {}

  /** A folder as the system sees it, and as it lies on the disk. */
  private static final class Store {
    private final Map<String, Content> contents = new HashMap<>();
    private final Map<String, Content> safe = new TreeMap<>();
    private final List<Change> changes = new ArrayList<>();
    private final List<Content> changed = new ArrayList<>();
    private long saved = -1;

    void take(Request request) {
      switch (request) {
        case Request.Create(var name) -> link("", name, new Content());
        case Request.Write(var name, var bytes) -> contents.get(name).add(bytes);
        case Request.Force(var name) -> contents.get(name).forced = contents.get(name).written;
        case Request.Move(var from, var to) -> link(from, to, contents.remove(from));
        case Request.Delete(var name) -> link(name, "", contents.remove(name));
        case Request.ForceFolder _ -> {
          apply(safe, -1);
          changes.clear();
          changed.clear();
        }
        case Request.Saved(long step) -> saved = step;
      }
    }

    private void link(String gone, String come, Content content) {
      changes.add(new Change(gone, come));
      changed.add(content);
      if (!come.isEmpty()) {
        contents.put(come, content);
      }
    }

    /** Lets those changes reach the disk whose bits are set. */
    private void apply(Map<String, Content> names, int which) {
      for (int i = 0; i < changes.size(); i++) {
        if ((which >> i & 1) == 1) {
          names.remove(changes.get(i).gone);
          if (!changes.get(i).come.isEmpty()) {
            names.put(changes.get(i).come, changed.get(i));
          }
        }
      }
    }

    /** Every folder that a loss of power may leave. */
    List<Map<String, byte[]>> outcomes() {
      var outcomes = new ArrayList<Map<String, byte[]>>();
      for (int which = 0; which < 1 << changes.size(); which++) {
        var names = new TreeMap<>(safe);
        apply(names, which);
        for (int kind = 0; kind < 4; kind++) {
          var files = new TreeMap<String, byte[]>();
          for (var entry : names.entrySet()) {
            var possible = entry.getValue().outcomes();
            files.put(entry.getKey(), possible.get(Math.min(kind, possible.size() - 1)));
          }
          outcomes.add(files);
        }
      }
      return outcomes;
    }
  }

  private List<Request> requestsOfATraining() {
    var requests = new ArrayList<Request>();
    var at = folder.resolve("training");
    var disk = new NotingDisk(Disk.durable(), at, requests);
    var checkpoints =
        new Checkpoints(new CheckpointFolder(at, disk), 2, Duration.ZERO, System::nanoTime);
    CheckpointsTest.fit(
        CheckpointsTest.model(),
        checkpoints,
        event -> {
          if (!checkpoints.isEmpty()) {
            requests.add(new Request.Saved(checkpoints.latest().step()));
          }
          return Signal.CONTINUE;
        });
    return requests;
  }

  @Test
  void whateverReachesTheDiskWhatWasSavedIsThere() throws IOException {
    var store = new Store();
    var seen = new HashSet<String>();
    int moment = 0;
    for (var request : requestsOfATraining()) {
      store.take(request);
      moment++;
      for (var files : store.outcomes()) {
        if (seen.add(store.saved + text(files))) {
          var at = Files.createDirectory(folder.resolve("outcome" + seen.size()));
          files.forEach((name, bytes) -> write(at.resolve(name), bytes));
          assertWhole(at, store.saved, moment + " requests, " + files.keySet());
        }
      }
    }
    assertThat(seen).hasSizeGreaterThan(300);
  }

  private static void assertWhole(Path at, long saved, String when) {
    var checkpoints = Checkpoints.in(at);
    if (saved >= 0 || !checkpoints.isEmpty()) {
      var found = checkpoints.find();
      assertThat(found.checkpoint().step()).as(when).isGreaterThanOrEqualTo(saved);
      assertThat(found.passedOver()).as(when).isEmpty();
    }
  }

  private static String text(Map<String, byte[]> files) {
    var text = new StringBuilder();
    files.forEach((name, bytes) -> text.append(name).append(Arrays.hashCode(bytes)));
    return text.toString();
  }

  private static void write(Path file, byte[] bytes) {
    try {
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
