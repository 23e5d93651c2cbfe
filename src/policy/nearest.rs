//! "Did you mean": the nearest of some words.

/// The candidate most like `word`, if one is like it at all.
pub(super) fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if word.is_empty() || word.chars().count() > 80 {
        return None;
    }
    let lower = word.to_lowercase();
    let limit = (lower.chars().count() / 3).clamp(1, 4);
    candidates
        .into_iter()
        .map(|candidate| {
            // Somebody who stopped typing meant the word that goes on.
            let unfinished = lower.len() >= 4 && candidate.starts_with(&lower);
            (if unfinished { 1 } else { distance(&lower, &candidate.to_lowercase()) }, candidate)
        })
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Edits between two words; two neighbours exchanged count as one edit.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let at = |row: &[usize], column: usize| row.get(column).copied().unwrap_or(usize::MAX - 1);
            let mut best =
                (at(&above, j) + usize::from(x != y)).min(at(&above, j + 1) + 1).min(at(&row, j) + 1);
            let swapped = i > 0 && j > 0 && a.get(i - 1) == Some(y) && b.get(j - 1) == Some(x);
            if swapped {
                best = best.min(at(&before, j - 1) + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut above, row);
    }
    above.last().copied().unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typing_mistakes_find_their_word_and_noise_finds_none() {
        let names = || crate::catalogue::names();
        for (typed, meant) in [
            ("fs:raed", "fs:read"),
            ("FS:READ", "fs:read"),
            ("proces:exec", "process:exec"),
            ("network:htp", "network:http"),
            ("node:credential:read", "node:credentials:read"),
            ("vm:exec", "vm:execute"),
        ] {
            assert_eq!(nearest(typed, names()), Some(meant), "{typed}");
        }
        for noise in ["", "zzzzzzzz", "x", &"a".repeat(1000)] {
            assert_eq!(nearest(noise, names()), None, "{noise}");
        }
    }
}
