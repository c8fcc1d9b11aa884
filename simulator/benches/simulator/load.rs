//! A client that costs little: requests are bytes that were made before, connections are kept.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use realname_simulator::clock::Stopwatch;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::Outcome;

/// How many connections ask at once.
pub(crate) const CONNECTIONS: usize = 32;

/// A kept connection.
pub(crate) struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

/// An answer, as long as the connection is not used again.
pub(crate) struct Answer<'a> {
    pub(crate) status: u16,
    pub(crate) head: &'a str,
    pub(crate) body: &'a str,
}

impl Answer<'_> {
    /// A header's value.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers().find(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    /// All headers.
    pub(crate) fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.head.lines().skip(1).filter_map(|line| line.split_once(": "))
    }
}

impl Connection {
    pub(crate) async fn open(address: SocketAddr) -> Outcome<Self> {
        let stream = TcpStream::connect(address).await.map_err(|error| error.to_string())?;
        stream.set_nodelay(true).map_err(|error| error.to_string())?;
        Ok(Self { stream, buffer: Vec::with_capacity(16 * 1_024) })
    }

    /// Sends a request and reads its answer whole.
    pub(crate) async fn exchange(&mut self, request: &[u8]) -> Outcome<Answer<'_>> {
        self.stream.write_all(request).await.map_err(|error| error.to_string())?;
        self.buffer.clear();
        let mut whole = None;
        while whole.is_none_or(|(_, whole)| self.buffer.len() < whole) {
            let read = self.stream.read_buf(&mut self.buffer).await.map_err(|error| error.to_string())?;
            if read == 0 {
                return Err("the server closed the connection".into());
            }
            whole = whole.or_else(|| lengths(&self.buffer));
        }
        let (head, _) = whole.ok_or("no answer")?;
        let text = std::str::from_utf8(&self.buffer).map_err(|error| error.to_string())?;
        let (head, body) = text.split_at(head);
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).ok_or("no status")?;
        Ok(Answer { status, head, body })
    }

    /// As [`Connection::exchange`], where anything but `status` is a mistake.
    pub(crate) async fn expect(&mut self, request: &[u8], status: u16) -> Outcome<Answer<'_>> {
        let answer = self.exchange(request).await?;
        if answer.status == status {
            return Ok(answer);
        }
        let asked = String::from_utf8_lossy(request);
        Err(format!("{status} was expected to\n{asked}\n, not\n{}{}", answer.head, answer.body))
    }
}

/// Lengths of the head and of the whole answer, once the head is there.
fn lengths(buffer: &[u8]) -> Option<(usize, usize)> {
    let head = buffer.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
    let text = std::str::from_utf8(buffer.get(..head)?).ok()?;
    let length = text.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
    });
    Some((head, head + length.unwrap_or(0)))
}

/// Sends all requests over [`CONNECTIONS`] connections; every answer must be a success that holds
/// `wanted`. Gives how long it took, and what `read` found in each answer.
pub(crate) async fn drive<T: Send + 'static>(
    address: SocketAddr,
    requests: &Arc<Vec<Vec<u8>>>,
    wanted: &'static str,
    read: fn(&str) -> T,
) -> Outcome<(Duration, Vec<T>)> {
    let mut connections = Vec::new();
    for _ in 0..CONNECTIONS {
        connections.push(Connection::open(address).await?);
    }
    let stopwatch = Stopwatch::start();
    let tasks: Vec<_> = connections
        .into_iter()
        .enumerate()
        .map(|(first, mut connection)| {
            let requests = Arc::clone(requests);
            tokio::spawn(async move {
                let mut found = Vec::new();
                for request in requests.iter().skip(first).step_by(CONNECTIONS) {
                    let answer = connection.expect(request, 200).await?;
                    if !answer.body.contains(wanted) {
                        return Err(format!("an answer without {wanted}: {}", answer.body));
                    }
                    found.push(read(answer.body));
                }
                Ok(found)
            })
        })
        .collect();
    let mut found = Vec::new();
    for task in tasks {
        found.extend(task.await.map_err(|error| error.to_string())??);
    }
    Ok((stopwatch.elapsed(), found))
}
