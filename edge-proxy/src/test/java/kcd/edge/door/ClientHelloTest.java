package kcd.edge.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import kcd.edge.bed.FirstFlight;
import kcd.edge.door.ClientHello.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientHelloTest {
    private static final int RECORD_HEADER = 5;

    @Test
    void is_whole_with_its_last_byte_and_not_before() {
        // Given
        byte[] hello = FirstFlight.clientHello();

        // When, Then
        for (int length = 0; length < hello.length; length++) {
            assertThat(progress(Arrays.copyOf(hello, length)))
                    .as("%d bytes", length)
                    .isEqualTo(Progress.PART);
        }
        assertThat(progress(hello)).isEqualTo(Progress.WHOLE);
    }

    @ParameterizedTest(name = "{0} bytes a record")
    @ValueSource(ints = {1, 2, 3, 4, 5, 100})
    void may_come_in_many_records(int bytesEach) {
        // Given
        byte[] hello = FirstFlight.clientHello();
        ByteBuf split = Unpooled.buffer();
        for (int at = RECORD_HEADER; at < hello.length; at += bytesEach) {
            int length = Math.min(bytesEach, hello.length - at);
            split.writeByte(22).writeShort(0x0301).writeShort(length).writeBytes(hello, at, length);
        }

        // When, Then
        for (int length = 0; length < split.writerIndex(); length++) {
            assertThat(ClientHello.of(split.slice(0, length))).isEqualTo(Progress.PART);
        }
        assertThat(ClientHello.of(split)).isEqualTo(Progress.WHOLE);
    }

    @Test
    void may_have_something_behind_it() {
        // When
        ByteBuf bytes =
                Unpooled.buffer().writeBytes(FirstFlight.clientHello()).writeBytes(new byte[] {20, 3, 3, 0, 1, 1});

        // Then
        assertThat(ClientHello.of(bytes)).isEqualTo(Progress.WHOLE);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "HTTP, 47",
        "SSL 2, 80",
        "an alert, 15",
        "another major version, 1602",
        "an empty record, 1603010000",
        "another message, 160301000402000000",
        "a record too long, 16030140000100",
        "something else behind a part, 1603010005010000ff001703"
    })
    void is_nothing_else(String what, String hex) {
        // When, Then
        assertThat(progress(ByteBufUtil.decodeHexDump(hex))).as(what).isEqualTo(Progress.NONE);
    }

    @Test
    void has_a_longest_length_however_short_its_records_are() {
        // Given
        ByteBuf bytes = Unpooled.buffer();
        bytes.writeBytes(ByteBufUtil.decodeHexDump("16030100050100ffff00"));

        // When
        while (ClientHello.of(bytes) == Progress.PART) {
            bytes.writeBytes(ByteBufUtil.decodeHexDump("160301000100"));
        }

        // Then
        assertThat(ClientHello.of(bytes)).isEqualTo(Progress.NONE);
        assertThat(bytes.readableBytes()).isBetween(ClientHello.MAX_BYTES, ClientHello.MAX_BYTES + RECORD_HEADER + 1);
    }

    private static Progress progress(byte[] bytes) {
        return ClientHello.of(Unpooled.wrappedBuffer(bytes));
    }
}
