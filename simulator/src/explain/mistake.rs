//! The mistakes that callers are known to make with a signature: one row each.

macro_rules! mistakes {
    ($($name:ident $id:literal $sentence:literal)*) => {
        /// A known way to go wrong. Documented by the sentence that the caller reads.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Mistake {
            $(#[doc = $sentence] $name,)*
        }

        impl Mistake {
            /// Every known mistake, in the order of a request's way through the gateway.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// A stable name in snake_case, for tests and filters.
            pub fn id(self) -> &'static str {
                match self { $(Self::$name => $id,)* }
            }

            /// What is wrong and what to change, in English, without a full stop.
            pub fn sentence(self) -> &'static str {
                match self { $(Self::$name => $sentence,)* }
            }
        }
    };
}

mistakes! {
    AuthModeMissing "auth_mode_missing"
        "X-Tsign-Open-Auth-Mode is missing, so the call counts as token mode: send it with the value Signature"
    AuthModeCase "auth_mode_case"
        "X-Tsign-Open-Auth-Mode must be spelt exactly Signature"
    AuthModeUnknown "auth_mode_unknown"
        "X-Tsign-Open-Auth-Mode knows one value: send Signature"
    HeaderMissing "header_missing"
        "signature mode needs X-Tsign-Open-App-Id, X-Tsign-Open-Ca-Timestamp and X-Tsign-Open-Ca-Signature: send all three"
    Sm3Asked "sm3_asked"
        "HmacSM3 is not supported here: sign with HMAC-SHA256 and leave the SM3 headers out"
    TimestampNotANumber "timestamp_not_a_number"
        "X-Tsign-Open-Ca-Timestamp must be Unix milliseconds in 13 digits, and nothing else"
    TimestampSeconds "timestamp_seconds"
        "X-Tsign-Open-Ca-Timestamp counts seconds: send milliseconds, 13 digits"
    TimestampMicroseconds "timestamp_microseconds"
        "X-Tsign-Open-Ca-Timestamp counts finer than milliseconds: send 13 digits"
    TimestampStale "timestamp_stale"
        "X-Tsign-Open-Ca-Timestamp is too old: take it anew for each request, and check the machine's clock"
    TimestampFuture "timestamp_future"
        "X-Tsign-Open-Ca-Timestamp lies in the future: check the machine's clock, and take the time in UTC"

    SignatureMalformed "signature_malformed"
        "the signature is not the Base64 text of 32 bytes: send Base64 of the raw HMAC-SHA256"
    SignatureHex "signature_hex"
        "the signature is sent as hex: send Base64 of the raw bytes"
    SignatureBase64OfHex "signature_base64_of_hex"
        "the signature is Base64 of the hex text: encode the raw bytes instead"
    SignatureBase64Twice "signature_base64_twice"
        "the signature is encoded as Base64 twice: encode it once"
    SignatureUrlSafe "signature_url_safe"
        "the signature uses the URL-safe alphabet: use standard Base64 with + and /"
    SignatureUnpadded "signature_unpadded"
        "the signature lacks the closing = of Base64"
    SignaturePercentEncoded "signature_percent_encoded"
        "the signature header is percent-encoded: send plain Base64"
    SignatureQuoted "signature_quoted"
        "the signature stands in quotes: send it bare"
    HmacSha1 "hmac_sha1"
        "the text is signed with HMAC-SHA1: use HMAC-SHA256"
    HmacMd5 "hmac_md5"
        "the text is signed with HMAC-MD5: use HMAC-SHA256"
    HmacSha512 "hmac_sha512"
        "the text is signed with HMAC-SHA512: use HMAC-SHA256"
    PlainDigest "plain_digest"
        "the signature is a plain SHA-256, not an HMAC: use HMAC-SHA256 with the app secret as its key"
    SecretBlanks "secret_blanks"
        "the secret is used with a blank or a line end around it: trim it where it is read"
    SecretIsAppId "secret_is_app_id"
        "the app id is used as the secret: sign with the app secret"
    SecretCase "secret_case"
        "the secret is used in another letter case: use it exactly as issued"
    SecretDecoded "secret_decoded"
        "the secret is decoded before use: its text itself is the key"
    SecretEmpty "secret_empty"
        "the text is signed with an empty secret: check that the configuration is read"

    MethodCase "method_case"
        "the method must be signed in capitals"
    MethodOther "method_other"
        "another method is signed than the one sent"
    AcceptNotSigned "accept_not_signed"
        "Accept was sent, but its line is empty: sign the header's value"
    AcceptNotSent "accept_not_sent"
        "Accept is signed, but was not sent: send it, or leave its line empty"
    AcceptOther "accept_other"
        "the signed Accept differs from the one sent: the HTTP client may have replaced it"
    Md5NotSigned "md5_not_signed"
        "Content-MD5 was sent, but its line is empty: sign the header's value"
    Md5NotSent "md5_not_sent"
        "the digest of the body is signed, but Content-MD5 did not carry it: send the header as signed"
    Md5Hex "md5_hex"
        "Content-MD5 is hex: use Base64 of the 16 digest bytes"
    Md5Base64OfHex "md5_base64_of_hex"
        "Content-MD5 is Base64 of the hex text: encode the 16 digest bytes instead"
    Md5OfNothing "md5_of_nothing"
        "Content-MD5 is the digest of no bytes, but a body came: digest the body that is sent"
    Md5OfOtherJson "md5_of_other_json"
        "Content-MD5 belongs to the same JSON written in another way: digest the very bytes that are sent"
    Md5OfOtherText "md5_of_other_text"
        "Content-MD5 is not the digest of the body that came: digest the very bytes that are sent"
    BodySigned "body_signed"
        "the body itself is signed: it takes part by its Content-MD5 only"
    ContentTypeNotSigned "content_type_not_signed"
        "Content-Type was sent, but its line is empty: sign the header's value"
    ContentTypeNotSent "content_type_not_sent"
        "Content-Type is signed, but was not sent: send it, or leave its line empty"
    ContentTypeCharset "content_type_charset"
        "Content-Type is signed with another charset, blank or letter case than was sent: sign it exactly as sent"
    ContentTypeOther "content_type_other"
        "another Content-Type is signed than was sent: the HTTP client may have replaced it"
    DateNotSigned "date_not_signed"
        "Date was sent, but its line is empty: sign the header's value, or do not send it"
    DateNotSent "date_not_sent"
        "a date is signed that was not sent as the Date header: send it, or leave the line empty"
    TimestampSigned "timestamp_signed"
        "the timestamp is part of the signed text: it is sent in its header only"

    DateLineMissing "date_line_missing"
        "the empty line of Date is missing: an empty field keeps its line feed"
    EmptyLineMissing "empty_line_missing"
        "the line of an empty field is missing: only Headers goes without its line feed"
    EmptyHeadersLine "empty_headers_line"
        "an empty line stands before the path: without signed headers there is no line for them, and after them just one line feed"
    TrailingLineFeed "trailing_line_feed"
        "the signed text ends in a line feed: end it with the path and its parameters"
    CarriageReturns "carriage_returns"
        "the lines are joined with CR LF: join them with LF"
    LineFeedsEscaped "line_feeds_escaped"
        "the lines are joined with a backslash and the letter n: join them with a line feed"
    LineFeedsMissing "line_feeds_missing"
        "the lines are joined with nothing or a blank: join them with a line feed"

    HeadersNotSigned "headers_not_signed"
        "X-Tsign-Open-Ca-Signature-Headers names headers that are not in the signed text"
    HeadersNotDeclared "headers_not_declared"
        "headers are signed that X-Tsign-Open-Ca-Signature-Headers does not name: name them, or do not sign them"
    HeadersOrder "headers_order"
        "the signed headers must stand in ASCII order of their names"
    HeaderNameCase "header_name_case"
        "the signed headers must be spelt as X-Tsign-Open-Ca-Signature-Headers spells them"
    HeaderColonBlank "header_colon_blank"
        "signed headers are written Key:Value with no blank after the colon"
    HeaderNotSent "header_not_sent"
        "X-Tsign-Open-Ca-Signature-Headers names a header that was not sent: it counts as empty, on a line of its own"
    HeaderHasOwnLine "header_has_own_line"
        "Accept, Content-MD5, Content-Type, Date and the signature headers never stand among the signed headers"

    HostSigned "host_signed"
        "scheme or host is signed: sign the path and its parameters only"
    PathSlash "path_slash"
        "the signed path has a slash too many or too few"
    QueryNotSigned "query_not_signed"
        "only the path is signed, but a query was sent: sign the parameters too"
    QueryOrder "query_order"
        "the parameters are signed in another order: sort them by key in ASCII order"
    QueryEncoded "query_encoded"
        "the parameters are signed percent-encoded: sign their plain values"
    QueryPlus "query_plus"
        "a + of the query is signed as it stands, but means a blank: send a plus as %2B"
    QueryEmptyWithEquals "query_empty_with_equals"
        "a parameter without a value is signed with =: sign its key only"
    QueryEmptyDropped "query_empty_dropped"
        "a parameter without a value is left out of the signed text: sign its key"
    QueryRepeated "query_repeated"
        "a repeated key counts with its first value only"
    QuestionMark "question_mark"
        "the question mark is wrong in the signed text: it stands between path and parameters, and only if there are any"
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn ids_are_distinct_and_sentences_end_without_a_full_stop() {
        let ids: BTreeSet<&str> = Mistake::ALL.iter().map(|mistake| mistake.id()).collect();
        assert_eq!(ids.len(), Mistake::ALL.len());
        for mistake in Mistake::ALL {
            let id = mistake.id();
            assert!(id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_'), "{id}");
            assert!(!mistake.sentence().ends_with('.'), "{id}");
        }
    }
}
