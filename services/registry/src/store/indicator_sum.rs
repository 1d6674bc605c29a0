//! The sums behind the indicators of a year. The tables add a row for every change of what is counted
//! (migration `indicator_sums`); rows are merged here.

use diesel::{
    QueryDsl as _, RunQueryDsl as _,
    dsl::{count_star, max},
    sql_query,
};
use htx_kit::{db::Connection, each, failure::Failure};

use super::schema::{entry_sum, rating_sum, report_sum};

/// So many changes are read beside what is merged without anybody's noticing.
const CHANGES_MIN: i64 = 2_000;
/// Merging writes all of a table anew: it waits until there are changes of this part of what is merged.
const PART: i64 = 4;

/// A table of sums: its name, what its rows are told apart by, and what is added up.
struct Sums {
    table: &'static str,
    of: &'static str,
    sums: &'static [&'static str],
}

const PLACES: &str = "year, kind, district_code, current_commune_code, stated_on";
const REPORTS: Sums = Sums {
    table: "report_sum",
    of: PLACES,
    sums: &[
        "revenue_count",
        "revenue_millions",
        "revenue_rest",
        "profit_count",
        "profit_millions",
        "profit_rest",
        "income_count",
        "pay_millions",
        "pay_rest",
        "workers",
    ],
};
const RATINGS: Sums =
    Sums { table: "rating_sum", of: PLACES, sums: &["confirmed", "rated", "good_or_fair"] };
const ENTRIES: Sums = Sums {
    table: "entry_sum",
    of: "kind, status, district_code, current_commune_code, registered_year",
    sums: &["entries"],
};

/// Merges the rows of each table that has many changes; how many changes those were.
///
/// # Errors
/// What the database reports.
pub fn merge(connection: &mut Connection) -> Result<usize, Failure> {
    // Of two processes the second finds nothing left.
    connection.lock("indicator sums")?;
    macro_rules! merged {
        ($table:ident, $sums:expr) => {{
            let rows: Vec<(bool, i64, Option<i64>)> = $table::table
                .group_by($table::merged)
                .select(($table::merged, count_star(), max($table::id)))
                .load(connection)?;
            $sums.merge(connection, &rows)?
        }};
    }
    let reports = merged!(report_sum, REPORTS);
    let ratings = merged!(rating_sum, RATINGS);
    Ok(reports + ratings + merged!(entry_sum, ENTRIES))
}

impl Sums {
    /// Merges what there is by whether it was merged before, how many rows, and up to which.
    fn merge(
        &self,
        connection: &mut Connection,
        rows: &[(bool, i64, Option<i64>)],
    ) -> Result<usize, Failure> {
        let sum = |wanted: bool| {
            let own = rows.iter().filter(|(merged, ..)| *merged == wanted);
            own.map(|(_, count, _)| count).sum::<i64>()
        };
        let changes = sum(false);
        if changes < CHANGES_MIN.max(sum(true) / PART) {
            return Ok(0);
        }
        let last = rows.iter().filter_map(|(.., last)| *last).max().unwrap_or_default();
        for statement in self.statements(connection, last) {
            each!(connection, one => sql_query(&statement).execute(one))?;
        }
        Ok(usize::try_from(changes).unwrap_or_default())
    }

    /// PostgreSQL takes and writes anew in one statement: what somebody adds meanwhile is neither taken
    /// nor lost. SQLite has one writer.
    fn statements(&self, connection: &Connection, last: i64) -> Vec<String> {
        let Self { table, of, sums } = self;
        let columns = sums.join(", ");
        let added: Vec<String> = sums.iter().map(|sum| format!("SUM({sum})")).collect();
        let added = added.join(", ");
        let anew = |from: &str| {
            format!(
                "INSERT INTO {table} ({of}, {columns}, merged) \
                 SELECT {of}, {added}, TRUE FROM {from} GROUP BY {of}"
            )
        };
        match connection {
            Connection::Postgresql(_) => {
                let anew = anew("gone");
                vec![format!("WITH gone AS (DELETE FROM {table} RETURNING *) {anew}")]
            }
            // What is written anew has later numbers.
            Connection::Sqlite(_) => {
                vec![anew(table), format!("DELETE FROM {table} WHERE id <= {last}")]
            }
        }
    }
}
