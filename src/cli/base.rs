//! The folder from which the paths of an index are told: the one in which it was first built.
//!
//! Comes in: paths as typed, in whatever folder one is. Goes out: the same files under the names that the index has for
//! them, so that `.` in one folder is never taken for `.` in another, nor one folder, named in two ways, for two.

use std::env;
use std::ffi::OsStr;
use std::path::{Component, Path, PathBuf};

use crate::error::{Error, Result};
use crate::index::{Manifest, Settings};

/// Goes to the folder in which the index in `index` was first built, where that is another one and still there; the
/// paths of `typed` go on to name what they named.
///
/// # Errors
/// A folder that cannot be gone to.
pub fn go_to<'p>(index: &'p mut PathBuf, typed: impl Iterator<Item = &'p mut PathBuf>) -> Result<()> {
    let (Some(base), Ok(here)) = (Settings::peek(index).and_then(|settings| settings.base), env::current_dir()) else {
        return Ok(());
    };
    let base = PathBuf::from(base);
    if base == here || !base.is_dir() {
        return Ok(());
    }
    for path in typed.filter(|path| path.as_os_str() != OsStr::new("-")).chain([index]) {
        let whole = whole(&here, path);
        *path = within(&whole, &base).unwrap_or(whole);
    }
    let unreachable = |cause| Error::input(format!("cannot go to {}", base.display())).caused_by(cause);
    env::set_current_dir(&base).map_err(unreachable)
}

/// Returns the folder that one is in, as an index keeps it; nothing where its name is not Unicode.
pub fn current() -> Option<String> {
    env::current_dir().ok()?.to_str().map(str::to_owned)
}

/// Returns paths under which the index knows their files already, where it knows them by a full path and a relative one
/// was typed, or the other way round.
pub fn as_known(roots: &[PathBuf], manifest: &Manifest) -> Vec<PathBuf> {
    let Ok(here) = env::current_dir() else { return roots.to_vec() };
    let holds = |root: &PathBuf| manifest.files.keys().any(|path| is_under(path, std::slice::from_ref(root)));
    let as_known = |root: &PathBuf| {
        if root.as_os_str() == OsStr::new("-") || holds(root) {
            return root.clone();
        }
        let other = if root.is_absolute() { within(root, &here) } else { Some(whole(&here, root)) };
        other.filter(holds).unwrap_or_else(|| root.clone())
    };
    roots.iter().map(as_known).collect()
}

/// Returns a full path as seen from a folder that it lies in, or is.
fn within(whole: &Path, folder: &Path) -> Option<PathBuf> {
    let path = whole.strip_prefix(folder).ok()?;
    Some(if path.as_os_str().is_empty() { PathBuf::from(".") } else { path.to_owned() })
}

/// Returns the full path of what was typed in the folder `here`, without `.` and `..` in it.
fn whole(here: &Path, typed: &Path) -> PathBuf {
    let mut whole = PathBuf::new();
    for part in here.join(typed).components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                whole.pop();
            }
            part => whole.push(part),
        }
    }
    whole
}

/// Returns whether a file lies under one of the folders.
pub fn is_under(path: &str, roots: &[PathBuf]) -> bool {
    let path = Path::new(path);
    // What lies under the folder that one is in has a path that leads nowhere else first.
    let is_here = || matches!(path.components().next(), Some(Component::Normal(_)));
    roots.iter().any(|root| {
        let root: PathBuf = root.components().filter(|part| *part != Component::CurDir).collect();
        if root.as_os_str().is_empty() { is_here() } else { path.starts_with(root) }
    })
}
