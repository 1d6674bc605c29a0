//! The columns of a row, written out once.

use std::{any::TypeId, cell::RefCell, collections::HashMap, rc::Rc};

use diesel::{
    AppearsOnTable, Expression, QueryResult, SelectableExpression, backend,
    expression::ValidGrouping,
    query_builder::{AstPass, QueryBuilder as _, QueryFragment, QueryId},
};

use super::Backend;

thread_local! {
    /// The text of each selection that was made.
    static TEXTS: RefCell<HashMap<TypeId, Rc<str>>> = RefCell::default();
}

type Builder = <Backend as backend::Backend>::QueryBuilder;

/// A selection of columns, such as `Row::as_select()`, of which the text is kept.
///
/// Diesel writes a statement's text anew each time it runs, and again to bind its values where two
/// databases are behind one connection. Of a read by id, thirty-one columns were a fifth of all that
/// the request cost. For the reads that there are thousands of a second.
pub const fn columns<Selection>(selection: Selection) -> Columns<Selection> {
    Columns(selection)
}

/// See [`columns`].
#[derive(Debug, Clone, Copy, QueryId, ValidGrouping)]
pub struct Columns<Selection>(Selection);

impl<Selection: Expression> Expression for Columns<Selection> {
    type SqlType = Selection::SqlType;
}

impl<Selection, Source> SelectableExpression<Source> for Columns<Selection> where
    Selection: SelectableExpression<Source>
{
}

impl<Selection, Source> AppearsOnTable<Source> for Columns<Selection> where
    Selection: AppearsOnTable<Source>
{
}

impl<Selection> QueryFragment<Backend> for Columns<Selection>
where
    Selection: QueryFragment<Backend> + 'static,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        out.push_sql(&text(&self.0)?);
        Ok(())
    }
}

/// Names in double quotes, as PostgreSQL writes them: SQLite reads them too. Columns bind nothing.
fn text<Selection>(selection: &Selection) -> QueryResult<Rc<str>>
where
    Selection: QueryFragment<Backend> + 'static,
{
    let kind = TypeId::of::<Selection>();
    if let Some(text) = TEXTS.with_borrow(|texts| texts.get(&kind).cloned()) {
        return Ok(text);
    }
    let mut builder = Builder::Postgresql(Default::default());
    selection.to_sql(&mut builder, &Backend::Postgresql(Default::default()))?;
    let text: Rc<str> = builder.finish().into();
    TEXTS.with_borrow_mut(|texts| texts.insert(kind, Rc::clone(&text)));
    Ok(text)
}
