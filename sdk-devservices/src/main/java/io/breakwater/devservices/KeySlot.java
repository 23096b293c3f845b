package io.breakwater.devservices;

import java.nio.charset.StandardCharsets;

/** In which of a Cluster's slots a key lies: CRC16 (XMODEM) of its hash tag, or else of all of it. */
final class KeySlot {

    static final int COUNT = 16_384;

    private static final int POLYNOMIAL = 0x1021;

    private KeySlot() {}

    static int of(String key) {
        return crc16(tag(key).getBytes(StandardCharsets.UTF_8)) % COUNT;
    }

    /** What stands between the first brace and the next closing one, unless that is nothing. */
    private static String tag(String key) {
        int open = key.indexOf('{');
        int close = key.indexOf('}', open + 1);
        return open >= 0 && close > open + 1 ? key.substring(open + 1, close) : key;
    }

    private static int crc16(byte[] bytes) {
        int crc = 0;
        for (byte b : bytes) {
            crc ^= (b & 0xff) << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 0x8000) == 0 ? crc << 1 : crc << 1 ^ POLYNOMIAL;
            }
            crc &= 0xffff;
        }
        return crc;
    }
}
