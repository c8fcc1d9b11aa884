//! The accounts that applications keep of their own users: stories, and what holds for any calls.

use proptest::prelude::*;

use crate::app_accounts::{
    AccountCall, AppAccounts, Handle, Holder, HolderKind, OrganizationHolder, PersonHolder, WhichAccount,
};
use crate::id::AccountId;
use crate::identity::document::{Document, DocumentType};
use crate::identity::organization_code::OrgCodeType;
use crate::identity::organization_document::{OrgDocument, OrgDocumentType};
use crate::input::{Call, Input, Outcome};
use crate::provider::{Founding, Provider};
use crate::refusal::Refusal;
use crate::rules::Rules;
use crate::tests::script::cases;
use crate::tests::story::{Story, check, play};
use crate::tests::town::*;
use crate::time::{Span, Time};

fn call(story: &mut Story, whose: &str, call: AccountCall) -> Result<Outcome, Refusal> {
    story.apply(Input::Call(Call::Account { app: app(whose), call }))
}

fn third_party(own: &str) -> WhichAccount {
    WhichAccount::ThirdParty(own.into())
}

fn open(story: &mut Story, whose: &str, own: &str, holder: Holder) -> Result<AccountId, Refusal> {
    let handle = Handle::ThirdParty(own.into());
    match call(story, whose, AccountCall::Open { handle, holder: Box::new(holder) })? {
        Outcome::Account(id) => Ok(id),
        other => panic!("an account, not {other:?}"),
    }
}

fn change(story: &mut Story, which: WhichAccount, change: Holder) -> Result<Outcome, Refusal> {
    call(story, SHOP, AccountCall::Change { which, change: Box::new(change) })
}

fn delete(story: &mut Story, which: WhichAccount, kind: HolderKind) -> Result<Outcome, Refusal> {
    call(story, SHOP, AccountCall::Delete { which, kind })
}

fn nobody() -> Holder {
    Holder::Person(PersonHolder::default())
}

fn organization(creator: Option<AccountId>) -> OrganizationHolder {
    let uscc = OrgDocumentType::Code(OrgCodeType::Uscc);
    OrganizationHolder {
        creator,
        name: Some(MILL.parse().expect("a name")),
        document_type: Some(uscc),
        document: Some(OrgDocument::parse(uscc, "91350100M000100Y43").expect("a code")),
        ..OrganizationHolder::default()
    }
}

#[test]
fn an_account_is_opened_changed_and_deleted_and_the_next_one_has_another_id() {
    check(
        town(),
        |story| {
            let first = open(story, SHOP, "u1", nobody()).expect("a new account");
            let _ = open(story, SHOP, "u1", Holder::Organization(organization(None)));
            change(story, third_party("u1"), Holder::Person(holder(WANG))).expect("a change");
            let now = story.ask();
            let told = now.app_account(&app(SHOP), &WhichAccount::Id(first), HolderKind::Person);
            assert_eq!(told.expect("it is there").holder, Holder::Person(holder(WANG)));
            delete(story, WhichAccount::Id(first), HolderKind::Person).expect("it is there");
            let _ = delete(story, WhichAccount::Id(first), HolderKind::Person);
            let _ = change(story, third_party("u1"), nobody());
            let second = open(story, SHOP, "u1", nobody()).expect("free again");
            assert_ne!(first, second);
        },
        "
        0s Person u1 opened -> user 1 | AppAccountOpened user 1
        0s Organization u1 opened -> AppAccountExists user 1
        0s u1 changed -> user 1 | AppAccountChanged user 1
        0s user 1 deleted -> done | AppAccountDeleted user 1
        0s user 1 deleted -> AppAccountUnknown
        0s u1 changed -> AppAccountUnknown
        0s Person u1 opened -> user 2 | AppAccountOpened user 2
        ",
    );
}

#[test]
fn an_application_sees_its_own_accounts_alone() {
    play(town(), |story| {
        let shops = open(story, SHOP, "u1", nobody()).expect("a new account");
        let banks = open(story, BANK, "u1", nobody()).expect("another application's");
        assert_ne!(shops, banks);
        let found = |which| {
            let now = story.ask();
            now.app_account(&app(SHOP), &which, HolderKind::Person).map(|account| account.id)
        };
        assert_eq!(found(third_party("u1")), Ok(shops));
        assert_eq!(found(WhichAccount::Id(banks)), Err(Refusal::AppAccountUnknown));
        let _ = delete(story, WhichAccount::Id(banks), HolderKind::Person).expect_err("not its own");
        let stranger = open(story, "7438999999", "u1", nobody());
        assert_eq!(stranger, Err(Refusal::AppUnknown));
    });
}

#[test]
fn persons_and_organizations_are_not_taken_for_each_other() {
    play(town(), |story| {
        let person = open(story, SHOP, "u1", nobody()).expect("a person");
        let mill = open(story, SHOP, "o1", Holder::Organization(organization(Some(person)))).expect("a mill");
        let other_kind = Err(Refusal::AppAccountOfOtherKind);
        let empty = || Holder::Organization(OrganizationHolder::default());
        assert_eq!(change(story, WhichAccount::Id(mill), nobody()), other_kind);
        assert_eq!(change(story, third_party("u1"), empty()), other_kind);
        assert_eq!(delete(story, third_party("o1"), HolderKind::Person), other_kind);
        let found = |which| {
            story.ask().app_account(&app(SHOP), &which, HolderKind::Organization).map(|account| account.id)
        };
        assert_eq!(found(third_party("u1")), Err(Refusal::AppAccountOfOtherKind));
        assert_eq!(found(third_party("o1")), Ok(mill));
        for (creator, refusal) in
            [(mill, Refusal::AppAccountOfOtherKind), (AccountId(7), Refusal::AppAccountUnknown)]
        {
            let made = open(story, SHOP, "o2", Holder::Organization(organization(Some(creator))));
            assert_eq!(made, Err(refusal), "only a person of the application can have created it");
        }
    });
}

#[test]
fn a_document_is_stated_once() {
    play(town(), |story| {
        open(story, SHOP, "u1", nobody()).expect("a new account");
        let state = |story: &mut Story, holder| change(story, third_party("u1"), Holder::Person(holder));
        let passport = DocumentType::Passport;
        let kind = PersonHolder { document_type: Some(passport), ..PersonHolder::default() };
        state(story, kind.clone()).expect("the kind alone may change while there is no number");
        state(story, holder(WANG)).expect("the first document");
        state(story, holder(WANG)).expect("the same one again");
        let fixed = Err(Refusal::AppAccountDocumentFixed);
        let other = PersonHolder { document: holder(LI).document, ..PersonHolder::default() };
        assert_eq!(state(story, other), fixed);
        assert_eq!(state(story, kind), fixed);
        let now = story.ask();
        let account = now.app_account(&app(SHOP), &third_party("u1"), HolderKind::Person);
        assert_eq!(account.expect("it is there").holder, Holder::Person(holder(WANG)), "nothing has changed");
    });
}

#[test]
fn an_application_keeps_so_many_accounts_of_one_number() {
    let founding = Founding { rules: Rules { accounts_per_document_max: 2, ..Rules::default() }, ..town() };
    play(founding, |story| {
        let wang = || Holder::Person(holder(WANG));
        open(story, SHOP, "u1", wang()).expect("the first");
        open(story, SHOP, "u2", nobody()).expect("nobody yet");
        change(story, third_party("u2"), wang()).expect("the second");
        let full = Refusal::AppAccountsExhausted { max: 2 };
        assert_eq!(open(story, SHOP, "u3", wang()), Err(full.clone()));
        open(story, SHOP, "u3", nobody()).expect("nobody yet");
        assert_eq!(change(story, third_party("u3"), wang()), Err(full));
        open(story, BANK, "u3", wang()).expect("another application counts for itself");
        change(story, third_party("u2"), wang()).expect("the same once more counts once");
        delete(story, third_party("u1"), HolderKind::Person).expect("it is there");
        change(story, third_party("u3"), wang()).expect("one has become free");
    });
}

#[test]
fn an_organization_may_be_known_by_its_document_alone() {
    play(town(), |story| {
        let document = organization(None).document.expect("a code");
        let open = |story: &mut Story| {
            let holder = Box::new(Holder::Organization(organization(None)));
            call(story, SHOP, AccountCall::Open { handle: Handle::Document(document.clone()), holder })
        };
        let Ok(Outcome::Account(id)) = open(story) else { panic!("a new account") };
        assert_eq!(open(story), Err(Refusal::AppAccountExists { id }));
        delete(story, WhichAccount::Id(id), HolderKind::Organization).expect("it is there");
        assert!(open(story).is_ok_and(|outcome| outcome != Outcome::Account(id)));
    });
}

#[test]
fn another_name_undoes_a_verification_and_nothing_else_does() {
    play(town(), |story| {
        let id = open(story, SHOP, "u1", Holder::Person(holder(WANG))).expect("a new account");
        let mut provider = story.provider().clone();
        let at = story.now() + Span::minutes(1);
        let stranger = Holder::Person(holder(LI));
        assert!(!provider.app_accounts.verify(id, at, stranger), "somebody else");
        assert!(provider.app_accounts.verify(id, at, Holder::Person(holder(WANG))));
        let verified = |accounts: &AppAccounts| -> Option<Time> {
            accounts.find(&app(SHOP), &third_party("u1"), HolderKind::Person).expect("it is there").verified
        };
        let mut change = |change: PersonHolder| {
            let call =
                AccountCall::Change { which: WhichAccount::Id(id), change: Box::new(Holder::Person(change)) };
            provider.apply(at, Input::Call(Call::Account { app: app(SHOP), call })).expect("a change");
            verified(&provider.app_accounts)
        };
        assert_eq!(change(PersonHolder { mobile: Some(number(LI)), ..holder(WANG) }), Some(at));
        assert_eq!(change(PersonHolder { name: holder(LI).name, ..PersonHolder::default() }), None);
    });
}

#[test]
fn a_kind_is_that_of_the_document() {
    play(town(), |story| {
        let passport = Document::parse(DocumentType::Passport, "E12345678").expect("a passport");
        open(
            story,
            SHOP,
            "u1",
            Holder::Person(PersonHolder {
                document_type: Some(DocumentType::IdCard),
                ..PersonHolder::default()
            }),
        )
        .expect("a new account");
        let stated = PersonHolder { document: Some(passport), ..PersonHolder::default() };
        change(story, third_party("u1"), Holder::Person(stated)).expect("the first document");
        let now = story.ask();
        let account =
            now.app_account(&app(SHOP), &third_party("u1"), HolderKind::Person).expect("it is there");
        assert!(
            matches!(&account.holder, Holder::Person(person) if person.document_type == Some(DocumentType::Passport))
        );
    });
}

/// What an application does with one of a few accounts: by three bits of `what` a person's or an
/// organization's, with a name and a document or without.
fn any_call(own: u8, what: u8) -> AccountCall {
    let bit = |place: u32| what >> place & 1 == 1;
    let holder = if bit(2) {
        let stated = organization(None);
        let document = stated.document.filter(|_| bit(3));
        Holder::Organization(OrganizationHolder { document, ..OrganizationHolder::default() })
    } else {
        let stated = holder(if bit(5) { WANG } else { LI });
        let document = stated.document.filter(|_| bit(3));
        Holder::Person(PersonHolder {
            name: stated.name.filter(|_| bit(4)),
            document,
            ..PersonHolder::default()
        })
    };
    let own: Box<str> = own.to_string().into();
    match what & 0b11 {
        0 | 1 => AccountCall::Open { handle: Handle::ThirdParty(own), holder: Box::new(holder) },
        2 => AccountCall::Change { which: WhichAccount::ThirdParty(own), change: Box::new(holder) },
        _ => AccountCall::Delete { which: WhichAccount::ThirdParty(own), kind: holder.kind() },
    }
}

fn any_calls() -> impl Strategy<Value = Vec<(bool, AccountCall)>> {
    let call = (0..3_u8, any::<u8>()).prop_map(|(own, what)| any_call(own, what));
    prop::collection::vec((any::<bool>(), call), 1..40)
}

fn founded() -> Provider {
    Provider::found(Founding { rules: Rules { accounts_per_document_max: 1, ..Rules::default() }, ..town() })
}

fn give(provider: &mut Provider, whose: &str, call: &AccountCall) -> Result<Outcome, Refusal> {
    let at = provider.last;
    provider.apply(at, Input::Call(Call::Account { app: app(whose), call: call.clone() }))
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn a_refused_call_changes_nothing_and_packing_neither(calls in any_calls()) {
        let mut provider = founded();
        for (shops, call) in calls {
            let before = provider.digest();
            let result = give(&mut provider, if shops { SHOP } else { BANK }, &call);
            prop_assert!(result.is_ok() || provider.digest() == before, "{result:?} by {call:?}");
            provider.take_events();
            provider = Provider::restore(&provider.snapshot()).expect("its own snapshot");
        }
        for account in provider.app_accounts.iter() {
            let found = provider.app_accounts.find(&account.app, &WhichAccount::Id(account.id), account.holder.kind());
            prop_assert_eq!(found, Ok(account));
        }
    }

    #[test]
    fn one_application_never_changes_what_another_gets(calls in any_calls()) {
        let mut together = founded();
        let of = |one: bool| if one { SHOP } else { BANK };
        let got: Vec<_> = calls.iter().map(|(shops, call)| give(&mut together, of(*shops), call)).collect();
        for one in [true, false] {
            let mut alone = founded();
            for ((_, call), got) in calls.iter().zip(&got).filter(|((shops, _), _)| *shops == one) {
                prop_assert_eq!(&give(&mut alone, of(one), call), got);
            }
        }
    }
}
