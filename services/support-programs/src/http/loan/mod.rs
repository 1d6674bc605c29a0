//! Loans of the cooperative fund.

mod acts;
mod loans;
mod portfolio;
mod reversals;
mod view;

use htx_kit::http::Routes;

/// Registers the operations.
pub(super) fn routes(config: &mut Routes) {
    config
        .service(loans::list_loans)
        .service(loans::apply_for_loan)
        // Before the loan of that id.
        .service(portfolio::read_loan_portfolio)
        .service(loans::read_loan)
        .service(acts::appraise_loan)
        .service(acts::approve_loan)
        .service(acts::reject_loan)
        .service(acts::withdraw_loan)
        .service(acts::pay_out_loan)
        .service(acts::repay_loan)
        .service(reversals::reverse_loan_repayment)
        .service(reversals::reverse_loan_pay_out);
}
