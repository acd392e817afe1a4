package io.pharos.kernel.web;

import io.pharos.spi.error.ConfigException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads certificates and private keys in PEM form. */
final class Pem {
  private static final Pattern SECTION =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");

  /** AlgorithmIdentifier of rsaEncryption with its NULL. */
  private static final byte[] RSA = {
    0x30, 0x0d, 0x06, 0x09, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 1, 1, 1, 5, 0
  };

  /** The object identifier of id-ecPublicKey. */
  private static final byte[] EC = {0x06, 0x07, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 2, 1};

  private static final byte[] VERSION_0 = {2, 1, 0};

  private Pem() {}

  /** All certificates in a text, in order. */
  static List<Certificate> certificates(String text, String what) {
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      List<Certificate> found = new ArrayList<>();
      Matcher sections = SECTION.matcher(text);
      while (sections.find()) {
        if (sections.group(1).equals("CERTIFICATE")) {
          found.add(factory.generateCertificate(new ByteArrayInputStream(bytes(sections))));
        }
      }
      if (found.isEmpty()) {
        throw new ConfigException(what + ": there is no certificate in it");
      }
      return found;
    } catch (CertificateException | IllegalArgumentException e) {
      throw new ConfigException(
          ConfigException.Code.INVALID, what + ": a certificate cannot be read", e);
    }
  }

  /** The first private key in a text: PKCS#8, or the older forms of RSA and EC keys. */
  static PrivateKey privateKey(String text, String what) {
    Matcher sections = SECTION.matcher(text);
    while (sections.find()) {
      try {
        switch (sections.group(1)) {
          case "PRIVATE KEY" -> {
            return pkcs8(bytes(sections));
          }
          case "RSA PRIVATE KEY" -> {
            return key("RSA", wrap(RSA, bytes(sections)));
          }
          case "EC PRIVATE KEY" -> {
            byte[] der = bytes(sections);
            return key("EC", wrap(tagged(0x30, join(EC, curve(der))), der));
          }
          default -> {} // certificates and parameters stand in the same file
        }
      } catch (GeneralSecurityException | IllegalArgumentException e) {
        throw new ConfigException(
            ConfigException.Code.INVALID, what + ": the private key cannot be read", e);
      }
    }
    throw new ConfigException(what + ": there is no unencrypted private key in it");
  }

  private static byte[] bytes(Matcher section) {
    return Base64.getMimeDecoder().decode(section.group(2).getBytes(StandardCharsets.US_ASCII));
  }

  private static PrivateKey pkcs8(byte[] der) throws GeneralSecurityException {
    GeneralSecurityException first = null;
    for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
      try {
        return key(algorithm, der);
      } catch (GeneralSecurityException e) {
        first = first == null ? e : first;
      }
    }
    throw first == null ? new GeneralSecurityException("no algorithm") : first;
  }

  private static PrivateKey key(String algorithm, byte[] der) throws GeneralSecurityException {
    return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
  }

  /** PKCS#8 around the key of an older form. */
  private static byte[] wrap(byte[] algorithm, byte[] key) {
    return tagged(0x30, join(VERSION_0, algorithm, tagged(4, key)));
  }

  /** The object identifier of the curve: the content of the element tagged [0]. */
  private static byte[] curve(byte[] der) {
    int at = content(der, 0);
    while (at < der.length) {
      int inside = content(der, at);
      int end = inside + length(der, at);
      if ((der[at] & 0xff) == 0xa0) {
        return Arrays.copyOfRange(der, inside, end);
      }
      at = end;
    }
    throw new IllegalArgumentException("an EC key without its curve");
  }

  private static int content(byte[] der, int at) {
    int first = der[at + 1] & 0xff;
    return at + 2 + (first < 0x80 ? 0 : first & 0x7f);
  }

  private static int length(byte[] der, int at) {
    int first = der[at + 1] & 0xff;
    if (first < 0x80) {
      return first;
    }
    int length = 0;
    for (int i = 0; i < (first & 0x7f); i++) {
      length = length << 8 | (der[at + 2 + i] & 0xff);
    }
    return length;
  }

  private static byte[] tagged(int tag, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    if (content.length < 0x80) {
      out.write(content.length);
    } else if (content.length < 0x100) {
      out.write(0x81);
      out.write(content.length);
    } else {
      out.write(0x82);
      out.write(content.length >> 8);
      out.write(content.length);
    }
    out.writeBytes(content);
    return out.toByteArray();
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
