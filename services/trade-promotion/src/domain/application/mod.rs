//! Applications of organisations to take part in an event.

pub mod lifecycle;

use htx_model::{
    date::Date,
    faults::Faults,
    id::{OrganisationId, ProductId, TradeApplicationId, TradeEventId},
    money::Dong,
    refusal::{Refusal, Text},
    trade::events::{Attendance, TradeApplicationState},
};
use serde_json::{Value, json};

use super::preparers::Preparers;

/// The most products of the catalogue that an application names.
pub const PRODUCTS_MAX: usize = 50;
/// The most characters in which other products are told of.
pub const PRODUCTS_LENGTH_MAX: usize = 2_000;

/// What an organisation brings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brought {
    /// Products of the catalogue.
    pub product_ids: Vec<ProductId>,
    /// Others, in words.
    pub products: Option<String>,
}

impl Brought {
    /// The same put right: something, and nothing twice.
    ///
    /// # Errors
    /// Every fault of it.
    pub fn checked(mut self) -> Result<Self, Refusal> {
        let mut faults = Faults::default();
        self.products =
            self.products.map(|text| faults.words("/products", &text, PRODUCTS_LENGTH_MAX));
        if self.product_ids.len() > PRODUCTS_MAX {
            let detail = Text::made(
                format!("Không quá {PRODUCTS_MAX} sản phẩm."),
                format!("At most {PRODUCTS_MAX} products."),
            );
            faults.add("/product_ids", "too_many_products", detail);
        }
        for (at, id) in self.product_ids.iter().enumerate() {
            if self.product_ids[..at].contains(id) {
                let detail =
                    Text::fixed("Sản phẩm này được nêu hai lần.", "This product is named twice.");
                faults.add(format!("/product_ids/{at}"), "product_repeated", detail);
            }
        }
        if self.product_ids.is_empty() && self.products.is_none() {
            let detail = Text::fixed(
                "Phải nêu sản phẩm tham gia: mã trong danh mục hoặc bằng lời.",
                "Name the products: by their ids in the catalogue, or in words.",
            );
            faults.add("/product_ids", "products_missing", detail);
        }
        faults.refuse()?;
        Ok(self)
    }
}

/// An application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Application {
    /// Its id.
    pub id: TradeApplicationId,
    /// For which event.
    pub event: TradeEventId,
    /// Of which organisation.
    pub organisation: OrganisationId,
    /// Where it stands.
    pub state: TradeApplicationState,
    /// What it brings.
    pub brought: Brought,
    /// When it was handed in.
    pub applied_on: Date,
    /// The place that it has.
    pub booth: Option<u32>,
    /// Its number on the waiting list, which it keeps.
    pub waiting_number: Option<u32>,
    /// Whether it came.
    pub attendance: Option<Attendance>,
    /// Whether the state bears a part of what its participation costs.
    pub supported: bool,
    /// What the state bears of it, and what the organisation does; from the settlement on.
    pub shares: Option<Shares>,
    /// Everybody who prepared anything in it: none of them may decide.
    pub prepared_by: Preparers,
}

/// Who bears how much of a participation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct Shares {
    /// What the state bears.
    #[serde(rename = "state_vnd")]
    pub state: Dong,
    /// What the organisation bears.
    #[serde(rename = "participant_vnd")]
    pub participant: Dong,
}

impl Application {
    /// The application as the log has it: without words, in which people may be named.
    #[must_use]
    pub fn logged(&self) -> Value {
        json!({
            "id": self.id,
            "event_id": self.event,
            "organisation_id": self.organisation,
            "state": self.state,
            "product_ids": self.brought.product_ids,
            "applied_on": self.applied_on,
            "booth_number": self.booth,
            "waiting_number": self.waiting_number,
            "attendance": self.attendance,
            "supported": self.supported,
            "shares": self.shares,
        })
    }

    /// What the log only commits to.
    #[must_use]
    pub fn personal(&self, reason: Option<&str>) -> Value {
        json!({ "products": self.brought.products, "reason": reason })
    }
}
