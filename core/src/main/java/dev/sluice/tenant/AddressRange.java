package dev.sluice.tenant;

import java.net.InetAddress;
import java.util.Optional;

/**
 * Addresses that share a prefix, as {@code 203.0.113.0/24}, {@code 2001:db8::/32} or one alone. No
 * names: nothing is ever looked up.
 */
public final class AddressRange {
  private final String text;
  private final byte[] network;
  private final int bits;

  private AddressRange(String text, byte[] network, int bits) {
    this.text = text;
    this.network = network;
    this.bits = bits;
  }

  /** Empty where the text is no such range, or has bits set beyond its prefix. */
  public static Optional<AddressRange> parse(String text) {
    int slash = text.indexOf('/');
    Optional<byte[]> address = bytes(slash < 0 ? text : text.substring(0, slash));
    if (address.isEmpty()) {
      return Optional.empty();
    }
    byte[] network = address.get();
    int bits = 8 * network.length;
    if (slash >= 0) {
      String prefix = text.substring(slash + 1);
      if (!prefix.matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(prefix) > bits) {
        return Optional.empty();
      }
      bits = Integer.parseInt(prefix);
    }
    for (int bit = bits; bit < 8 * network.length; bit++) {
      if (bit(network, bit)) {
        return Optional.empty();
      }
    }
    return Optional.of(new AddressRange(text, network, bits));
  }

  /** Whether the address, a literal, is in the range; anything else is not. */
  public boolean contains(String address) {
    Optional<byte[]> bytes = bytes(address);
    if (bytes.isEmpty() || bytes.get().length != network.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      if (bit(network, bit) != bit(bytes.get(), bit)) {
        return false;
      }
    }
    return true;
  }

  /** IPv4 within IPv6 counts as IPv4; a zone ({@code %eth0}) and brackets do not count. */
  private static Optional<byte[]> bytes(String literal) {
    String plain = literal.startsWith("[") ? literal.replaceAll("[\\[\\]]", "") : literal;
    int zone = plain.indexOf('%');
    String address = zone < 0 ? plain : plain.substring(0, zone);
    // The JDK also takes 127.1 and 0x7f000001 for addresses.
    if (!address.contains(":") && !address.matches("\\d{1,3}(\\.\\d{1,3}){3}")) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.ofLiteral(address).getAddress());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static boolean bit(byte[] bytes, int bit) {
    return (bytes[bit / 8] >> (7 - bit % 8) & 1) == 1;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AddressRange range && text.equals(range.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** As it was written. */
  @Override
  public String toString() {
    return text;
  }
}
