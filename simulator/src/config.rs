//! What the process is told: flags before environment before config file before default.

use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use crate::signature::Leniency;

/// The settings of one process.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// Address to listen on.
    pub host: IpAddr,
    /// Port to listen on; 0 takes a free one.
    pub port: u16,
    /// The base of all links, where that is not the request's own host or it is not ours.
    pub public_url: Option<String>,
    /// Whether `X-Forwarded-Host` and `X-Forwarded-Proto` are believed.
    pub trust_proxy: bool,
    /// Name of a shipped scenario, or path of a file.
    pub scenario: String,
    /// Seed of all drawn values; drawn once if absent.
    pub seed: Option<u64>,
    /// What control and console ask for; needed unless the address is loopback.
    pub control_token: Option<String>,
    /// Hosts that notices may go to beside loopback and private ranges.
    pub egress: Vec<String>,
    /// Certificate authorities for https receivers, PEM.
    pub ca_file: Option<PathBuf>,
    /// Whether only the documented form of a signed query is taken.
    pub strict_signature: bool,
    /// How many worlds may live at once.
    pub worlds_max: usize,
    /// Whether the hosted pages show the 仿真 bar.
    pub bar: bool,
    /// Where one JSON object is written once the process is ready.
    pub ready_file: Option<PathBuf>,
    /// How long a request's head may take to come in.
    pub head_patience: Duration,
    /// How long its body may take after that.
    pub body_patience: Duration,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            host: IpAddr::V4(Ipv4Addr::LOCALHOST),
            port: 8_686,
            public_url: None,
            trust_proxy: false,
            scenario: "town".into(),
            seed: None,
            control_token: None,
            egress: Vec::new(),
            ca_file: None,
            strict_signature: false,
            worlds_max: 1_000,
            bar: true,
            ready_file: None,
            head_patience: Duration::from_secs(30),
            body_patience: Duration::from_secs(30),
        }
    }
}

impl Config {
    /// How far a signed query may stray from the documented form.
    pub fn leniency(&self) -> Leniency {
        Leniency { strict: self.strict_signature }
    }
}

/// Settings as flags, environment variables and keys of the config file; what is absent is the default's.
#[derive(Debug, Clone, Default, Args, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Address to listen on [default: 127.0.0.1]
    #[arg(long, env = "REALNAME_HOST")]
    pub host: Option<IpAddr>,
    /// Port to listen on; 0 takes a free one [default: 8686]
    #[arg(long, env = "REALNAME_PORT")]
    pub port: Option<u16>,
    /// Base of all links; needed where callers use another name than localhost or an address
    #[arg(long, env = "REALNAME_PUBLIC_URL")]
    pub public_url: Option<String>,
    /// Believe X-Forwarded-Host and X-Forwarded-Proto
    #[arg(long, env = "REALNAME_TRUST_PROXY", num_args = 0..=1, default_missing_value = "true")]
    pub trust_proxy: Option<bool>,
    /// Name of a shipped scenario, or path of a file [default: town]
    #[arg(long, env = "REALNAME_SCENARIO")]
    pub scenario: Option<String>,
    /// Seed of all drawn values; drawn once if absent
    #[arg(long, env = "REALNAME_SEED")]
    pub seed: Option<u64>,
    /// What control and console ask for; needed unless the address is loopback
    #[arg(long, env = "REALNAME_CONTROL_TOKEN", hide_env_values = true)]
    pub control_token: Option<String>,
    /// Host that notices may go to beside loopback and private ranges; may be repeated
    #[arg(long, env = "REALNAME_EGRESS", value_delimiter = ',')]
    pub egress: Option<Vec<String>>,
    /// Certificate authorities for https receivers, PEM
    #[arg(long, env = "REALNAME_CA_FILE")]
    pub ca_file: Option<PathBuf>,
    /// Take only the documented form of a signed query
    #[arg(long, env = "REALNAME_STRICT_SIGNATURE", num_args = 0..=1, default_missing_value = "true")]
    pub strict_signature: Option<bool>,
    /// How many worlds may live at once [default: 1000]
    #[arg(long, env = "REALNAME_WORLDS_MAX")]
    pub worlds_max: Option<usize>,
    /// Show the simulation bar on hosted pages [default: true]
    #[arg(long, env = "REALNAME_BAR", num_args = 0..=1, default_missing_value = "true")]
    pub bar: Option<bool>,
    /// Write one JSON object to this file once ready
    #[arg(long, env = "REALNAME_READY_FILE")]
    pub ready_file: Option<PathBuf>,
}

impl Settings {
    /// These settings where they say something, `weaker` ones where not.
    #[must_use]
    pub fn or(self, weaker: Self) -> Self {
        Self {
            host: self.host.or(weaker.host),
            port: self.port.or(weaker.port),
            public_url: self.public_url.or(weaker.public_url),
            trust_proxy: self.trust_proxy.or(weaker.trust_proxy),
            scenario: self.scenario.or(weaker.scenario),
            seed: self.seed.or(weaker.seed),
            control_token: self.control_token.or(weaker.control_token),
            egress: self.egress.or(weaker.egress),
            ca_file: self.ca_file.or(weaker.ca_file),
            strict_signature: self.strict_signature.or(weaker.strict_signature),
            worlds_max: self.worlds_max.or(weaker.worlds_max),
            bar: self.bar.or(weaker.bar),
            ready_file: self.ready_file.or(weaker.ready_file),
        }
    }

    /// The settings in full.
    ///
    /// # Errors
    /// What does not go together.
    pub fn resolve(self) -> Result<Config, ConfigError> {
        let default = Config::default();
        let public_url = match self.public_url {
            None => None,
            Some(text) => match url::Url::parse(&text) {
                Ok(url) if matches!(url.scheme(), "http" | "https") => {
                    Some(text.trim_end_matches('/').to_owned())
                }
                _ => return Err(ConfigError::PublicUrl(text)),
            },
        };
        let config = Config {
            host: self.host.unwrap_or(default.host),
            port: self.port.unwrap_or(default.port),
            public_url,
            trust_proxy: self.trust_proxy.unwrap_or(default.trust_proxy),
            scenario: self.scenario.unwrap_or(default.scenario),
            seed: self.seed,
            control_token: self.control_token.filter(|token| !token.is_empty()),
            egress: self.egress.unwrap_or_default(),
            ca_file: self.ca_file,
            strict_signature: self.strict_signature.unwrap_or(default.strict_signature),
            worlds_max: self.worlds_max.unwrap_or(default.worlds_max),
            bar: self.bar.unwrap_or(default.bar),
            ready_file: self.ready_file,
            head_patience: default.head_patience,
            body_patience: default.body_patience,
        };
        if !config.host.is_loopback() && config.control_token.is_none() {
            return Err(ConfigError::Unguarded(config.host));
        }
        Ok(config)
    }
}

/// Settings that the process cannot start with.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// Control would be open to other machines.
    #[error(
        "listening on {0} opens the control API to other machines\nhint: give --control-token, or listen on 127.0.0.1"
    )]
    Unguarded(IpAddr),
    /// Not an address that a browser opens.
    #[error(
        "`{0}` is not a public URL\nhint: write http:// or https:// and a host, such as https://sim.example.test"
    )]
    PublicUrl(String),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_setting_at_all_is_enough() {
        assert_eq!(Settings::default().resolve(), Ok(Config::default()));
    }

    #[test]
    fn the_stronger_setting_wins() {
        let file = Settings { port: Some(1), seed: Some(2), ..Settings::default() };
        let flags = Settings { port: Some(3), ..Settings::default() };
        let config = flags.or(file).resolve().expect("sound settings");
        assert_eq!((config.port, config.seed), (3, Some(2)));
    }

    #[test]
    fn another_address_than_loopback_needs_a_token() {
        let open = Settings { host: Some(IpAddr::V4(Ipv4Addr::UNSPECIFIED)), ..Settings::default() };
        assert!(matches!(open.clone().resolve(), Err(ConfigError::Unguarded(_))));
        let guarded = Settings { control_token: Some("made-up".into()), ..open };
        assert!(guarded.resolve().is_ok());
    }
}
