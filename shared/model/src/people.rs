//! Code lists about the people of an organisation: members, their capital, managers, petitions.

use crate::code_list::code_list;

code_list! {
    /// Who holds a membership (loại chủ thể).
    pub enum HolderType: "holder_types" {
        /// A natural person.
        NaturalPerson => "natural_person", "Cá nhân", "Natural person";
        /// A household, by its representative.
        Household => "household", "Hộ gia đình", "Household";
        /// A legal entity.
        LegalEntity => "legal_entity", "Pháp nhân", "Legal entity";
        /// A cooperative that is a member of a union.
        MemberOrganisation => "member_organisation", "Hợp tác xã thành viên", "Member cooperative";
    }
}

impl HolderType {
    /// Whether what is known of the holder is a natural person's data.
    #[must_use]
    pub const fn is_personal(self) -> bool {
        match self {
            Self::NaturalPerson | Self::Household => true,
            Self::LegalEntity | Self::MemberOrganisation => false,
        }
    }
}

code_list! {
    /// Why a member left (lý do chấm dứt tư cách thành viên).
    pub enum LeaveReason: "leave_reasons" {
        /// By the member's own wish.
        Voluntary => "voluntary", "Tự nguyện xin ra", "By own wish";
        /// Excluded by the general meeting.
        Excluded => "excluded", "Bị khai trừ", "Excluded";
        /// The member's whole capital went to somebody else.
        Transferred => "transferred", "Chuyển nhượng toàn bộ vốn góp", "Transferred all capital";
        /// The member died.
        Deceased => "deceased", "Chết hoặc mất tích", "Died or missing";
        /// The legal entity or member cooperative ended.
        HolderEnded => "holder_ended", "Pháp nhân, hợp tác xã thành viên chấm dứt", "The holder ended";
        /// Membership passed to another organisation by a merger, division or the like.
        Restructured => "restructured", "Theo tổ chức lại", "By restructuring";
    }
}

impl LeaveReason {
    /// Whether somebody decided it, so that a rule can forbid it; the others are facts.
    #[must_use]
    pub const fn is_decided(self) -> bool {
        match self {
            Self::Voluntary | Self::Excluded | Self::Transferred => true,
            Self::Deceased | Self::HolderEnded | Self::Restructured => false,
        }
    }
}

code_list! {
    /// What changed a member's capital (loại biến động vốn góp).
    pub enum ContributionKind: "contribution_kinds" {
        /// What the register knew before movements were recorded.
        Opening => "opening", "Số vốn góp khi nhập sổ", "Balance on entry in the register";
        /// Paid in.
        Contribution => "contribution", "Góp vốn", "Contribution";
        /// Paid back.
        Withdrawal => "withdrawal", "Rút vốn, trả lại vốn góp", "Withdrawal";
        /// Received from another holder.
        TransferIn => "transfer_in", "Nhận chuyển nhượng", "Transferred in";
        /// Passed to another holder.
        TransferOut => "transfer_out", "Chuyển nhượng", "Transferred out";
        /// Inherited: from the deceased, to the heir.
        Inheritance => "inheritance", "Thừa kế", "Inheritance";
    }
}

code_list! {
    /// What is recorded of a member's capital (nghiệp vụ vốn góp).
    pub enum Movement: "capital_movements" {
        /// Paid in.
        Contribution => "contribution", "Góp vốn", "Contribution";
        /// Paid back.
        Withdrawal => "withdrawal", "Rút vốn, trả lại vốn góp", "Withdrawal";
        /// Passed to another member.
        Transfer => "transfer", "Chuyển nhượng cho thành viên khác", "Transfer to another member";
        /// Inherited by another member.
        Inheritance => "inheritance", "Thừa kế bởi thành viên khác", "Inheritance by another member";
    }
}

code_list! {
    /// What a manager is (chức vụ).
    pub enum Position: "manager_positions" {
        /// Chair of the board.
        ChairOfBoard => "chair_of_board", "Chủ tịch Hội đồng quản trị", "Chair of the board";
        /// Member of the board.
        BoardMember => "board_member", "Thành viên Hội đồng quản trị", "Board member";
        /// General director, of a union.
        GeneralDirector => "general_director", "Tổng giám đốc", "General director";
        /// Director.
        Director => "director", "Giám đốc", "Director";
        /// Chief supervisor.
        ChiefSupervisor => "chief_supervisor", "Trưởng Ban kiểm soát", "Chief supervisor";
        /// Supervisor.
        Supervisor => "supervisor", "Kiểm soát viên", "Supervisor";
        /// Chief accountant.
        ChiefAccountant => "chief_accountant", "Kế toán trưởng", "Chief accountant";
        /// Head of a cooperative group.
        GroupHead => "group_head", "Tổ trưởng tổ hợp tác", "Head of the group";
        /// Another legal representative.
        OtherRepresentative => "other_representative", "Người đại diện theo pháp luật khác", "Other legal representative";
    }
}

impl Position {
    /// Whether one person holds it at a time.
    #[must_use]
    pub const fn is_single(self) -> bool {
        match self {
            Self::ChairOfBoard
            | Self::GeneralDirector
            | Self::Director
            | Self::ChiefSupervisor
            | Self::ChiefAccountant
            | Self::GroupHead => true,
            Self::BoardMember | Self::Supervisor | Self::OtherRepresentative => false,
        }
    }
}

code_list! {
    /// How an organisation is signed for (quy tắc ký).
    pub enum SigningKind: "signing_kinds" {
        /// Any one legal representative.
        AnyOne => "any_one", "Bất kỳ người đại diện theo pháp luật nào", "Any one legal representative";
        /// Several legal representatives together.
        Jointly => "jointly", "Nhiều người đại diện cùng ký", "Several legal representatives jointly";
        /// One of the named combinations of managers.
        Combination => "combination", "Theo tổ hợp người ký đã nêu", "A named combination of managers";
    }
}

code_list! {
    /// Where a petition stands (tình trạng kiến nghị).
    pub enum PetitionState: "petition_states" {
        /// Filed with the alliance.
        Received => "received", "Đã tiếp nhận", "Received";
        /// Passed to the agency that is asked.
        Forwarded => "forwarded", "Đã chuyển cơ quan trả lời", "Forwarded";
        /// Answered by that agency.
        Answered => "answered", "Đã trả lời", "Answered";
        /// Settled with whoever filed it.
        Closed => "closed", "Đã kết thúc", "Closed";
        /// Taken back by whoever filed it.
        Withdrawn => "withdrawn", "Đã rút", "Withdrawn";
    }
}

code_list! {
    /// What can be done with a petition (thao tác kiến nghị).
    pub enum PetitionAction: "petition_actions" {
        /// Pass it to the agency that is asked.
        Forward => "forward", "Chuyển cơ quan trả lời", "Forward";
        /// Answer it.
        Answer => "answer", "Trả lời", "Answer";
        /// Settle it with whoever filed it.
        Close => "close", "Kết thúc", "Close";
        /// Take it back.
        Withdraw => "withdraw", "Rút kiến nghị", "Withdraw";
    }
}
