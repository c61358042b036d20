package dev.cortado.tables.read;

import dev.cortado.data.FormatException;
import dev.cortado.internal.SafeText;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** Connects to a database. */
@FunctionalInterface
public interface JdbcDriver {

  /** A new connection; the place is for messages. */
  Connection connect(String url, String place);

  /** A driver of the class path. */
  static JdbcDriver ofClassPath() {
    return (url, place) -> {
      try {
        return DriverManager.getConnection(url);
      } catch (SQLException e) {
        throw failed(place, e);
      }
    };
  }

  /** The driver in a JAR file that the user trusts: its code is run. */
  static JdbcDriver of(Path jar) {
    var name = SafeText.of(jar.toString());
    if (!Files.isRegularFile(jar)) {
      throw new FormatException("JDBC-DRIVER", name, "no such file; name the driver's JAR file");
    }
    var loader = new URLClassLoader(new URL[] {url(jar)}, ClassLoader.getPlatformClassLoader());
    return (url, place) -> {
      try {
        for (var driver : ServiceLoader.load(Driver.class, loader)) {
          if (driver.acceptsURL(url)) {
            var connection = driver.connect(url, new Properties());
            if (connection != null) {
              return connection;
            }
          }
        }
      } catch (SQLException e) {
        throw failed(place, e);
      } catch (ServiceConfigurationError | LinkageError e) {
        throw new FormatException(
            "JDBC-DRIVER",
            name,
            "cannot be used: " + SafeText.of(String.valueOf(e.getMessage())),
            e);
      }
      throw new FormatException("JDBC-DRIVER", name, "has no driver for " + place);
    };
  }

  private static URL url(Path jar) {
    URI uri = jar.toUri();
    try {
      return uri.toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException("file without a URL: " + uri, e);
    }
  }

  private static FormatException failed(String place, SQLException e) {
    return new FormatException(
        "JDBC-OPEN",
        place,
        "cannot connect: " + SafeText.of(String.valueOf(e.getMessage()).strip()),
        e);
  }
}
