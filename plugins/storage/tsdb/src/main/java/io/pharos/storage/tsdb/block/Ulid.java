package io.pharos.storage.tsdb.block;

import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * Names of blocks: 48 bits of time and 80 random ones, in Crockford's base 32, so that they sort by
 * time.
 */
public final class Ulid {
  private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final Pattern FORM = Pattern.compile("[0-7][0-9A-HJKMNP-TV-Z]{25}");

  private Ulid() {}

  public static String next(long epochMillis, RandomGenerator random) {
    char[] text = new char[26];
    long time = epochMillis & 0xFFFF_FFFF_FFFFL;
    for (int i = 9; i >= 0; i--) {
      text[i] = DIGITS.charAt((int) (time & 31));
      time >>>= 5;
    }
    for (int i = 10; i < 26; i++) {
      text[i] = DIGITS.charAt(random.nextInt(32));
    }
    return new String(text);
  }

  public static boolean isUlid(String name) {
    return FORM.matcher(name).matches();
  }
}
