package dev.sluice.tenant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which addresses a range holds. */
class AddressRangeTest {

  @ParameterizedTest
  @CsvSource({
    "203.0.113.0/24, 203.0.113.255, true",
    "203.0.113.0/24, 203.0.114.0, false",
    "203.0.113.7, 203.0.113.7, true",
    "203.0.113.7, 203.0.113.8, false",
    "0.0.0.0/0, 8.8.8.8, true",
    "0.0.0.0/0, ::1, false",
    "203.0.113.0/24, ::ffff:203.0.113.9, true",
    "2001:db8::/33, 2001:db8:7fff::1, true",
    "2001:db8::/33, 2001:db8:8000::1, false",
    "::1, 0:0:0:0:0:0:0:1, true",
    "::1, [::1], true",
    "fe80::/10, fe80::1%eth0, true",
    "203.0.113.0/24, localhost, false",
    "203.0.113.0/24, '', false"
  })
  void an_address_is_in_the_range_or_not(String range, String address, boolean in) {
    assertEquals(in, AddressRange.parse(range).orElseThrow().contains(address));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "/", "localhost", "example.com", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/08",
        "10.0.0.1/24", "::/129", "10.0.0/24", "127.1", "0x7f000001", "10.0.0.0/", "300.0.0.1"
      })
  void what_is_no_range_is_refused(String text) {
    assertTrue(AddressRange.parse(text).isEmpty(), text);
  }

  @Property(seed = "2026")
  void a_range_holds_what_shares_its_prefix(
      @ForAll @Size(4) byte[] network,
      @ForAll @Size(4) byte[] address,
      @ForAll @IntRange(max = 32) int bits)
      throws UnknownHostException {
    BigInteger mask = BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE).shiftLeft(32 - bits);
    BigInteger prefix = new BigInteger(1, network).and(mask);
    boolean shares = new BigInteger(1, address).and(mask).equals(prefix);
    byte[] padded = new byte[4];
    byte[] bytes = prefix.toByteArray();
    for (int i = 0; i < Math.min(4, bytes.length); i++) {
      padded[3 - i] = bytes[bytes.length - 1 - i];
    }
    String range = InetAddress.getByAddress(padded).getHostAddress() + "/" + bits;
    assertEquals(
        shares,
        AddressRange.parse(range)
            .orElseThrow()
            .contains(InetAddress.getByAddress(address).getHostAddress()));
  }
}
