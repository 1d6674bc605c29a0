//! The services that the plan asks, as a test has them answer: with figures of its own, late, or not at
//! all.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use futures_util::{FutureExt as _, future::BoxFuture};
use htx_kit::{
    clock::IdSource,
    failure::Failure,
    indicator::{Asked, Computed, Evidence, EvidenceAsked, EvidenceRecord, Rule, STAGES, Source},
};
use htx_model::{
    administrative::DistrictCode,
    date::Date,
    indicator::{Figure, Unit, measured},
    scope::Placement,
};
use htx_plan::{ASKED, Sources, domain::question::Patience};

/// So short that a test waits for nobody, so long that whoever is there has answered on a busy machine too.
pub(crate) const PATIENCE: Patience =
    Patience { fresh: Duration::from_secs(30), deadline: Duration::from_secs(2) };

/// How a service answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mood {
    Answers,
    /// After the deadline.
    Late,
    /// With a failure, at once.
    Fails,
}

/// What the services say.
#[derive(Debug, Default)]
struct Script {
    moods: BTreeMap<String, Mood>,
    /// The figure of each part of an indicator, by the part's key.
    figures: BTreeMap<String, Vec<(Option<String>, Figure)>>,
    /// The records that are counted, and in which district each lies.
    records: Vec<EvidenceRecord>,
    asked: Vec<(String, Asked)>,
}

/// The services that the plan asks.
#[derive(Debug, Clone, Default)]
pub(crate) struct Services(Arc<Mutex<Script>>);

#[derive(Debug)]
struct Scripted {
    service: &'static str,
    script: Arc<Mutex<Script>>,
    ids: IdSource,
}

impl Services {
    pub(crate) fn sources(&self, ids: IdSource) -> Sources {
        let one = |service: &&'static str| {
            let (service, script) = (*service, Arc::clone(&self.0));
            let source = Scripted { service, script, ids: ids.clone() };
            (service, Arc::new(source) as Arc<dyn Source>)
        };
        ASKED.iter().map(one).collect()
    }

    pub(crate) fn mood(&self, service: &str, mood: Mood) {
        self.0.lock().unwrap().moods.insert(service.to_owned(), mood);
    }

    /// Says what is counted in each place.
    pub(crate) fn count(&self, indicator: &str, places: &[(&str, i64)]) {
        let figure = |count: i64| Figure {
            value: Some(count),
            counted: count,
            numerator: Some(count),
            denominator: count,
            ..Figure::default()
        };
        self.figures(indicator, places.iter().map(|(key, count)| (*key, figure(*count))).collect());
    }

    /// Says the mean of each place, and over how many.
    pub(crate) fn mean(&self, indicator: &str, places: &[(&str, i64, i64)]) {
        let figure = |mean: i64, over: i64| Figure {
            value: Some(mean),
            counted: over,
            numerator: Some(mean * over),
            denominator: over,
            ..Figure::default()
        };
        let places = places.iter().map(|(key, mean, over)| (*key, figure(*mean, *over)));
        self.figures(indicator, places.collect());
    }

    fn figures(&self, indicator: &str, places: Vec<(&str, Figure)>) {
        let places = places.into_iter().map(|(key, figure)| (Some(key.to_owned()), figure));
        self.0.lock().unwrap().figures.insert(indicator.to_owned(), places.collect());
    }

    /// Says which records are counted, one in each of these districts.
    pub(crate) fn records(&self, districts: &[&str]) -> Vec<String> {
        let record = |(number, district): (usize, &&str)| EvidenceRecord {
            id: uuid::Uuid::from_u128(number as u128 + 1),
            kind: "organisation".to_owned(),
            organisation: None,
            counted_on: Date::new(2025, 3, 5),
            numerator: Some(1),
            denominator: Some(1),
            district: DistrictCode::parse(district).ok(),
            commune: None,
            events: Vec::new(),
        };
        let records: Vec<EvidenceRecord> = districts.iter().enumerate().map(record).collect();
        let ids = records.iter().map(|record| record.id.to_string()).collect();
        self.0.lock().unwrap().records = records;
        ids
    }

    /// How often each indicator was asked for since the last time that this was asked.
    pub(crate) fn asked(&self) -> Vec<(String, Asked)> {
        std::mem::take(&mut self.0.lock().unwrap().asked)
    }
}

impl Source for Scripted {
    fn figure(&self, code: &str, asked: &Asked) -> BoxFuture<'static, Result<Computed, Failure>> {
        let mut script = self.script.lock().unwrap();
        script.asked.push((code.to_owned(), asked.clone()));
        let mood = script.moods.get(self.service).copied().unwrap_or(Mood::Answers);
        let parts = script.figures.get(code).cloned().unwrap_or_default();
        let computed = computed(code, asked, parts, &self.ids);
        async move {
            match mood {
                Mood::Answers => Ok(computed),
                Mood::Fails => Err(Failure::unavailable("the service is away")),
                Mood::Late => {
                    tokio::time::sleep(PATIENCE.deadline * 2).await;
                    Ok(computed)
                }
            }
        }
        .boxed()
    }

    fn evidence(
        &self,
        code: &str,
        asked: EvidenceAsked,
    ) -> BoxFuture<'static, Result<Evidence, Failure>> {
        let mood = self.script.lock().unwrap().moods.get(self.service).copied();
        let page = self.page(code, &asked);
        async move {
            match mood {
                Some(Mood::Fails) => Err(Failure::unavailable("the service is away")),
                Some(Mood::Answers | Mood::Late) | None => Ok(page),
            }
        }
        .boxed()
    }
}

impl Scripted {
    fn page(&self, code: &str, asked: &EvidenceAsked) -> Evidence {
        let script = self.script.lock().unwrap();
        let within = |record: &&EvidenceRecord| {
            let placement =
                Placement { district: record.district.as_ref(), ..Placement::default() };
            let of_place =
                asked.place.district.is_none() || asked.place.district == record.district;
            asked.scope.covers(&placement) && of_place
        };
        let all: Vec<EvidenceRecord> = script.records.iter().filter(within).cloned().collect();
        let count = i64::try_from(all.len()).unwrap();
        let whole = Figure { value: Some(count), counted: count, ..Figure::default() };
        let computed = computed(code, &asked.figure, vec![(None, whole)], &self.ids);
        let rest =
            all.into_iter().filter(|record| asked.after.is_none_or(|after| record.id > after));
        let records = rest.take(asked.limit as usize).collect();
        Evidence { computed: asked.with_figure.then_some(computed), records, checkpoint: None }
    }
}

fn computed(
    code: &str,
    asked: &Asked,
    parts: Vec<(Option<String>, Figure)>,
    ids: &IdSource,
) -> Computed {
    let unit = measured(code).map_or(Unit::Cooperative, |measured| measured.unit);
    let (mut whole, mut sum) = (Figure::default(), 0);
    for (_, part) in &parts {
        whole.counted += part.counted;
        whole.denominator += part.denominator;
        sum += part.numerator.unwrap_or_default();
    }
    whole.numerator = Some(sum);
    whole.value = match unit {
        Unit::VndPerYear => sum.checked_div(whole.denominator),
        Unit::BasisPoints => (sum * 10_000).checked_div(whole.denominator),
        Unit::Cooperative | Unit::CooperativeUnion | Unit::TrainingClass => Some(whole.counted),
    };
    let day = |month, day| Date::new(asked.period, month, day).unwrap();
    Computed {
        rule: Rule {
            unit,
            version: 1,
            text_vi: "Đếm".to_owned(),
            text_en: "Count".to_owned(),
            denominator_vi: String::new(),
            denominator_en: String::new(),
            verified: false,
        },
        from: day(1, 1),
        to: asked.as_of.unwrap_or(day(12, 31)),
        whole,
        parts: if asked.by.is_some() || code == STAGES { parts } else { Vec::new() },
        computed_at: ids.now(),
        log_position: 7,
    }
}
