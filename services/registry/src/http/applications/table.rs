//! Applications as a table: the columns of CSV and XLSX.

use htx_kit::http::{listed::column, table::Table};

/// Applications as a table. What people wrote is no part of a list.
pub(super) static APPLICATIONS: Table = Table {
    name: "applications",
    columns: &[
        column("id", "Mã định danh", "Id", "/id"),
        column("kind", "Loại hồ sơ", "Kind", "/kind"),
        column("state", "Tình trạng", "State", "/state"),
        column("name", "Tên tổ chức", "Organisation", "/name"),
        column("organisation_kind", "Loại hình", "Organisation kind", "/organisation_kind"),
        column("organisation_id", "Mã tổ chức", "Organisation id", "/organisation_id"),
        column("commune", "Xã, phường khi đăng ký", "Commune as registered", "/seat/commune"),
        column("district", "Quận, huyện khi đăng ký", "District", "/seat/district"),
        column(
            "current_commune",
            "Xã, phường hiện nay",
            "Commune of today",
            "/seat/current_commune",
        ),
        column("submitted_on", "Ngày nộp", "Submitted on", "/clock/submitted_on"),
        column("due_on", "Hạn giải quyết", "Due on", "/clock/due_on"),
        column("used_days", "Ngày làm việc đã dùng", "Working days used", "/clock/used_days"),
        column("stopped_days", "Ngày làm việc tạm dừng", "Days stopped", "/clock/stopped_days"),
        column("overdue", "Quá hạn", "Overdue", "/clock/overdue"),
        column("decided_on", "Ngày quyết định", "Decided on", "/decision/on"),
        column("decided_by_agency", "Cơ quan quyết định", "Decided by", "/decision/agency"),
        column("certificate_id", "Giấy chứng nhận", "Certificate", "/certificate_id"),
        column("version", "Phiên bản", "Version", "/version"),
        column("recorded_at", "Ghi nhận lúc", "Recorded at", "/recorded_at"),
    ],
};
