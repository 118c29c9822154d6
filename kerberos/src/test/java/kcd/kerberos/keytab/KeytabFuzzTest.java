package kcd.kerberos.keytab;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** A keytab is re-read whenever it changes, and then may be half a file or something else. */
class KeytabFuzzTest {

    @FuzzTest
    void is_refused_or_read(byte[] bytes) {
        try {
            Keytab keytab = Keytab.parse(bytes);
            assertThat(keytab.entries().size() + keytab.unusable().size())
                    .isLessThanOrEqualTo(KeytabReader.MAX_ENTRIES);
            keytab.entries()
                    .forEach(entry ->
                            assertThat(keytab.contains(entry.principal())).isTrue());
        } catch (InvalidKeytabException expected) {
            assertThat(expected).hasMessageNotContaining("\n");
        }
    }
}
