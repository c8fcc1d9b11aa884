//! Whether the process lives, is ready, and what it has counted.

use std::fmt::Write;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use http_body_util::Full;
use hyper::StatusCode;

use crate::client;
use crate::engine::world::World;
use crate::http::Reply;
use crate::visit::{Answer, Visit};

const TEXT: &str = "text/plain; charset=utf-8";

/// `GET /livez`: the process answers.
pub fn livez(_visit: Visit) -> Answer {
    Box::pin(async { Reply::with(StatusCode::OK, TEXT, "ok\n") })
}

/// `GET /readyz`: there is a world to serve.
pub fn readyz(visit: Visit) -> Answer {
    Box::pin(async move {
        if visit.site.directory.worlds().is_empty() {
            Reply::with(StatusCode::SERVICE_UNAVAILABLE, TEXT, "no world is live\n")
        } else {
            Reply::with(StatusCode::OK, TEXT, "ok\n")
        }
    })
}

/// `GET /metrics`: counters in Prometheus' text form.
pub fn metrics(visit: Visit) -> Answer {
    Box::pin(async move {
        let site = &visit.site;
        let mut text = String::new();
        let worlds = site.directory.worlds();
        let mut gauge = |name: &str, help: &str, kind: &str, rows: &[(String, u64)]| {
            // Writing to a String cannot fail.
            let _ = writeln!(text, "# HELP {name} {help}\n# TYPE {name} {kind}");
            for (labels, value) in rows {
                let _ = writeln!(text, "{name}{labels} {value}");
            }
        };
        let requests = site.metrics.requests.load(Ordering::Relaxed);
        gauge("realname_requests_total", "Requests that came in.", "counter", &[(String::new(), requests)]);
        let answers: Vec<_> = (1_u8..)
            .zip(site.metrics.answers())
            .map(|(class, count)| (format!("{{class=\"{class}xx\"}}"), count))
            .collect();
        gauge("realname_answers_total", "Answers by class of status.", "counter", &answers);
        gauge("realname_worlds", "Live worlds.", "gauge", &[(String::new(), worlds.len() as u64)]);
        let evicted = site.metrics.worlds_evicted.load(Ordering::Relaxed);
        gauge(
            "realname_worlds_evicted_total",
            "Worlds that made room.",
            "counter",
            &[(String::new(), evicted)],
        );
        // A broken world has no counts, and says so in a row of its own.
        let of_worlds = |count: &dyn Fn(&World) -> Option<u64>| -> Vec<(String, u64)> {
            let row = |world: &Arc<World>| Some((format!("{{world=\"{}\"}}", world.name), count(world)?));
            worlds.iter().filter_map(row).collect()
        };
        let broken = of_worlds(&|world| Some(world.glance().is_none().into()));
        gauge("realname_world_broken", "Whether the provider panicked in it.", "gauge", &broken);
        let flows = of_worlds(&|world| Some(world.glance()?.flows));
        gauge("realname_flows_total", "Flows opened.", "counter", &flows);
        let inputs = of_worlds(&|world| Some(world.glance()?.inputs));
        gauge("realname_inputs_total", "Inputs on the tape.", "counter", &inputs);
        let evicted = of_worlds(&|world| Some(world.glance()?.compares_evicted));
        gauge("realname_compares_evicted_total", "Compared contents that made room.", "counter", &evicted);
        let evicted = of_worlds(&|world| Some(world.journal().evicted()));
        gauge("realname_journal_evicted_total", "Exchanges the journal has forgotten.", "counter", &evicted);
        let evicted = of_worlds(&|world| Some(world.files.evicted()));
        gauge("realname_files_evicted_total", "Uploaded files that made room.", "counter", &evicted);
        Reply::with(StatusCode::OK, "text/plain; version=0.0.4; charset=utf-8", text)
    })
}

/// Asks a running simulator whether it is ready.
///
/// # Errors
/// What is wrong, for people.
pub async fn check(api: &str) -> Result<(), String> {
    let url = url::Url::parse(api).map_err(|error| format!("`{api}` is no address: {error}"))?;
    let (Some(host), Some(port)) = (url.host_str(), url.port_or_known_default()) else {
        return Err(format!("`{api}` names no host"));
    };
    let asked = async {
        let stream = tokio::net::TcpStream::connect((host, port)).await.map_err(|error| error.to_string())?;
        let request = hyper::Request::get("/readyz")
            .header(hyper::header::HOST, host)
            .body(Full::default())
            .map_err(|error| error.to_string())?;
        let answer = client::exchange(stream, request).await.map_err(|error| error.to_string())?;
        Ok::<_, String>(answer.status)
    };
    match crate::clock::within(std::time::Duration::from_secs(5), asked).await {
        Some(Ok(StatusCode::OK)) => Ok(()),
        Some(Ok(status)) => Err(format!("{api} is not ready: {status}")),
        Some(Err(error)) => Err(format!("{api} does not answer: {error}")),
        None => Err(format!("{api} does not answer within 5 seconds")),
    }
}
