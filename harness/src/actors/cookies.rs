//! A browser's cookies, as far as hosted pages need them: by host and path, session cookies and removal.

use std::collections::BTreeMap;

use url::Url;

/// The cookies of one browser.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cookies(BTreeMap<(String, String, String), String>);

impl Cookies {
    /// Takes a `Set-Cookie` header in.
    pub(crate) fn take(&mut self, url: &Url, header: &str) {
        let mut parts = header.split(';').map(str::trim);
        let Some((name, value)) = parts.next().and_then(|pair| pair.split_once('=')) else {
            return;
        };
        let mut path = default_path(url);
        let mut gone = false;
        for attribute in parts {
            let (key, value) = attribute.split_once('=').unwrap_or((attribute, ""));
            match key.to_ascii_lowercase().as_str() {
                "path" if value.starts_with('/') => path = value.to_owned(),
                "max-age" => gone = value.parse::<i64>().is_ok_and(|seconds| seconds <= 0),
                _ => {}
            }
        }
        let key = (host(url), path, name.to_owned());
        if gone {
            self.0.remove(&key);
        } else {
            self.0.insert(key, value.to_owned());
        }
    }

    /// The `Cookie` header for an address; empty for none. Longer paths first, as browsers do.
    pub(crate) fn header(&self, url: &Url) -> String {
        let host = host(url);
        let mut fitting: Vec<_> =
            self.0.iter().filter(|((of, path, _), _)| *of == host && path_fits(path, url.path())).collect();
        fitting.sort_by_key(|((_, path, _), _)| std::cmp::Reverse(path.len()));
        let pairs: Vec<_> =
            fitting.into_iter().map(|((_, _, name), value)| format!("{name}={value}")).collect();
        pairs.join("; ")
    }
}

/// Cookies do not care about ports.
fn host(url: &Url) -> String {
    url.host_str().unwrap_or_default().to_owned()
}

fn default_path(url: &Url) -> String {
    match url.path().rsplit_once('/') {
        Some(("", _)) | None => "/".to_owned(),
        Some((folder, _)) => folder.to_owned(),
    }
}

fn path_fits(cookie: &str, path: &str) -> bool {
    path == cookie
        || path.strip_prefix(cookie).is_some_and(|rest| cookie.ends_with('/') || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    #[test]
    fn a_cookie_goes_back_where_it_came_from() {
        let mut cookies = Cookies::default();
        cookies.take(&url("http://h:1/auth/page"), "s=1; Path=/; HttpOnly; SameSite=Lax");
        assert_eq!(cookies.header(&url("http://h:1/other")), "s=1");
        assert_eq!(cookies.header(&url("http://elsewhere:1/other")), "");
    }

    #[test]
    fn a_path_fits_whole_segments_only() {
        let mut cookies = Cookies::default();
        cookies.take(&url("http://h/a/b"), "s=1");
        assert_eq!(cookies.header(&url("http://h/a/c")), "s=1");
        assert_eq!(cookies.header(&url("http://h/ab")), "");
    }

    #[test]
    fn an_expired_cookie_is_gone() {
        let mut cookies = Cookies::default();
        cookies.take(&url("http://h/"), "s=1; Path=/");
        cookies.take(&url("http://h/"), "s=; Path=/; Max-Age=0");
        assert_eq!(cookies.header(&url("http://h/")), "");
    }
}
