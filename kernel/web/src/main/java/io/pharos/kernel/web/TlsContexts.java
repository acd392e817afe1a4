package io.pharos.kernel.web;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.pharos.spi.config.Secret;
import io.pharos.spi.error.ConfigException;
import io.pharos.spi.http.TlsConfig;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** The TLS context of a client, made again when one of its files changes. Thread-safe. */
final class TlsContexts {
  private static final List<String> NAMES = List.of("TLS10", "TLS11", "TLS12", "TLS13");
  private static final List<String> PROTOCOLS = List.of("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3");

  private final TlsConfig config;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private @Nullable SSLContext context;

  @GuardedBy("lock")
  private List<Stamp> stamps = List.of();

  TlsContexts(TlsConfig config) {
    this.config = config;
  }

  private record Stamp(Path path, long modified, long size) {}

  TlsConfig config() {
    return config;
  }

  /**
   * Reads what stands in the configuration itself; files are read when they are needed.
   *
   * @throws ConfigException if it cannot be read
   */
  void checkInline() {
    if (!config.ca().isEmpty()) {
      Pem.certificates(config.ca(), "tls_config.ca");
    }
    if (!config.cert().isEmpty()) {
      Pem.certificates(config.cert(), "tls_config.cert");
    }
    Secret key = config.key();
    if (key != null) {
      Pem.privateKey(key.reveal(), "tls_config.key");
    }
  }

  /** The versions that are offered. */
  String[] protocols() {
    int min = config.minVersion().isEmpty() ? 2 : NAMES.indexOf(config.minVersion());
    int max = config.maxVersion().isEmpty() ? 3 : NAMES.indexOf(config.maxVersion());
    return PROTOCOLS.subList(Math.min(min, max), max + 1).toArray(String[]::new);
  }

  /** The context of now; differs from the last one when a file has changed. */
  SSLContext current() throws IOException {
    lock.lock();
    try {
      List<Stamp> now = stamps();
      SSLContext known = context;
      if (known == null || !now.equals(stamps)) {
        known = make();
        context = known;
        stamps = now;
      }
      return known;
    } finally {
      lock.unlock();
    }
  }

  private List<Stamp> stamps() throws IOException {
    List<Stamp> found = new ArrayList<>(3);
    for (String file : List.of(config.caFile(), config.certFile(), config.keyFile())) {
      if (!file.isEmpty()) {
        Path path = Path.of(file);
        found.add(new Stamp(path, Files.getLastModifiedTime(path).toMillis(), Files.size(path)));
      }
    }
    return found;
  }

  private SSLContext make() throws IOException {
    try {
      SSLContext made = SSLContext.getInstance("TLS");
      made.init(keys(), trust(), null);
      return made;
    } catch (GeneralSecurityException e) {
      throw new IOException("tls: " + e.getMessage(), e);
    } catch (ConfigException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private KeyManager @Nullable [] keys() throws IOException, GeneralSecurityException {
    String certificates = text(config.cert(), config.certFile());
    Secret inline = config.key();
    String key = text(inline == null ? "" : inline.reveal(), config.keyFile());
    if (certificates.isEmpty()) {
      return null;
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "client",
        Pem.privateKey(key, name("key", config.keyFile())),
        new char[0],
        Pem.certificates(certificates, name("cert", config.certFile()))
            .toArray(Certificate[]::new));
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, new char[0]);
    return factory.getKeyManagers();
  }

  private TrustManager @Nullable [] trust() throws IOException, GeneralSecurityException {
    if (config.insecureSkipVerify()) {
      return new TrustManager[] {new TrustingAll()};
    }
    String authorities = text(config.ca(), config.caFile());
    if (authorities.isEmpty()) {
      return null;
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    int number = 0;
    for (Certificate certificate : Pem.certificates(authorities, name("ca", config.caFile()))) {
      store.setCertificateEntry("ca" + number++, certificate);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static String name(String key, String file) {
    return file.isEmpty() ? "tls_config." + key : "tls_config." + key + "_file " + file;
  }

  private static String text(String inline, String file) throws IOException {
    return file.isEmpty() ? inline : Files.readString(Path.of(file));
  }

  /** What {@code insecure_skip_verify} asks for. */
  private static final class TrustingAll extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
