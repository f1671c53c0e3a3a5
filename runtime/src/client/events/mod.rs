//! Event lists (`hendelseslister`): who has new or changed data, in the order of the list.
//!
//! A list is read by number (`sekvensnummer`), page by page. The numbers have holes, and a page begins with the number
//! asked for or the next one that there is. The list's end is an answer of its own, which is no failure.

mod page;
mod stream;

pub use self::page::{Event, PageSource};
pub use self::stream::EventStream;
