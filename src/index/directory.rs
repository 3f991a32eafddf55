//! The folder of an index, as those see it who only read and those who write.
//!
//! Comes in: the folder. Goes out: a tantivy directory. Readers share its lock: the engine's own shut out each
//! other, and open the lock for writing, so that nobody could search an index in a folder that is not theirs. A shared
//! lock keeps writers from removing files that are about to be opened, as theirs does. What is written is for all to
//! read whom the folder lets in, where the engine's own would make two files that their owner alone may read.
//!
//! **Invariant:** nothing is written through a directory that was opened to be read.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tantivy::directory::error::{DeleteError, LockError, OpenDirectoryError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    Directory, DirectoryLock, FileHandle, Lock, MmapDirectory, WatchCallback, WatchHandle, WritePtr,
};

/// The folder of an index.
#[derive(Clone, Debug)]
pub struct IndexDirectory {
    folder: PathBuf,
    files: MmapDirectory,
    is_writer: bool,
}

impl IndexDirectory {
    /// Opens a folder to be read.
    ///
    /// # Errors
    /// No such folder.
    pub fn open(folder: &Path) -> Result<IndexDirectory, OpenDirectoryError> {
        Ok(IndexDirectory { folder: folder.to_owned(), files: MmapDirectory::open(folder)?, is_writer: false })
    }

    /// Opens a folder to be written.
    ///
    /// # Errors
    /// No such folder.
    pub fn open_to_write(folder: &Path) -> Result<IndexDirectory, OpenDirectoryError> {
        Ok(IndexDirectory { is_writer: true, ..IndexDirectory::open(folder)? })
    }
}

impl Directory for IndexDirectory {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.files.get_file_handle(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.files.exists(path)
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.files.atomic_read(path)
    }

    /// A reader shares the lock with other readers. Where there is none to share, as in a copy on a medium that cannot
    /// be written, nothing is locked.
    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        if self.is_writer {
            return self.files.acquire_lock(lock);
        }
        match File::open(self.folder.join(&lock.filepath)) {
            Ok(file) => {
                file.lock_shared().map_err(LockError::wrap_io_error)?;
                Ok(DirectoryLock::from(Box::new(file)))
            }
            Err(_) => Ok(DirectoryLock::from(Box::new(()))),
        }
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.files.watch(callback)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        match self.is_writer {
            true => self.files.delete(path),
            false => Err(DeleteError::IoError { io_error: Arc::new(read_only()), filepath: path.to_owned() }),
        }
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        match self.is_writer {
            true => self.files.open_write(path),
            false => Err(OpenWriteError::IoError { io_error: Arc::new(read_only()), filepath: path.to_owned() }),
        }
    }

    /// Writes a file whole beside its place, then puts it there.
    fn atomic_write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        if !self.is_writer {
            return Err(read_only());
        }
        let (place, new) = (self.folder.join(path), self.folder.join(path).with_extension(NEW));
        let mut file = File::create(&new)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(new, place)
    }

    fn sync_directory(&self) -> io::Result<()> {
        if self.is_writer { self.files.sync_directory() } else { Ok(()) }
    }
}

/// The extension of a file that is not at its place yet.
const NEW: &str = "new";

fn read_only() -> io::Error {
    io::Error::new(io::ErrorKind::ReadOnlyFilesystem, "the index was opened to be read")
}

#[cfg(test)]
mod tests {
    use tantivy::directory::META_LOCK;

    use super::*;

    #[test]
    fn readers_share_the_lock_that_writers_have_alone() {
        let folder = tempfile::tempdir().unwrap();
        let reader = IndexDirectory::open(folder.path()).unwrap();
        assert!(reader.acquire_lock(&META_LOCK).is_ok(), "there is no lock yet, and none is made");
        assert!(folder.path().read_dir().unwrap().next().is_none());
        let writer = MmapDirectory::open(folder.path()).unwrap();
        drop(writer.acquire_lock(&META_LOCK).unwrap());
        let (one, other) = (reader.acquire_lock(&META_LOCK).unwrap(), reader.acquire_lock(&META_LOCK).unwrap());
        let lock = File::open(folder.path().join(&META_LOCK.filepath)).unwrap();
        assert!(lock.try_lock().is_err());
        drop((one, other));
        assert!(lock.try_lock().is_ok());
    }

    #[test]
    fn nothing_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let reader = IndexDirectory::open(folder.path()).unwrap();
        assert!(reader.open_write(Path::new("a")).is_err() && reader.atomic_write(Path::new("a"), b"a").is_err());
        assert!(reader.delete(Path::new("a")).is_err());
    }
}
