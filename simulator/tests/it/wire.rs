//! Bytes over a socket, for what a sound client would never send.

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

/// Sends these bytes and reads to the end: the request must ask for the connection to be closed.
pub(crate) async fn say(base: &str, bytes: &[u8]) -> String {
    read(connect(base, bytes).await).await
}

/// Sends these bytes, says that no more will come, and waits until the other side is through.
pub(crate) async fn break_off(base: &str, bytes: &[u8]) -> String {
    let mut stream = connect(base, bytes).await;
    stream.shutdown().await.expect("it is told");
    read(stream).await
}

/// Sends these bytes and no more, and reads the head of the answer: the other side need not close.
pub(crate) async fn head_of_answer(base: &str, bytes: &[u8]) -> String {
    let mut lines = BufReader::new(connect(base, bytes).await).lines();
    let mut head = String::new();
    while let Some(line) = lines.next_line().await.expect("an answer").filter(|line| !line.is_empty()) {
        head = head + &line + "\n";
    }
    head
}

async fn connect(base: &str, bytes: &[u8]) -> TcpStream {
    let authority = base.strip_prefix("http://").expect("http");
    let mut stream = TcpStream::connect(authority).await.expect("it listens");
    stream.write_all(bytes).await.expect("it takes them");
    stream
}

async fn read(mut stream: TcpStream) -> String {
    let mut answer = Vec::new();
    // A connection that is reset has ended too; what came before counts.
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).into_owned()
}
