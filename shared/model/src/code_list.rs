//! Code lists: closed sets of codes with a label in both languages.
//!
//! [`code_list!`](crate::code_list::code_list) makes one from a table. The code is what JSON, the
//! database and the API documents hold; the labels are served at `/v1/code-lists`.

use std::{fmt, marker::PhantomData, sync::LazyLock};

use serde::{Deserializer, Serialize, de};

use crate::{
    administrative::{UnitKind, UnitLevel},
    agency::AgencyKind,
    application, certificate, dissolution, duty, indicator,
    language::Language,
    national_system, notification, organisation, people, plan,
    policy::Reach,
    principal, purpose, register_sheet, support, text, trade,
};

/// A closed set of codes with labels. Made by [`code_list!`](crate::code_list::code_list).
pub trait CodeList: Sized + Copy + 'static {
    /// The name of the list, as in `/v1/code-lists`.
    const NAME: &'static str;

    /// Every member, in the order in which they are shown.
    fn all() -> &'static [Self];

    /// The stable code.
    fn code(self) -> &'static str;

    /// The label in a language.
    fn label(self, language: Language) -> &'static str;

    /// The member with this code.
    #[must_use]
    fn parse(code: &str) -> Option<Self> {
        Self::all().iter().copied().find(|member| member.code() == code)
    }

    /// The member with this label in either language, read without case, accents or punctuation:
    /// what spreadsheets hold.
    #[must_use]
    fn from_label(label: &str) -> Option<Self> {
        let wanted = text::words(label);
        Self::all().iter().copied().find(|member| {
            [Language::Vi, Language::En]
                .into_iter()
                .any(|language| text::words(member.label(language)) == wanted)
        })
    }
}

/// The text is no code of the list.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown code {code:?} for {list}; allowed: {}", allowed.join(", "))]
pub struct UnknownCode {
    /// The list that was asked.
    pub list: &'static str,
    /// The code that was given.
    pub code: String,
    /// The codes that the list has.
    pub allowed: Vec<&'static str>,
}

/// The member with this code, or an error that names the codes there are.
///
/// # Errors
/// [`UnknownCode`] where the list has no such code.
pub fn parse<T: CodeList>(code: &str) -> Result<T, UnknownCode> {
    T::parse(code).ok_or_else(|| UnknownCode {
        list: T::NAME,
        code: code.to_owned(),
        allowed: T::all().iter().map(|member| member.code()).collect(),
    })
}

/// Reads a member from its code.
///
/// # Errors
/// The deserializer's error, naming the codes there are, for anything else.
pub fn deserialize<'de, T: CodeList, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    struct CodeVisitor<T>(PhantomData<T>);

    impl<T: CodeList> de::Visitor<'_> for CodeVisitor<T> {
        type Value = T;

        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(formatter, "a code of {}", T::NAME)
        }

        fn visit_str<E: de::Error>(self, code: &str) -> Result<T, E> {
            parse(code).map_err(E::custom)
        }
    }
    deserializer.deserialize_str(CodeVisitor(PhantomData))
}

/// The OpenAPI schema of a list: a string with its codes, each explained in both languages.
#[must_use]
pub fn schema<T: CodeList>(
    documentation: &[&str],
) -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
    let mut description: String =
        documentation.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ");
    for member in T::all() {
        let (vi, en) = (member.label(Language::Vi), member.label(Language::En));
        description.push_str(&format!("\n- `{}`: {vi} ({en})", member.code()));
    }
    utoipa::openapi::ObjectBuilder::new()
        .schema_type(utoipa::openapi::Type::String)
        .description(Some(description))
        .enum_values(Some(T::all().iter().map(|member| member.code())))
        .into()
}

/// Makes an enum that is a [`CodeList`] from one table: variant, code, Vietnamese label, English
/// label. The enum reads and writes as its code (serde, `Display`, `FromStr`) and has an OpenAPI
/// schema.
///
/// ```
/// use htx_model::{code_list::{CodeList, code_list}, language::Language};
///
/// code_list! {
///     /// Who carries a stall.
///     pub enum Carrier: "carriers" {
///         /// The buffalo of the village.
///         Buffalo => "buffalo", "Con trâu", "Buffalo";
///         /// A lorry.
///         Lorry => "lorry", "Xe tải", "Lorry";
///     }
/// }
/// assert_eq!(Carrier::parse("lorry"), Some(Carrier::Lorry));
/// assert_eq!(Carrier::Buffalo.label(Language::Vi), "Con trâu");
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! __code_list {
    (
        $(#[doc = $documentation:literal])+
        pub enum $list:ident: $name:literal {
            $($(#[doc = $member:literal])+ $variant:ident => $code:literal, $vi:literal, $en:literal;)+
        }
    ) => {
        $(#[doc = $documentation])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $list { $($(#[doc = $member])+ $variant,)+ }

        impl $crate::code_list::CodeList for $list {
            const NAME: &'static str = $name;

            fn all() -> &'static [Self] {
                &[$(Self::$variant,)+]
            }

            fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }

            fn label(self, language: $crate::language::Language) -> &'static str {
                let (vi, en) = match self { $(Self::$variant => ($vi, $en),)+ };
                match language {
                    $crate::language::Language::Vi => vi,
                    $crate::language::Language::En => en,
                }
            }
        }

        impl ::std::fmt::Display for $list {
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                formatter.pad($crate::code_list::CodeList::code(*self))
            }
        }

        impl ::std::str::FromStr for $list {
            type Err = $crate::code_list::UnknownCode;

            fn from_str(code: &str) -> Result<Self, Self::Err> {
                $crate::code_list::parse(code)
            }
        }

        impl ::serde::Serialize for $list {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str($crate::code_list::CodeList::code(*self))
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $list {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::code_list::deserialize(deserializer)
            }
        }

        impl ::utoipa::PartialSchema for $list {
            fn schema() -> ::utoipa::openapi::RefOr<::utoipa::openapi::Schema> {
                $crate::code_list::schema::<Self>(&[$($documentation),+])
            }
        }

        impl ::utoipa::ToSchema for $list {}
    };
}
#[doc(inline)]
pub use __code_list as code_list;

/// One list, as `/v1/code-lists` serves it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct CodeListEntry {
    /// The name of the list.
    #[schema(examples("organisation_kinds"))]
    pub name: &'static str,
    /// Its codes, in the order in which they are shown.
    pub codes: Vec<LabelledCode>,
}

/// A code with its labels.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct LabelledCode {
    /// The stable code.
    #[schema(examples("cooperative"))]
    pub code: &'static str,
    /// The Vietnamese term.
    #[schema(examples("Hợp tác xã"))]
    pub label_vi: &'static str,
    /// The English term.
    #[schema(examples("Cooperative"))]
    pub label_en: &'static str,
}

impl LabelledCode {
    /// A member of a list with its labels.
    #[must_use]
    pub fn of<T: CodeList>(member: T) -> Self {
        Self {
            code: member.code(),
            label_vi: member.label(Language::Vi),
            label_en: member.label(Language::En),
        }
    }
}

impl CodeListEntry {
    /// The entry of a list, so that a service can add its own lists to the common ones.
    #[must_use]
    pub fn of<T: CodeList>() -> Self {
        let codes = T::all().iter().copied().map(LabelledCode::of).collect();
        Self { name: T::NAME, codes }
    }
}

/// Every list of the common vocabulary, by name.
#[must_use]
pub fn code_lists() -> &'static [CodeListEntry] {
    static LISTS: LazyLock<Vec<CodeListEntry>> = LazyLock::new(|| {
        let mut lists = vec![
            CodeListEntry::of::<organisation::OrganisationKind>(),
            CodeListEntry::of::<organisation::OrganisationStatus>(),
            CodeListEntry::of::<organisation::OrganisationAction>(),
            CodeListEntry::of::<organisation::Sector>(),
            CodeListEntry::of::<organisation::Rating>(),
            CodeListEntry::of::<organisation::MemberKind>(),
            CodeListEntry::of::<organisation::SizeClass>(),
            CodeListEntry::of::<people::HolderType>(),
            CodeListEntry::of::<people::LeaveReason>(),
            CodeListEntry::of::<people::ContributionKind>(),
            CodeListEntry::of::<people::Movement>(),
            CodeListEntry::of::<people::Position>(),
            CodeListEntry::of::<people::SigningKind>(),
            CodeListEntry::of::<people::PetitionState>(),
            CodeListEntry::of::<people::PetitionAction>(),
            CodeListEntry::of::<purpose::PersonalDataKind>(),
            CodeListEntry::of::<register_sheet::ProblemCode>(),
            CodeListEntry::of::<register_sheet::RepairCode>(),
            CodeListEntry::of::<AgencyKind>(),
            CodeListEntry::of::<UnitKind>(),
            CodeListEntry::of::<UnitLevel>(),
            CodeListEntry::of::<principal::Role>(),
            CodeListEntry::of::<principal::PrincipalKind>(),
            CodeListEntry::of::<Reach>(),
            CodeListEntry::of::<application::ApplicationKind>(),
            CodeListEntry::of::<application::ApplicationState>(),
            CodeListEntry::of::<application::ApplicationAction>(),
            CodeListEntry::of::<application::BranchKind>(),
            CodeListEntry::of::<application::Mender>(),
            CodeListEntry::of::<application::SuccessionKind>(),
            CodeListEntry::of::<indicator::Indicator>(),
            CodeListEntry::of::<indicator::DissolutionIndicator>(),
            CodeListEntry::of::<indicator::TradeIndicator>(),
            CodeListEntry::of::<indicator::SupportIndicator>(),
            CodeListEntry::of::<indicator::Unit>(),
            CodeListEntry::of::<indicator::Breakdown>(),
            CodeListEntry::of::<national_system::MatchReason>(),
            CodeListEntry::of::<national_system::NationalField>(),
            CodeListEntry::of::<national_system::PairKind>(),
            CodeListEntry::of::<national_system::DifferenceState>(),
            CodeListEntry::of::<national_system::Take>(),
            CodeListEntry::of::<certificate::CertificateStatus>(),
            CodeListEntry::of::<certificate::CertificateAction>(),
            CodeListEntry::of::<duty::ReportOrigin>(),
            CodeListEntry::of::<duty::ReportFlag>(),
            CodeListEntry::of::<duty::RatingState>(),
            CodeListEntry::of::<duty::RatingAction>(),
            CodeListEntry::of::<duty::Criterion>(),
            CodeListEntry::of::<duty::Exemption>(),
            CodeListEntry::of::<duty::SizeField>(),
            CodeListEntry::of::<duty::FactSource>(),
            CodeListEntry::of::<duty::DormancyState>(),
            CodeListEntry::of::<duty::DormancyAction>(),
            CodeListEntry::of::<duty::ReminderKind>(),
        ];
        lists.extend(dissolution::code_lists());
        lists.extend(support::code_lists());
        lists.extend(trade::code_lists());
        lists.extend(notification::code_lists());
        lists.extend(plan::code_lists());
        lists.sort_by_key(|list| list.name);
        lists
    });
    &LISTS
}

#[cfg(test)]
mod tests;
