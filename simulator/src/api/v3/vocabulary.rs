//! The words of V3 on the wire, each there and back. The wire keeps the vendor's slips to the letter.

use realname_provider::claim::Field;
use realname_provider::flow::Willingness;
use realname_provider::flow::grant::Scope;
use realname_provider::flow::link::ClientType;
use realname_provider::flow::method::face::FaceVendor;
use realname_provider::flow::method::{Method, OrgMethod, OrgProof};
use realname_provider::identity::document::DocumentType;
use realname_provider::identity::organization_code::OrgCodeType;
use realname_provider::org_claim::OrgField;

/// `psnDefaultAuthMode` and the like.
pub fn method(word: &str) -> Option<Method> {
    Method::ALL.into_iter().find(|method| method_word(*method) == word)
}

/// As asked for.
pub fn method_word(method: Method) -> &'static str {
    match method {
        Method::Face => "PSN_FACE",
        Method::Mobile3 => "PSN_MOBILE3",
        Method::Bankcard4 => "PSN_BANKCARD4",
    }
}

/// As recorded: the detailed version (详情版) has words of its own.
pub fn recorded_method_word(method: Method, detailed: bool) -> &'static str {
    match (method, detailed) {
        (Method::Face, _) => "PSN_FACE",
        (Method::Mobile3, false) => "PSN_MOBILE3",
        (Method::Mobile3, true) => "PSN_MOBILE3_DETAILS",
        (Method::Bankcard4, false) => "PSN_BANKCARD4",
        (Method::Bankcard4, true) => "PSN_BANKCARD4_DETAILS",
    }
}

/// `psnEditableFields`.
pub fn editable_field(word: &str) -> Option<Field> {
    match word {
        "name" => Some(Field::Name),
        "IDCardNum" => Some(Field::Document),
        "mobile" => Some(Field::Mobile),
        "bankCardNum" => Some(Field::BankCard),
        _ => None,
    }
}

/// What an identity difference calls a field (auth3/rx8igf).
pub fn field_name(field: Field) -> &'static str {
    match field {
        Field::Name => "姓名",
        Field::Document => "证件号",
        Field::Mobile => "实名手机号",
        Field::BankCard => "银行卡号",
    }
}

/// `psnIDCardType`.
pub fn document_type(word: &str) -> Option<DocumentType> {
    let all = [
        DocumentType::IdCard,
        DocumentType::HongKong,
        DocumentType::Macao,
        DocumentType::Taiwan,
        DocumentType::Passport,
    ];
    all.into_iter().find(|kind| document_type_word(*kind) == word)
}

/// `psnIDCardType`.
pub fn document_type_word(kind: DocumentType) -> &'static str {
    match kind {
        DocumentType::IdCard => "CRED_PSN_CH_IDCARD",
        DocumentType::HongKong => "CRED_PSN_CH_HONGKONG",
        DocumentType::Macao => "CRED_PSN_CH_MACAO",
        DocumentType::Taiwan => "CRED_PSN_CH_TWCARD",
        DocumentType::Passport => "CRED_PSN_PASSPORT",
    }
}

/// `authorizedScopes`.
pub fn scope(word: &str) -> Option<Scope> {
    Scope::ALL.into_iter().find(|scope| scope_word(*scope) == word)
}

/// `authorizedScope`.
pub fn scope_word(scope: Scope) -> &'static str {
    match scope {
        Scope::GetPsnIdentityInfo => "get_psn_identity_info",
        Scope::PsnInitiateSign => "psn_initiate_sign",
        Scope::ManagePsnResource => "manage_psn_resource",
        Scope::PsnSignFileStorage => "psn_sign_file_storage",
        Scope::ApplyPsnEvidence => "apply_psn_evidence",
        Scope::GetOrgIdentityInfo => "get_org_identity_info",
        Scope::OrgInitiateSign => "org_initiate_sign",
        Scope::ManageOrgMember => "manage_org_member",
        Scope::ManageOrgSeal => "manage_org_seal",
        Scope::ManageOrgTemplate => "manage_org_template",
        Scope::UseOrgTemplate => "use_org_template",
        Scope::ManageOrgResource => "manage_org_resource",
        Scope::OrgSignFileStorage => "org_sign_file_storage",
        Scope::OrgApprovalInfo => "org_approval_info",
        Scope::UseOrgOrder => "use_org_order",
        Scope::ApplyOrgEvidence => "apply_org_evidence",
        Scope::OrgFunctionBenefits => "org_function_benefits",
        Scope::ManageOrgContract => "manage_org_contract",
    }
}

/// `authorizedScopes` of a person's link: rights about a person only.
pub fn person_scope(word: &str) -> Option<Scope> {
    scope(word).filter(|scope| scope.is_of_person())
}

/// `orgDefaultAuthMode` and the like: the methods that a word stands for. Which of them the transactor gets
/// depends on who he is.
pub fn org_methods(word: &str) -> Option<Vec<OrgMethod>> {
    match word {
        "ORG_BANK_TRANSFER" => Some(vec![OrgMethod::BankTransfer]),
        "ORG_ALIPAY_CREDIT" => Some(vec![OrgMethod::AlipayQuick]),
        "ORG_LEGALREP_INVOLVED" => Some(vec![OrgMethod::LegalRepInPerson, OrgMethod::LegalRepAuthorization]),
        _ => None,
    }
}

/// `orgAuthMode` of identity-info.
pub fn org_proof_word(proof: OrgProof) -> &'static str {
    match proof {
        OrgProof::AlipayQuick => "ORG_ALIPAY_QUICK",
        OrgProof::LegalRep => "ORG_LEGALREP",
        OrgProof::LegalRepWillingness => "ORG_LEGALREP_WILLINGNESS",
        OrgProof::LegalRepAuthorization => "ORG_LEGALREP_AUTHORIZATION",
        OrgProof::BankTransfer => "ORG_BANK_TRANSFER",
    }
}

/// `orgAuthMode` of a flow, which calls 法人快捷认证 by the word it is asked for.
pub fn flow_org_proof_word(proof: OrgProof) -> &'static str {
    match proof {
        OrgProof::AlipayQuick => "ORG_ALIPAY_CREDIT",
        OrgProof::LegalRep
        | OrgProof::LegalRepWillingness
        | OrgProof::LegalRepAuthorization
        | OrgProof::BankTransfer => org_proof_word(proof),
    }
}

/// `orgEditableFields`. The name is not among them, since it can always be changed.
pub fn org_editable_field(word: &str) -> Option<OrgField> {
    match word {
        "orgNum" => Some(OrgField::Code),
        "legalRepName" => Some(OrgField::LegalRepName),
        "orgBankAccountNum" => Some(OrgField::AccountNumber),
        _ => None,
    }
}

/// `orgIDCardType`.
pub fn org_code_type(word: &str) -> Option<OrgCodeType> {
    let all = [OrgCodeType::Uscc, OrgCodeType::Registration];
    all.into_iter().find(|kind| org_code_type_word(*kind) == word)
}

/// `orgIDCardType`.
pub fn org_code_type_word(kind: OrgCodeType) -> &'static str {
    match kind {
        OrgCodeType::Uscc => "CRED_ORG_USCC",
        OrgCodeType::Registration => "CRED_ORG_REGCODE",
    }
}

/// `clientType`: documented in capitals; clients send `all` too.
pub fn client_type(word: &str) -> Option<ClientType> {
    let all = [ClientType::All, ClientType::H5, ClientType::Pc];
    all.into_iter().find(|kind| client_type_word(*kind).eq_ignore_ascii_case(word))
}

/// `clientType`.
pub fn client_type_word(kind: ClientType) -> &'static str {
    match kind {
        ClientType::All => "ALL",
        ClientType::H5 => "H5",
        ClientType::Pc => "PC",
    }
}

/// `willingnessAuthModes`.
pub fn willingness_word(willingness: Willingness) -> &'static str {
    match willingness {
        Willingness::CodeSms => "CODE_SMS",
        Willingness::CodeMail => "CODE_EMAIL",
        Willingness::Face(FaceVendor::Alipay) => "PSN_FACE_ALIPAY",
        Willingness::Face(FaceVendor::Esign) => "PSN_FACE_ESIGN",
        // Documented, though the pages offer these two to nobody.
        Willingness::Face(FaceVendor::Tencent) => "PSN_FACE_TECENT",
        Willingness::Face(FaceVendor::WeChat) => "PSN_FACE_WECHAT",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_leads_there_and_back() {
        for one in Method::ALL {
            assert_eq!(method(method_word(one)), Some(one));
        }
        for one in Scope::ALL {
            assert_eq!(scope(scope_word(one)), Some(one));
        }
        for one in [ClientType::All, ClientType::H5, ClientType::Pc] {
            assert_eq!(client_type(client_type_word(one)), Some(one));
        }
        assert_eq!(client_type("all"), Some(ClientType::All));
        assert_eq!(document_type("CRED_PSN_PASSPORT"), Some(DocumentType::Passport));
        assert_eq!(
            (method("PSN_FACES"), person_scope("use_org_order"), document_type("")),
            (None, None, None)
        );
    }
}
