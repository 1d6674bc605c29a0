//! The register as a table: the columns of CSV and XLSX.

use htx_kit::http::table::Table;

use super::listed::column;

/// The register as a table. The representative is no part of a list.
pub(super) static ORGANISATIONS: Table = Table {
    name: "organisations",
    columns: &[
        column("id", "Mã định danh", "Id", "/id"),
        column("registration_number", "Mã số", "Registration number", "/registration_number"),
        column("name", "Tên", "Name", "/name"),
        column("kind", "Loại hình", "Kind", "/kind"),
        column("status", "Tình trạng", "Status", "/status"),
        column("registered_on", "Ngày cấp", "Registered on", "/registered_on"),
        column("address_line", "Địa chỉ", "Address", "/address/line"),
        column("commune", "Xã, phường khi đăng ký", "Commune as registered", "/address/commune"),
        column("district", "Quận, huyện khi đăng ký", "District", "/address/district"),
        column(
            "current_commune",
            "Xã, phường hiện nay",
            "Commune of today",
            "/address/current_commune",
        ),
        column(
            "needs_address_review",
            "Cần rà soát địa chỉ",
            "Address to be reviewed",
            "/address/needs_review",
        ),
        column("main_business_line", "Mã ngành chính", "Business line", "/main_business_line"),
        column("sector", "Lĩnh vực", "Sector", "/sector"),
        column(
            "people_credit_fund",
            "Quỹ tín dụng nhân dân",
            "People's credit fund",
            "/people_credit_fund",
        ),
        column(
            "charter_capital_vnd",
            "Vốn điều lệ (đồng)",
            "Charter capital (đồng)",
            "/charter_capital_vnd",
        ),
        column("member_count", "Số thành viên", "Members", "/member_count"),
        column("worker_count", "Số lao động", "Workers", "/worker_count"),
        column(
            "alliance_member",
            "Thành viên Liên minh HTX",
            "Alliance member",
            "/alliance_member",
        ),
        column("version", "Phiên bản", "Version", "/version"),
        column("recorded_at", "Ghi nhận lúc", "Recorded at", "/recorded_at"),
    ],
};
