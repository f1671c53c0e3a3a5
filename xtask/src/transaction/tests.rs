use super::*;

fn tree(files: &[(&str, &str)]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (path, content) in files {
        let file = dir.path().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, content).unwrap();
    }
    dir
}

fn files(dir: &Path) -> Vec<(String, String)> {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    crate::output::read(dir).unwrap().unwrap().into_iter().map(|(path, bytes)| (path, text(bytes))).collect()
}

fn expect(dir: &Path, expected: &[(&str, &str)]) {
    let expected: Vec<_> = expected.iter().map(|(p, c)| ((*p).to_owned(), (*c).to_owned())).collect();
    assert_eq!(files(dir), expected);
}

#[test]
fn files_and_folders_are_replaced_together() {
    let dir = tree(&[("a/one", "1"), ("a/old", "x"), ("a/target/built", "b"), ("file", "1"), ("gone/x", "x")]);
    let mut change = Transaction::begin(dir.path(), STAGING).unwrap();
    change.put_folder("a", [("one", &b"2"[..]), ("sub/new", b"n")], &["target", "none"]).unwrap();
    change.put_file("file", b"2").unwrap();
    change.put_file("deep/er/file", b"3").unwrap();
    change.remove("gone").unwrap();
    assert_eq!(fs::read(dir.path().join("file")).unwrap(), b"1");
    change.commit().unwrap();
    let now = [("a/one", "2"), ("a/sub/new", "n"), ("a/target/built", "b"), ("deep/er/file", "3"), ("file", "2")];
    expect(dir.path(), &now);
    assert!(!dir.path().join(STAGING).exists());
}

#[test]
fn what_is_not_committed_has_not_happened() {
    let dir = tree(&[("a/one", "1")]);
    let mut change = Transaction::begin(dir.path(), STAGING).unwrap();
    change.put_folder("a", [("one", &b"2"[..])], &[]).unwrap();
    assert!(change.put_folder("b", [("src", &b""[..]), ("src/lib.rs", b"")], &[]).is_err(), "a file and a folder");
    drop(change);
    expect(dir.path(), &[("a/one", "1")]);
}

#[test]
fn a_rename_that_fails_takes_the_others_back() {
    let dir = tree(&[("a/one", "1"), ("a/target/built", "b"), ("file", "1")]);
    let mut change = Transaction::begin(dir.path(), STAGING).unwrap();
    change.put_folder("a", [("one", &b"2"[..])], &["target"]).unwrap();
    change.put_file("new/file", b"2").unwrap();
    change.put_file("file/below", b"2").unwrap();
    let error = change.commit().unwrap_err();
    assert!(format!("{error:#}").contains("file/below"), "{error:#}");
    expect(dir.path(), &[("a/one", "1"), ("a/target/built", "b"), ("file", "1")]);
    assert!(!dir.path().join("new").exists() && !dir.path().join(STAGING).exists());
}

#[test]
fn one_at_a_time() {
    let dir = tree(&[]);
    let first = Transaction::begin(dir.path(), STAGING).unwrap();
    assert!(Transaction::begin(dir.path(), STAGING).unwrap_err().to_string().contains("another command is writing"));
    assert_eq!(recover(dir.path(), STAGING).unwrap(), Recovered::Nothing);
    assert!(dir.path().join(STAGING).exists(), "the live one's folder is left alone");
    drop(first);
    Transaction::begin(dir.path(), STAGING).unwrap();
}

#[test]
fn a_decided_change_is_completed_and_a_failed_one_undone() {
    let operations = r#"{"operations": [
        {"target": "a", "put": true, "keep": [], "parents": []},
        {"target": "b", "put": true, "keep": [], "parents": []},
        {"target": "c", "put": false, "keep": [], "parents": []}]}"#;
    // The first is done, the second half done, the third not begun.
    let state = [("a", "new a"), (".staging/old-0", "old a"), (".staging/new-1", "new b"), (".staging/old-1", "old b")];
    for (name, outcome, expected) in [
        (JOURNAL, Recovered::Completed, &[("a", "new a"), ("b", "new b")][..]),
        (ROLLBACK, Recovered::RolledBack, &[("a", "old a"), ("b", "old b"), ("c", "old c")]),
    ] {
        let journal = format!(".staging/{name}");
        let dir = tree(&[&state[..], &[("c", "old c"), (&journal, operations)]].concat());
        assert_eq!(recover(dir.path(), STAGING).unwrap(), outcome);
        expect(dir.path(), expected);
        assert_eq!(recover(dir.path(), STAGING).unwrap(), Recovered::Nothing);
    }
    let dir = tree(&[("a", "old a"), (".staging/new-0", "new a")]);
    assert_eq!(recover(dir.path(), STAGING).unwrap(), Recovered::Nothing);
    expect(dir.path(), &[("a", "old a")]);
}

#[test]
fn a_journal_leads_nowhere_else() {
    let dir = tree(&[("secret", "s"), ("root/.staging/new-0", "x")]);
    for target in ["../secret", "/etc/hostname", ""] {
        let text = format!(r#"{{"operations": [{{"target": "{target}", "put": true, "keep": [], "parents": []}}]}}"#);
        fs::write(dir.path().join("root/.staging/journal.json"), text).unwrap();
        assert!(recover(&dir.path().join("root"), STAGING).is_err(), "{target}");
    }
    fs::write(dir.path().join("root/.staging/journal.json"), "{").unwrap();
    let error = recover(&dir.path().join("root"), STAGING).unwrap_err();
    assert!(format!("{error:#}").contains("help: git tells"), "{error:#}");
    assert_eq!(fs::read(dir.path().join("secret")).unwrap(), b"s");
}

#[cfg(unix)]
#[test]
fn symbolic_links_are_not_followed() {
    use std::os::unix::fs::symlink;
    let dir = tree(&[("outside/file", "theirs"), ("root/x", "")]);
    let root = dir.path().join("root");
    symlink("../outside", root.join("specs")).unwrap();
    symlink("../outside/file", root.join("link")).unwrap();
    let mut change = Transaction::begin(&root, STAGING).unwrap();
    let error = change.put_file("specs/file", b"ours").unwrap_err();
    assert!(error.to_string().contains("is a symbolic link"), "{error}");
    // A link that is itself the target is replaced, not followed.
    change.put_file("link", b"ours").unwrap();
    change.commit().unwrap();
    assert!(!root.join("link").is_symlink());
    expect(&dir.path().join("outside"), &[("file", "theirs")]);

    // Nor is a staging folder that is a link.
    symlink("../outside", root.join(STAGING)).unwrap();
    drop(Transaction::begin(&root, STAGING).unwrap());
    expect(&dir.path().join("outside"), &[("file", "theirs")]);
}
