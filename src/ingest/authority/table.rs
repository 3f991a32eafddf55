//! Lists as tables: a header line that names the columns, one entry a line.

use std::io::BufRead;

use super::{Record, next_line};

/// Passes every line after the header to `each`.
///
/// # Errors
/// What cannot be read, or that no column is one of `wanted`.
pub fn for_each(mut input: Box<dyn BufRead>, wanted: &[&str], each: &mut dyn FnMut(Record)) -> Result<(), String> {
    let mut line = Vec::new();
    next_line(&mut *input, &mut line).map_err(|cause| cause.to_string())?;
    let is_tabbed = line.contains(&b'\t');
    let mut header: Vec<String> = Vec::new();
    cells(&String::from_utf8_lossy(&line), is_tabbed, &mut |cells| {
        header = cells.iter().map(|&name| name.to_owned()).collect();
    });
    if !header.iter().any(|column| wanted.contains(&column.as_str())) {
        return Err(format!("it has none of the columns {}", wanted.join(", ")));
    }
    while next_line(&mut *input, &mut line).map_err(|cause| cause.to_string())? {
        cells(&String::from_utf8_lossy(&line), is_tabbed, &mut |cells| each(Record { header: &header, cells }));
    }
    Ok(())
}

/// Cuts a line into cells, between tabs or between commas.
fn cells(line: &str, is_tabbed: bool, each: &mut dyn FnMut(&[&str])) {
    if is_tabbed || !line.contains('"') {
        let separator = if is_tabbed { '\t' } else { ',' };
        return each(&line.split(separator).collect::<Vec<_>>());
    }
    let cells = quoted(line);
    each(&cells.iter().map(String::as_str).collect::<Vec<_>>());
}

/// Cells between commas; quotes around a cell keep its commas, and two quotes in it are one.
fn quoted(line: &str) -> Vec<String> {
    let (mut cells, mut cell, mut inside) = (Vec::new(), String::new(), false);
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if inside && letters.peek() == Some(&'"') => {
                cell.push('"');
                letters.next();
            }
            '"' => inside = !inside,
            ',' if !inside => cells.push(std::mem::take(&mut cell)),
            letter => cell.push(letter),
        }
    }
    cells.push(cell);
    cells
}
