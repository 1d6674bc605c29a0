//! The front page of a synthetic city in headless Chromium: filled, with its script and without, at the
//! width of a telephone, and by keyboard. Where the machine has no Chromium it says so and tests nothing.

mod browser;

use serde_json::Value;

use crate::{
    command_line::City,
    front_page::browser::{Browser, occurrences},
    harness::{Place, eventually},
};

/// Nothing is missing from the page any more: every figure is known.
async fn city() -> City {
    let city = City::serve(Place::new(), "7").await;
    eventually("each figure is known", async || {
        let seen: Value = city.read("/v1/plan-overview").await;
        let targets = seen["targets"].as_array()?;
        let known = targets.iter().all(|target| target["state"] == "fresh");
        (known && seen["dissolutions"]["state"] == "fresh").then_some(())
    })
    .await;
    city
}

#[tokio::test]
async fn the_front_page_is_filled_with_its_script_and_without_and_fits_a_telephone() {
    let Some(browser) = Browser::find() else { return };
    let city = city().await;
    let address = city.address("/?language=vi");

    // As a visitor sees it, under its policy: only the page's own script has made the buttons.
    let seen = browser.dom(&address);
    assert_eq!(occurrences(&seen, "class=\"number\""), 13, "targets");
    assert!(occurrences(&seen, "role=\"img\"") >= 13, "a bar for each of them");
    assert!(occurrences(&seen, "Dự báo đến 31/12:") >= 9, "their pace");
    assert_eq!(occurrences(&seen, "<tr><th scope=\"row\">") / 30, 1, "a line for each district");
    assert!(occurrences(&seen, "data-value=") > 9 * 30, "with figures");
    assert!(seen.contains("Giải thể theo trạng thái") && seen.contains("<dl class=\"stages\">"));
    assert!(occurrences(&seen, "Báo cáo năm 2025:") >= 3, "late reports, by name");
    assert_eq!(
        occurrences(&seen, "<button type=\"button\""),
        14,
        "each column is sorted by a button"
    );
    // Everything that can be used is reached by keyboard and has a name.
    assert!(seen.contains("class=\"skip\" href=\"#targets\"") && seen.contains("id=\"targets\""));
    assert!(seen.contains("tabindex=\"0\" role=\"region\""), "the table that scrolls");
    assert!(!seen.contains("onclick=") && !seen.contains("tabindex=\"-1\""));

    // On a telephone, without its script.
    let page = city.page("/?language=vi").await;
    let phone = browser.phone(&page);
    assert_eq!(phone["width"], 360, "{phone:#}");
    assert!(phone["needed"].as_i64() <= phone["width"].as_i64(), "it scrolls sideways: {phone:#}");
    assert_eq!(phone["buttons"], 0, "no script has run");
    let text = phone["text"].as_str().unwrap();
    for word in ["Huyện Chương Mỹ", "Giải thể theo trạng thái", "Báo cáo chậm", "Dự báo đến 31/12"]
    {
        assert!(text.contains(word), "{word}: {text}");
    }
    assert_eq!(phone["values"].as_array().unwrap().len(), 13);
    let empty = |value: &Value| value.as_str().is_none_or(|text| text.trim().is_empty());
    assert!(!phone["values"].as_array().unwrap().iter().any(empty), "{phone:#}");

    let english = browser.dom(&city.address("/?language=en"));
    assert!(english.contains("lang=\"en\"") && english.contains("By 31 December:"));
}
