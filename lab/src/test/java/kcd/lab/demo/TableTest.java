package kcd.lab.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TableTest {

    @Test
    void aligns_columns_and_leaves_no_blanks_at_line_ends() {
        // Given
        Table table = new Table("", "who", "what");

        // When
        table.add("ok", "alice", "a");
        table.add("WRONG", "bob", "longer");

        // Then
        assertThat(table.toString().split("\n"))
                .containsExactly(
                        "       who    what", "-----  -----  ------", "ok     alice  a", "WRONG  bob    longer");
    }

    @Test
    void refuses_a_row_of_another_width() {
        Table table = new Table("a", "b");

        assertThatThrownBy(() -> table.add("only one")).isInstanceOf(IllegalArgumentException.class);
    }
}
