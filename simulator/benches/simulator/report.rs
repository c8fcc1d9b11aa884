//! Figures, what they are held against, and how they are written down.

use std::fmt;

/// Several measurements of one thing.
#[derive(Debug, Clone)]
pub(crate) struct Sample(Vec<f64>);

impl Sample {
    /// At least one measurement, in any order.
    pub(crate) fn new(mut values: Vec<f64>) -> Self {
        values.sort_by(f64::total_cmp);
        Self(values)
    }

    pub(crate) fn median(&self) -> f64 {
        let middle = self.0.len() / 2;
        match (self.0.len() % 2, self.0.get(middle.wrapping_sub(1)), self.0.get(middle)) {
            (0, Some(below), Some(above)) => (below + above) / 2.0,
            (_, _, Some(middle)) => *middle,
            _ => f64::NAN,
        }
    }

    /// The least and the greatest.
    fn spread(&self) -> (f64, f64) {
        (self.0.first().copied().unwrap_or(f64::NAN), self.0.last().copied().unwrap_or(f64::NAN))
    }
}

impl From<f64> for Sample {
    fn from(value: f64) -> Self {
        Self(vec![value])
    }
}

/// One line.
struct Row {
    what: String,
    sample: Sample,
    unit: &'static str,
    /// The figure is to be at most this.
    at_most: Option<f64>,
}

/// All that was measured in one run.
#[derive(Default)]
pub(crate) struct Report(Vec<Row>);

impl Report {
    /// A figure without an aim.
    pub(crate) fn tell(&mut self, what: impl Into<String>, sample: impl Into<Sample>, unit: &'static str) {
        self.add(what.into(), sample.into(), unit, None);
    }

    /// A figure that is to be at most `aim`.
    pub(crate) fn judge(
        &mut self,
        what: impl Into<String>,
        sample: impl Into<Sample>,
        unit: &'static str,
        aim: f64,
    ) {
        self.add(what.into(), sample.into(), unit, Some(aim));
    }

    fn add(&mut self, what: String, sample: Sample, unit: &'static str, at_most: Option<f64>) {
        let row = Row { what, sample, unit, at_most };
        // Told at once too: a whole run takes minutes.
        println!("{row}");
        self.0.push(row);
    }
}

impl fmt::Display for Row {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (least, greatest) = self.sample.spread();
        let spread = if self.sample.0.len() > 1 {
            format!("{} to {}", rounded(least), rounded(greatest))
        } else {
            String::new()
        };
        write!(
            formatter,
            "  {:<58} {:>10} {:<9} {:<22}",
            self.what,
            rounded(self.sample.median()),
            self.unit,
            spread
        )?;
        match self.at_most {
            Some(aim) if self.sample.median() <= aim => write!(formatter, " at most {}: met", rounded(aim)),
            Some(aim) => write!(formatter, " at most {}: MISSED", rounded(aim)),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "\n  {:<58} {:>10} {:<9} {:<22} aim", "what", "median", "unit", "spread")?;
        self.0.iter().try_for_each(|row| writeln!(formatter, "{row}"))
    }
}

/// As many digits as mean something.
fn rounded(value: f64) -> String {
    match value.abs() {
        magnitude if magnitude >= 100.0 => format!("{value:.0}"),
        magnitude if magnitude >= 10.0 => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}
