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

/// The capability that was meant: the nearest by its letters, else the one with most of its parts (`env:read`, `fs:read:/data`).
pub(super) fn nearest_name<'a>(word: &str, names: impl Iterator<Item = &'a str> + Clone) -> Option<&'a str> {
    let lower = word.trim().to_lowercase();
    if let Some(group) = lower.strip_suffix(":*")
        && let Some(all) = names.clone().find(|name| name.strip_suffix(":all") == Some(group))
    {
        return Some(all);
    }
    nearest(word, names.clone()).or_else(|| {
        let parts = |name: &str| shared(&lower, name);
        // What stands for everything is never guessed.
        let wide = |name: &str| name == "all" || name.ends_with(":all");
        names
            .filter(|name| lower.len() <= 80 && !wide(name) && parts(name) > 0)
            .min_by_key(|name| (usize::MAX - parts(name), distance(&lower, name)))
    })
}

/// How much of a word a name has, part by part; a part cut short counts less, the group once more.
fn shared(word: &str, name: &str) -> usize {
    let alike = |a: &str, b: &str| {
        if a == b {
            3
        } else if a.len().min(b.len()) >= 3 && (a.starts_with(b) || b.starts_with(a)) {
            2
        } else {
            0
        }
    };
    let best = |part: &str| name.split(':').map(|own| alike(part, own)).max().unwrap_or_default();
    let found: usize = word.split(':').filter(|part| part.len() >= 2).map(best).sum();
    let groups = word.split(':').next().zip(name.split(':').next());
    found + usize::from(groups.is_some_and(|(a, b)| a.len() >= 2 && alike(a, b) > 0))
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
        for (typed, meant) in [
            ("fs:*", "fs:all"),
            ("network:*", "network:all"),
            ("exec", "process:exec"),
            ("env:read", "process:env:read"),
            ("credentials:read", "node:credentials:read"),
            ("fs:read:/data", "fs:read"),
            ("fs:ReadFile", "fs:read"),
            ("net:tcp", "network:tcp"),
            ("comms:send", "comms:publish"),
            ("http:node:middleware", "http:node:global:middleware"),
            ("network:websocket", "network:ws"),
            ("wasm", "native:wasm"),
            ("vm", "vm:execute"),
        ] {
            assert_eq!(nearest_name(typed, names()), Some(meant), "{typed}");
        }
        for noise in ["", "*", "zzzz", "x", "a:b", &"a:".repeat(1000)] {
            assert_eq!(nearest_name(noise, names()), None, "{noise}");
        }
        for noise in ["", "zzzzzzzz", "x", &"a".repeat(1000)] {
            assert_eq!(nearest(noise, names()), None, "{noise}");
        }
    }
}
