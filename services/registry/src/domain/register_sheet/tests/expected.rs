//! The columns that the variants write, and what must come back.

use super::{writing::*, *};

pub(super) const FULL: [Column; 20] = [
    ("Thành viên Liên minh HTX", alliance),
    ("Tình trạng hoạt động", status),
    ("Xếp loại năm 2023", rating),
    ("Lợi nhuận sau thuế (trđ)", profit_in_millions),
    ("Thu nhập bình quân của lao động (trđ/năm)", income_in_millions),
    ("Tổng doanh thu (Triệu đồng)", revenue_in_millions),
    ("Tổng số lao động", workers),
    ("Tổng số thành viên", members),
    ("Vốn điều lệ (đồng)", capital_in_dong),
    ("Lĩnh vực hoạt động", sector),
    ("Mã ngành nghề chính", line),
    ("Số điện thoại liên hệ", phone),
    ("Chủ tịch HĐQT/Giám đốc", representative),
    ("Huyện", district),
    ("Xã, phường", commune),
    ("Trụ sở", address),
    ("Ngày ĐKKD", date),
    ("MST", number),
    ("Hình thức tổ chức", kind),
    ("TÊN HỢP TÁC XÃ", name),
];

/// The columns that most variants need.
pub(super) const SHORT: [Column; 6] = [
    ("Tên HTX", name),
    ("Loại hình", kind),
    ("Mã số thuế", number),
    ("Ngày thành lập", dotted_date),
    ("Xã/Phường", commune),
    ("Quận/Huyện", district),
];

pub(super) fn short(record: &RegisterRecord) -> RegisterRecord {
    let (kept, mut bare) = (record.clone(), record.clone());
    bare.address = None;
    bare.representative = None;
    bare.phone = None;
    bare.main_business_line = None;
    bare.sector = None;
    bare.charter_capital = None;
    bare.members = None;
    bare.workers = None;
    bare.revenue = None;
    bare.profit = None;
    bare.average_worker_income = None;
    bare.rating = None;
    bare.status = None;
    bare.alliance_member = None;
    bare.figures_year = None;
    RegisterRecord { name: kept.name, ..bare }
}

pub(super) fn shorts() -> Vec<RegisterRecord> {
    records().iter().map(short).collect()
}

#[track_caller]
pub(super) fn assert_all_read(found: &Interpretation, expected: &[RegisterRecord]) {
    assert_eq!(found.problems, [], "{:?}", found.problems.first());
    assert_eq!(found.rows, expected.len());
    for (read, wanted) in read_records(found).iter().zip(expected) {
        assert_eq!(read, &without(wanted.clone(), |_| {}));
    }
}
