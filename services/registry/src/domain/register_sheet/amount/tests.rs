use super::*;

const IN_MILLIONS: ColumnUnit = ColumnUnit { dong: Some(MILLION), monthly: false };
const IN_DONG: ColumnUnit = ColumnUnit { dong: Some(1), monthly: false };
const UNSAID: ColumnUnit = ColumnUnit { dong: None, monthly: false };

fn dong(text: &str, unit: ColumnUnit) -> Result<i64, AmountError> {
    amount(text, unit, NumberStyle::Vietnamese).map(|amount| amount.dong)
}

#[test]
fn amounts_are_read_in_the_unit_of_the_column() {
    for (text, expected) in [
        ("3000", 3_000_000_000),
        ("1.865", 1_865_000_000),
        ("12.453", 12_453_000_000),
        ("1.234.567", 1_234_567_000_000),
        ("1,5", 1_500_000),
        ("1.5", 1_500_000),
        ("1.865,25", 1_865_250_000),
        ("1,865,000.5", 1_865_000_500_000),
        ("1 865", 1_865_000_000),
        ("0,865", 865_000),
        ("0.865", 865_000),
        ("-159", -159_000_000),
        ("−159", -159_000_000),
        ("(159)", -159_000_000),
        ("lỗ 159", -159_000_000),
        ("0", 0),
        ("251.0", 251_000_000),
        ("1865,3000000000002", 1_865_300_000),
    ] {
        assert_eq!(dong(text, IN_MILLIONS), Ok(expected), "{text}");
    }
}

#[test]
fn a_unit_after_the_amount_goes_before_that_of_the_column() {
    for (text, expected) in [
        ("3.000 triệu", 3_000_000_000),
        ("3 tỷ", 3_000_000_000),
        ("3 TỶ đồng", 3_000_000_000),
        ("1,5 tỷ", 1_500_000_000),
        ("1 tỷ 500 triệu", 1_500_000_000),
        ("500tr", 500_000_000),
        ("500 trđ", 500_000_000),
        ("500 tr.đ", 500_000_000),
        ("3.000.000.000 đ", 3_000_000_000),
        ("3.000.000.000 VNĐ", 3_000_000_000),
        ("500.000 nghìn đồng", 500_000_000),
        ("(12 triệu)", -12_000_000),
    ] {
        for unit in [IN_MILLIONS, IN_DONG, UNSAID] {
            assert_eq!(dong(text, unit), Ok(expected), "{text}");
        }
    }
    let monthly = amount("5 triệu/tháng", IN_MILLIONS, NumberStyle::Vietnamese).unwrap();
    assert_eq!((monthly.dong, monthly.unit_after), (60_000_000, true));
}

#[test]
fn what_cannot_be_known_is_refused() {
    for (text, unit, error) in [
        ("nhiều", IN_MILLIONS, AmountError::NotANumber),
        ("12abc", IN_MILLIONS, AmountError::NotANumber),
        ("12 13", IN_MILLIONS, AmountError::NotANumber),
        ("1.86.5", IN_MILLIONS, AmountError::NotANumber),
        ("1..5", IN_MILLIONS, AmountError::NotANumber),
        ("--5", IN_MILLIONS, AmountError::NotANumber),
        ("5 triệu 3 tỷ", IN_MILLIONS, AmountError::NotANumber),
        ("3 tỷ 5", IN_MILLIONS, AmountError::NotANumber),
        ("", IN_MILLIONS, AmountError::NotANumber),
        ("1.865 tỷ", IN_MILLIONS, AmountError::UnknownUnit),
        ("3000", UNSAID, AmountError::UnknownUnit),
        ("3.000.000.000", IN_MILLIONS, AmountError::OutOfRange),
        ("99999999999999999999999999", IN_DONG, AmountError::OutOfRange),
        ("999999999999999999999999999999999999999999", IN_DONG, AmountError::NotANumber),
    ] {
        assert_eq!(dong(text, unit), Err(error), "{text}");
    }
    assert_eq!(dong("3000000000", UNSAID), Ok(3_000_000_000));
}

#[test]
fn a_fraction_of_a_dong_is_rounded_and_said() {
    let read = amount("1865,3333333", IN_MILLIONS, NumberStyle::Vietnamese).unwrap();
    assert_eq!((read.dong, read.rounded), (1_865_333_333, true));
    assert!(!amount("1865,5", IN_MILLIONS, NumberStyle::Vietnamese).unwrap().rounded);
}

#[test]
fn units_of_headers_and_titles_are_read() {
    for (header, worth) in [
        ("Vốn điều lệ (triệu đồng)", Some(MILLION)),
        ("Vốn điều lệ (trđ)", Some(MILLION)),
        ("Vốn điều lệ (đồng)", Some(1)),
        ("Vốn điều lệ (VNĐ)", Some(1)),
        ("Vốn điều lệ (tỷ)", Some(BILLION)),
        ("Vốn điều lệ (ĐVT: nghìn đồng)", Some(THOUSAND)),
        ("Vốn điều lệ (1.000 đồng)", Some(THOUSAND)),
        ("Vốn điều lệ (1000đ)", Some(THOUSAND)),
        ("Vốn điều lệ, triệu đồng", Some(MILLION)),
        ("Thu nhập BQ (triệu đồng/người/năm)", Some(MILLION)),
        ("Thu nhập BQ lao động", None),
        ("Vốn điều lệ", None),
        ("Vốn điều lệ (nếu có)", None),
    ] {
        assert_eq!(header_unit(header).dong, worth, "{header}");
    }
    assert!(header_unit("Thu nhập (triệu đồng/tháng)").monthly);
    assert_eq!(title_unit("Đơn vị tính: Triệu đồng"), Some(MILLION));
    assert_eq!(title_unit("(ĐVT: nghìn đồng)"), Some(THOUSAND));
    assert_eq!(title_unit("Đơn vị: Huyện Gia Lâm"), None);
}

#[test]
fn counts_are_whole_and_not_negative() {
    for (text, expected) in [
        ("251", Ok(251)),
        ("1.234", Ok(1_234)),
        ("1,234", Ok(1_234)),
        ("251.0", Ok(251)),
        ("12 người", Ok(12)),
        ("30 TV", Ok(30)),
        ("0", Ok(0)),
        ("nhiều", Err(AmountError::NotANumber)),
        ("khoảng 200", Err(AmountError::NotANumber)),
        ("2,5", Err(AmountError::NotANumber)),
        ("-5", Err(AmountError::OutOfRange)),
        ("99999999999", Err(AmountError::OutOfRange)),
    ] {
        assert_eq!(count(text), expected, "{text}");
    }
}

#[test]
fn the_table_tells_what_its_commas_mean() {
    let style = |texts: &[&str]| {
        let mut evidence = StyleEvidence::default();
        texts.iter().for_each(|text| evidence.add(text));
        evidence.style()
    };
    assert_eq!(style(&["1,865", "2,075", "500", "3,000"]), NumberStyle::English);
    assert_eq!(style(&["1,865", "2,075", "3,5", "3,000"]), NumberStyle::Vietnamese);
    assert_eq!(style(&["1,865", "1.500", "3,000", "3,125"]), NumberStyle::Vietnamese);
    assert_eq!(style(&["1,865,000", "500"]), NumberStyle::English);
    assert_eq!(style(&["1,865"]), NumberStyle::Vietnamese);
    let english = amount("1,865", IN_MILLIONS, NumberStyle::English).unwrap();
    assert_eq!(english.dong, 1_865_000_000);
}
