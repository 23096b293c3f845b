package io.breakwater.devservices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpRequestReaderTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private HttpRequestReader reader(String bytes) {
        return new HttpRequestReader(new ByteArrayInputStream(bytes.getBytes(StandardCharsets.UTF_8)), out);
    }

    @Test
    void requests_follow_one_another() throws IOException {
        HttpRequestReader reader = reader("POST /a HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc"
                + "GET /b HTTP/1.1\r\nConnection: Close\r\nX: 1\r\nx: 2\r\n\r\n");
        HttpRequestReader.Request first = reader.next();
        assertThat(first.method() + first.path() + first.body()).isEqualTo("POST/aabc");
        assertThat(first.isLast()).isFalse();
        HttpRequestReader.Request second = reader.next();
        assertThat(second.headers()).containsEntry("x", "1, 2");
        assertThat(second.isLast()).isTrue();
        assertThat(reader.next()).isNull();
        assertThat(out.size()).isZero();
    }

    @Test
    void chunks_make_a_body() throws IOException {
        HttpRequestReader reader = reader(String.join(
                "\r\n",
                List.of(
                        "POST / HTTP/1.1",
                        "Transfer-Encoding: chunked",
                        "",
                        "3",
                        "abc",
                        "A ;ext=1",
                        "0123456789",
                        "0",
                        "trailer: x",
                        "",
                        "GET /next HTTP/1.1",
                        "",
                        "")));
        assertThat(reader.next().body()).isEqualTo("abc0123456789");
        assertThat(reader.next().path()).isEqualTo("/next");
    }

    @Test
    void who_expects_to_be_told_is_told_to_go_on() throws IOException {
        reader("POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\nx")
                .next();
        assertThat(out.toString(StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nhost",
                "GET / HTTP/1.1\r\nhost: x\r\n",
                "POST / HTTP/1.1\r\ncontent-length: 2\r\n\r\nx",
                "POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n1\r\nx\r\n"
            })
    void half_a_request_is_the_end(String bytes) {
        assertThatThrownBy(() -> reader(bytes).next()).isInstanceOf(EOFException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "'GET / HTTP/1.0\r\n\r\n', 400, No HTTP/1.1 request: GET / HTTP/1.0",
        "'GET /\r\n\r\n', 400, No HTTP/1.1 request: GET /",
        "'GET / HTTP/1.1\r\nnothing\r\n\r\n', 400, No header: nothing",
        "'POST / HTTP/1.1\r\ncontent-length: x\r\n\r\n', 400, No size of a body: x",
        "'POST / HTTP/1.1\r\ncontent-length: -1\r\n\r\n', 400, Negative size of a body: -1",
        "'POST / HTTP/1.1\r\ncontent-length: 8388609\r\n\r\n', 413, The body is larger than 8388608 bytes",
        "'POST / HTTP/1.1\r\ntransfer-encoding: gzip\r\n\r\n', 400, 'A body is framed by its length or in chunks, not by: gzip'",
        "'POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n1\r\nx\r\n800000\r\n', 413, The body is larger than 8388608 bytes"
    })
    void what_is_wrong_is_said(String bytes, int status, String message) {
        assertThatThrownBy(() -> reader(bytes).next())
                .isInstanceOfSatisfying(
                        LlmRefusal.class,
                        refusal -> assertThat(refusal.error().status()).isEqualTo(status))
                .hasMessage(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /%s HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nx: %s\r\n\r\n"})
    void a_head_has_a_largest_size(String form) {
        String bytes = form.formatted("x".repeat(HttpRequestReader.LARGEST_HEAD));
        assertThatThrownBy(() -> reader(bytes).next())
                .isInstanceOfSatisfying(
                        LlmRefusal.class,
                        refusal -> assertThat(refusal.error().status()).isEqualTo(431));
    }
}
